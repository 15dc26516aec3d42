// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.core;

import com.google.common.collect.SetMultimap;
import com.google.common.collect.TreeMultimap;
import io.github.imagegallery.ProgressListener;
import io.github.imagegallery.core.content.Contents;
import io.github.imagegallery.core.content.Contents.Check;
import io.github.imagegallery.error.GalleryException;
import io.github.imagegallery.model.DiskInfo;
import io.github.imagegallery.model.GalleryInfo;
import io.github.imagegallery.model.ImageDefinitionInfo;
import io.github.imagegallery.model.ImageVersionInfo;
import io.github.imagegallery.model.Progress;
import io.github.imagegallery.model.VerifyReport;
import io.github.imagegallery.model.VerifyReport.Damage;
import io.github.imagegallery.storage.BlobId;
import io.github.imagegallery.storage.Site;
import io.github.imagegallery.storage.StorageException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Checks what is kept: every blob that a completed replica needs is there and has its digest, and every manifest agrees
 * with its packs. A blob that several versions share is read once. Not for use by several threads.
 */
final class Verifier {
    private final Engine engine;
    private final Contents contents;
    private final SetMultimap<Needed, String> needs = TreeMultimap.create();
    private final List<Damage> damages = new ArrayList<>();
    private int versions;

    Verifier(Engine engine) {
        this.engine = engine;
        this.contents = engine.contents();
    }

    /** A blob that a site should have. */
    private record Needed(Site site, BlobId blob) implements Comparable<Needed> {
        @Override
        public int compareTo(Needed other) {
            int bySite = site.compareTo(other.site);
            return bySite != 0 ? bySite : blob.compareTo(other.blob);
        }
    }

    VerifyReport verify(ProgressListener listener) {
        for (GalleryInfo gallery : engine.catalog().galleries()) {
            for (ImageDefinitionInfo definition : engine.catalog().definitions(gallery)) {
                engine.catalog().versions(definition).forEach(this::need);
            }
        }
        Set<Site> sites = new TreeSet<>();
        long total = needs.keySet().stream()
                .mapToLong(needed -> contents.sizeOrZero(needed.site(), needed.blob()))
                .sum();
        long bytes = 0;
        for (Needed needed : needs.keySet()) {
            sites.add(needed.site());
            bytes += check(needed);
            listener.onProgress(new Progress("Verifying " + needed.site(), bytes, Math.max(1, total)));
        }
        return new VerifyReport(versions, sites.size(), bytes, damages);
    }

    private void need(ImageVersionInfo version) {
        List<Site> sites = RegionSites.available(version, version.location(), engine.settings());
        if (sites.isEmpty()) {
            return;
        }
        versions++;
        for (DiskInfo disk : version.disks()) {
            need(version, new BlobId(disk.digest().orElseThrow()), sites);
        }
    }

    private void need(ImageVersionInfo version, BlobId root, List<Site> sites) {
        String name = version.id().path();
        try {
            for (BlobId blob : contents.blobs(root, sites)) {
                sites.forEach(site -> needs.put(new Needed(site, blob), name));
            }
            disagreement(root, sites).ifPresent(reason -> damages.add(new Damage("every site", List.of(name), reason)));
        } catch (GalleryException unreadable) {
            sites.forEach(site -> needs.put(new Needed(site, root), name));
            damages.add(new Damage("every site", List.of(name), unreadable.getMessage()));
        }
    }

    /** Compares a manifest with its packs where both can be read. */
    private Optional<String> disagreement(BlobId root, List<Site> sites) {
        for (Site site : sites) {
            try {
                return contents.disagreement(root, site);
            } catch (StorageException | GalleryException unreadable) {
                continue; // reported blob by blob
            }
        }
        return Optional.empty();
    }

    private long check(Needed needed) {
        Check check = contents.check(needed.site(), needed.blob());
        check.damage()
                .ifPresent(reason ->
                        damages.add(new Damage(needed.site().toString(), List.copyOf(needs.get(needed)), reason)));
        return check.bytes();
    }
}
