// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.core;

import io.github.imagegallery.ProgressListener;
import io.github.imagegallery.core.record.DefinitionRecord;
import io.github.imagegallery.core.record.Draft;
import io.github.imagegallery.core.record.GalleryRecord;
import io.github.imagegallery.core.record.VersionRecord.Disk;
import io.github.imagegallery.error.Violation;
import io.github.imagegallery.model.DiskInfo;
import io.github.imagegallery.model.ImageDefinitionInfo;
import io.github.imagegallery.model.ImageVersionInfo;
import io.github.imagegallery.model.Progress;
import io.github.imagegallery.model.RegionName;
import io.github.imagegallery.model.SourceInfo;
import io.github.imagegallery.policy.SourceRule;
import io.github.imagegallery.storage.BlobId;
import io.github.imagegallery.storage.Site;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A source that is a version of the same subscription. Its disks become the new version's as they are; only blobs that
 * the home site lacks are copied.
 */
record VersionSource(Engine engine, Address source, Address target) implements Source {

    /** Opens a version as the source of another, and notes what is wrong with that by itself. */
    static VersionSource open(Engine engine, Address source, Address target, Faults faults) {
        VersionSource opened = new VersionSource(engine, source, target);
        faults.addAll(source.violations());
        if (opened.isTarget()) {
            faults.add(Violation.invalid(
                    "source", source, "a version cannot be made from itself", "name another version as the source"));
        }
        return opened;
    }

    private boolean isTarget() {
        return source.canonical().equals(target.canonical());
    }

    @Override
    public String identity() {
        return "source=" + source.canonical();
    }

    @Override
    public Optional<Seen> look(Draft draft, Faults faults) {
        if (!source.violations().isEmpty() || isTarget()) {
            return Optional.empty();
        }
        Optional<StoredVersion> version = StoredVersion.read(draft, source);
        Optional<ImageDefinitionInfo> definition = draft.read(source.galleryKey(), GalleryRecord.class)
                .flatMap(gallery -> draft.read(source.definitionKey(), DefinitionRecord.class)
                        .map(found ->
                                found.info(gallery.info(engine.subscription()).id())));
        if (version.isEmpty() || definition.isEmpty()) {
            faults.add(Catalog.absent(source));
            return Optional.empty();
        }
        if (!version.get().version().stored()) {
            faults.add(Faults.stillPublished(source));
            return Optional.empty();
        }
        ImageVersionInfo info = version.get().info(definition.get().id());
        info.disks()
                .forEach(disk ->
                        faults.add(SourceRule.checkSize("source", source, disk.virtualSizeBytes(), engine.rules())));
        return Optional.of(new Seen(
                SourceInfo.of(definition.get(), info), version.get().version().disks(), info.regions()));
    }

    @Override
    public List<DiskInfo> measure(Publisher.Begun begun, ProgressListener listener) {
        return begun.pins().stream().map(Disk::info).toList();
    }

    @Override
    public Stored store(Publisher.Begun begun, ProgressListener listener) {
        Site home = RegionSites.of(begun.home().info(), engine.subscription()).get(0);
        List<Disk> disks = begun.pins();
        String task = "Copying " + source;
        long total = Math.max(1, disks.stream().mapToLong(Disk::billedBytes).sum());
        listener.onProgress(new Progress(task, 0, total));
        List<Site> sites = sites(begun);
        List<BlobId> blobs = disks.stream()
                .flatMap(disk -> engine.contents().blobs(new BlobId(disk.root()), sites).stream())
                .distinct()
                .toList();
        List<Site> others = new ArrayList<>(sites);
        others.remove(home);
        RegionProgress progress = new RegionProgress(engine, begun.address(), begun.publication(), begun.home());
        long moved = engine.replicator().fill(home, others, blobs, true, told -> {
            progress.reached(told.doneBytes(), told.totalBytes());
            listener.onProgress(told);
        });
        listener.onProgress(new Progress(task, total, total));
        return new Stored(disks, 0, moved);
    }

    /** Returns the sites that have the source, those in the new version's home region first. */
    private List<Site> sites(Publisher.Begun begun) {
        RegionName home = begun.version().version().home();
        return RegionSites.available(begun.seen().orElseThrow().regions(), home, engine.subscription());
    }

    @Override
    public void close() {
        // nothing is open
    }
}
