// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.core;

import io.github.imagegallery.ProgressListener;
import io.github.imagegallery.core.Replicator.Audience;
import io.github.imagegallery.core.content.Contents;
import io.github.imagegallery.core.record.DefinitionRecord;
import io.github.imagegallery.core.record.Draft;
import io.github.imagegallery.core.record.VersionRecord.Disk;
import io.github.imagegallery.error.ErrorCode;
import io.github.imagegallery.error.GalleryException;
import io.github.imagegallery.error.Violation;
import io.github.imagegallery.model.Action;
import io.github.imagegallery.model.DiskInfo;
import io.github.imagegallery.model.HostCaching;
import io.github.imagegallery.model.ImageDefinitionInfo;
import io.github.imagegallery.model.Progress;
import io.github.imagegallery.model.RegionName;
import io.github.imagegallery.model.SourceInfo;
import io.github.imagegallery.policy.SourceRule;
import io.github.imagegallery.storage.BlobId;
import io.github.imagegallery.storage.Site;
import io.github.imagegallery.storage.StorageException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A source that is another version. Of the same subscription its disks become the new version's as they are, and only
 * blobs that the home site lacks are copied. Of another subscription they are read and stored anew, like disk images: its
 * packs hold what the reader may not see.
 *
 * @param engine the new version's
 * @param source the version that is read
 * @param target the new version
 */
record VersionSource(Engine engine, VersionHandle source, Address target) implements Source {

    /** Opens a version as the source of another, and notes what is wrong with that by itself. */
    static VersionSource open(Engine engine, VersionHandle source, Address target, Faults faults) {
        VersionSource opened = new VersionSource(engine, source, target);
        faults.addAll(opened.from().violations());
        if (opened.isTarget()) {
            faults.add(Violation.invalid(
                    "source",
                    opened.from(),
                    "a version cannot be made from itself",
                    "name another version as the source"));
        }
        return opened;
    }

    private Address from() {
        return source.address();
    }

    private boolean isAbroad() {
        return !source.engine().subscription().equals(engine.subscription());
    }

    private boolean isTarget() {
        return !isAbroad() && from().canonical().equals(target.canonical());
    }

    @Override
    public String identity() {
        return "source=" + source.engine().subscription() + "/" + from().canonical();
    }

    @Override
    public Optional<Seen> look(Draft draft, Faults faults) {
        if (!from().violations().isEmpty() || isTarget()) {
            return Optional.empty();
        }
        Optional<StoredVersion> version = version(draft);
        Optional<ImageDefinitionInfo> definition = definition(draft);
        if (version.isEmpty() || definition.isEmpty()) {
            faults.add(Faults.absent(from()));
            return Optional.empty();
        }
        Access access = source.engine().access();
        if (!access.allows(Action.DEPLOY, access.scope(from()))) {
            faults.add(access.violation(ErrorCode.LINKED_AUTHORIZATION_FAILED, Action.DEPLOY, access.scope(from())));
            return Optional.empty();
        }
        if (!version.get().version().stored()) {
            faults.add(Faults.stillPublished(from()));
            return Optional.empty();
        }
        version.get()
                .version()
                .disks()
                .forEach(disk ->
                        faults.add(SourceRule.checkSize("source", from(), disk.virtualSizeBytes(), engine.rules())));
        SourceInfo info = SourceInfo.of(
                definition.get(), version.get().info(definition.get().id()));
        return Optional.of(new Seen(info, version));
    }

    /** Reads the version; of another subscription the commit cannot rely on it, and need not, as its bytes are checked. */
    private Optional<StoredVersion> version(Draft draft) {
        return isAbroad() ? source.engine().catalog().stored(from()) : StoredVersion.read(draft, from());
    }

    private Optional<ImageDefinitionInfo> definition(Draft draft) {
        if (isAbroad()) {
            return source.engine().catalog().parentDefinition(from());
        }
        return draft.readUnseen(from().definitionKey(), DefinitionRecord.class)
                .flatMap(found -> engine.catalog().galleryId(from()).map(found::info));
    }

