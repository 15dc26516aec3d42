// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.imagegallery.ImageGalleries;
import io.github.imagegallery.model.DiskInfo;
import io.github.imagegallery.model.ImageDefinitionInfo;
import io.github.imagegallery.model.ImageVersionInfo;
import io.github.imagegallery.storage.BlobId;
import io.github.imagegallery.storage.BlobInfo;
import io.github.imagegallery.storage.ContentStore;
import io.github.imagegallery.storage.Site;
import java.nio.ByteBuffer;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * All that a storage holds, checked against each other: records, manifests, packs, bytes. What the versions need is found by
 * docs/format.md, and not by the library.
 */
final class FullCheck {
    private static final int DIGEST = 32;

    private FullCheck() {}

    /** Requires that every replica of every version is whole, and that nothing else is kept. */
    static void requireCollected(ContentStore contents, ImageGalleries galleries) {
        assertThat(galleries.verify(progress -> {}).damages()).isEmpty();
        Map<Site, Set<BlobId>> kept = new TreeMap<>();
        contents.sites()
                .forEach(site -> kept.put(
                        site,
                        new TreeSet<>(Blobs.all(contents, site).stream()
                                .map(BlobInfo::id)
                                .toList())));
        assertThat(kept).isEqualTo(needed(contents, galleries));
    }

    /** Returns the blobs that the available replicas of all versions need, by their sites. */
    private static Map<Site, Set<BlobId>> needed(ContentStore contents, ImageGalleries galleries) {
        Map<Site, Set<BlobId>> needed = new TreeMap<>();
        for (ImageDefinitionInfo definition : galleries.definitions()) {
            galleries.definition(definition.id()).versions().forEach(version -> need(contents, version, needed));
        }
        return needed;
    }

    private static void need(ContentStore contents, ImageVersionInfo version, Map<Site, Set<BlobId>> needed) {
        for (Site site : RegionSites.available(
                version.regions(), version.location(), version.id().subscription())) {
            Set<BlobId> blobs = needed.computeIfAbsent(site, empty -> new TreeSet<>());
            version.disks().stream()
                    .map(DiskInfo::manifest)
                    .forEach(root -> addAll(contents, site, new BlobId(root.orElseThrow()), blobs));
        }
    }

    private static void addAll(ContentStore contents, Site site, BlobId root, Collection<BlobId> found) {
        found.add(root);
        ByteBuffer bytes = contents.read(site, root).position(8 + 8 + 8);
        for (int pages = bytes.getInt(); pages > 0; pages--) {
            bytes.getInt();
            BlobId page = id(bytes);
            found.add(page);
            ByteBuffer inPage = contents.read(site, page).position(8 + 8);
            int packs = inPage.getInt();
            inPage.getInt();
            for (; packs > 0; packs--) {
                found.add(id(inPage));
            }
        }
    }

    private static BlobId id(ByteBuffer bytes) {
        byte[] digest = new byte[DIGEST];
        bytes.get(digest);
        return BlobId.of(digest);
    }
}