    /** A version of another subscription may be deleted and published anew: the publication says which one it was. */
    @Override
    public Map<String, String> facts(Optional<Seen> seen) {
        return seen.filter(found -> isAbroad())
                .flatMap(Seen::publication)
                .map(publication -> Map.of(
                        "version " + source.engine().subscription() + "/" + from().canonical(),
                        Draft.digest(publication)))
                .orElse(Map.of());
    }

    @Override
    public List<Disk> pins(Seen seen, List<Disk> base) {
        return isAbroad() ? base : disks(seen);
    }

    private static List<Disk> disks(Seen seen) {
        return seen.version().orElseThrow().version().disks();
    }

    @Override
    public List<DiskInfo> measure(Publisher.Begun begun, ProgressListener listener) {
        return disks(begun.seen().orElseThrow()).stream().map(Disk::info).toList();
    }

    @Override
    public Stored store(Publisher.Begun begun, ProgressListener listener) {
        return isAbroad() ? read(begun, listener) : copy(begun, listener);
    }

    @Override
    public Weighed weigh(Publisher.Begun begun, Haul haul, ProgressListener listener) {
        List<Disk> disks = disks(begun.seen().orElseThrow());
        Site home = Intake.home(engine, begun);
        List<Site> sites = sites(begun);
        if (isAbroad()) {
            Intake intake = Intake.weighing(engine, begun, virtualSize(disks), listener);
            return Weighed.of(take(intake, disks, sites), intake.inventory(), home, haul);
        }
        List<BlobId> blobs = blobs(disks, sites);
        haul.copied(engine.catalog().definitionId(target).orElseThrow().version(target.number()), home, sites, blobs);
        return new Weighed(disks, 0, blobs);
    }

    private List<BlobId> blobs(List<Disk> disks, List<Site> sites) {
        return disks.stream()
                .flatMap(disk -> engine.contents().blobs(new BlobId(disk.root()), sites).stream())
                .distinct()
                .toList();
    }

    private Stored copy(Publisher.Begun begun, ProgressListener listener) {
        Site home = Intake.home(engine, begun);
        List<Disk> disks = disks(begun.seen().orElseThrow());
        String task = "Copying " + from();
        long total = Math.max(1, disks.stream().mapToLong(Disk::billedBytes).sum());
        listener.onProgress(new Progress(task, 0, total));
        List<Site> sites = sites(begun);
        List<BlobId> blobs = blobs(disks, sites);
        Audience audience = new Audience(RegionProgress.ofFirstSite(engine, begun), listener, () -> {});
        long moved = engine.replicator().fill(List.of(home), sites, blobs, true, audience);
        listener.onProgress(new Progress(task, total, total));
        return new Stored(disks, 0, moved);
    }

    private Stored read(Publisher.Begun begun, ProgressListener listener) {
        List<Disk> disks = disks(begun.seen().orElseThrow());
        Intake intake = Intake.storing(engine, begun, virtualSize(disks), listener);
        List<Disk> stored = take(intake, disks, sites(begun));
        return new Stored(stored, intake.inventory().addedBytes(), 0);
    }

    private static long virtualSize(List<Disk> disks) {
        return disks.stream().mapToLong(Disk::virtualSizeBytes).sum();
    }

    /** Reads the disks; where the source was deleted meanwhile, that is what is wrong. */
    private List<Disk> take(Intake intake, List<Disk> disks, List<Site> sites) {
        Contents contents = engine.contents();
        try {
            return disks.stream()
                    .map(disk -> intake.store(
                            disk.lun(),
                            disk.hostCaching().orElse(HostCaching.NONE),
                            contents.image(new BlobId(disk.root()), sites),
                            from().toString()))
                    .toList();
        } catch (StorageException | GalleryException e) {
            if (source.engine().catalog().stored(from()).isEmpty()) {
                throw new FailedException(Faults.absent(from()));
            }
            throw e;
        }
    }

    /** Returns the sites that have the source, those in the new version's home region first. */
    private List<Site> sites(Publisher.Begun begun) {
        RegionName home = begun.version().version().home();
        return RegionSites.available(
                begun.seen().orElseThrow().version().orElseThrow().replications(),
                home,
                source.engine().subscription());
    }

    @Override
    public void close() {
        // nothing is open
    }
}
