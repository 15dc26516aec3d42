// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.core;

import com.google.common.util.concurrent.Striped;
import io.github.imagegallery.core.Sources.OpenDisk;
import io.github.imagegallery.core.content.Ingest;
import io.github.imagegallery.core.content.Ingest.StoredDisk;
import io.github.imagegallery.core.record.DefinitionRecord;
import io.github.imagegallery.core.record.Draft;
import io.github.imagegallery.core.record.GalleryRecord;
import io.github.imagegallery.core.record.Keys;
import io.github.imagegallery.core.record.RegionRecord;
import io.github.imagegallery.core.record.VersionRecord;
import io.github.imagegallery.core.record.VersionRecord.Disk;
import io.github.imagegallery.error.ErrorCode;
import io.github.imagegallery.error.GalleryException;
import io.github.imagegallery.error.Violation;
import io.github.imagegallery.model.DiskInfo;
import io.github.imagegallery.model.ImageVersionInfo;
import io.github.imagegallery.model.Progress;
import io.github.imagegallery.model.ProvisioningState;
import io.github.imagegallery.model.RegionName;
import io.github.imagegallery.model.RegionReplication;
import io.github.imagegallery.model.TargetRegion;
import io.github.imagegallery.model.VersionOutcome;
import io.github.imagegallery.policy.ReplicationRule;
import io.github.imagegallery.storage.BlobId;
import io.github.imagegallery.storage.Site;
import io.github.imagegallery.storage.StorageException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.Lock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Publishes versions: rules, a record that says Creating, the bytes at home, the record of the bytes, the replicas. The
 * record always comes after the bytes that it points at. Safe for use by many threads.
 */
final class Publisher {
    private static final Logger LOG = LoggerFactory.getLogger(Publisher.class);
    private static final int STRIPES = 64;

    private final Engine engine;
    /** One publication of a version at a time in this process: the second one finds what the first one did. */
    private final Striped<Lock> publishing = Striped.lock(STRIPES);

    Publisher(Engine engine) {
        this.engine = engine;
    }

    /**
     * A version whose record says Creating.
     *
     * @param resumed whether an earlier publication was cut off
     */
    private record Begun(VersionRecord version, RegionReplication home, boolean resumed) {}

    VersionOutcome publish(Publication publication) {
        Lock lock = publishing.get(publication.address().canonical());
        lock.lock();
        try {
            return publishAlone(publication);
        } finally {
            lock.unlock();
        }
    }

    private VersionOutcome publishAlone(Publication publication) {
        Address address = publication.address();
        String request = "Cannot publish " + address;
        Faults alone = new Faults(request);
        publication.check(alone);
        try (Sources sources = Sources.open(publication.source(), engine.rules().maxDiskBytes(), alone)) {
            List<Disk> base = address.violations().isEmpty() ? base(address) : List.of();
            Begun begun = engine.ledger().change(request, draft -> begin(draft, publication, alone, base));
            long stored = begun.version().stored() ? 0 : storeDisks(publication, sources, begun);
            long moved = engine.replicator().finish(address, "publish", publication.listener());
            return new VersionOutcome(engine.catalog().version(address).orElseThrow(), stored, moved);
        }
    }

    /** Returns the disks of the definition's newest version whose bytes are all there, none if there is no such. */
    private List<Disk> base(Address address) {
        return engine
                .catalog()
                .definition(address)
                .map(definition -> engine.catalog().versions(definition))
                .orElse(List.of())
                .stream()
                .filter(version -> !version.number().equals(address.number())
                        && !version.disks().isEmpty())
                .reduce((older, newer) -> newer)
                .map(version -> version.disks().stream().map(Publisher::pin).toList())
                .orElse(List.of());
    }

    private static Disk pin(DiskInfo disk) {
        return new Disk(
                disk.lun(),
                disk.virtualSizeBytes(),
                disk.billedBytes(),
                disk.digest().orElseThrow());
    }

    private Begun begin(Draft draft, Publication publication, Faults alone, List<Disk> base) {
        Address address = publication.address();
        Faults faults = alone.copy();
        Optional<VersionRecord> present = Optional.empty();
        Optional<RegionName> home = Optional.empty();
        if (address.violations().isEmpty()) {
            home = home(draft, publication, faults);
            home.ifPresent(region -> faults.add(publication.checkHome(region)));
            present = draft.read(address.versionKey(), VersionRecord.class);
            present.ifPresent(version -> faults.add(checkResumable(address, version, publication)));
        }
        faults.refuse();
        RegionName region = home.orElseThrow();
        RegionReplication homeReplicas = publication.targets(region).stream()
                .filter(target -> target.region().equals(region))
                .map(target -> resolve(target, publication))
                .findFirst()
                .orElseThrow();
        if (present.isPresent()) {
            return new Begun(present.get(), homeReplicas, true);
        }
        VersionRecord version = put(draft, publication, region, base);
        return new Begun(version, homeReplicas, false);
    }

    private Optional<RegionName> home(Draft draft, Publication publication, Faults faults) {
        Address address = publication.address();
        if (draft.read(address.galleryKey(), GalleryRecord.class).isEmpty()) {
            faults.add(Catalog.parentNotFound(Address.of(address.gallery())));
            return Optional.empty();
        }
        Optional<DefinitionRecord> definition = draft.read(address.definitionKey(), DefinitionRecord.class);
        if (definition.isEmpty()) {
            faults.add(Catalog.parentNotFound(address.parent()));
        }
        return definition.map(found -> publication.home(RegionName.of(found.location())));
    }

    private Optional<Violation> checkResumable(Address address, VersionRecord version, Publication publication) {
        ProvisioningState state = engine.catalog()
                .version(address)
                .map(ImageVersionInfo::provisioningState)
                .orElse(ProvisioningState.CREATING);
        if (version.everComplete() || state == ProvisioningState.SUCCEEDED) {
            return Optional.of(Faults.exists(address));
        }
        if (version.request().equals(publication.fingerprint())) {
            return Optional.empty();
        }
        return Optional.of(new Violation(
                ErrorCode.OPERATION_NOT_ALLOWED,
                "version",
                address.toString(),
                "it is " + state + " from another request: " + version.request(),
                "repeat that request to finish it, or delete the version"));
    }

    private static RegionReplication resolve(TargetRegion target, Publication publication) {
        return ReplicationRule.resolve(target, publication.defaultReplicaCount(), Optional.empty());
    }

    private VersionRecord put(Draft draft, Publication publication, RegionName home, List<Disk> base) {
        Address address = publication.address();
        VersionRecord version = new VersionRecord(
                address.number().toString(),
                home.value(),
                publication.fingerprint(),
                publication.defaultReplicaCount(),
                Optional.empty(),
                false,
                publication.excludesFromLatest(),
                publication.endOfLifeDate(),
                List.of(),
                base);
        draft.put(address.versionKey(), version);
        List<TargetRegion> targets = publication.targets(home);
        for (TargetRegion target : targets) {
            draft.put(address.regionKey(target.region()), RegionRecord.of(resolve(target, publication)));
        }
        int limit = engine.rules().maxVersions();
        draft.count(Keys.limit("versions", home), 1, limit, Faults.quota("versions", limit, home));
        draft.count(address.parent().childrenKey(), 1);
        draft.count(address.childrenKey(), targets.size());
        draft.touch(address.epochKey());
        return version;
    }

    private long storeDisks(Publication publication, Sources sources, Begun begun) {
        Site site = RegionSites.of(begun.home(), engine.settings()).get(0);
        Ingest ingest = engine.contents().ingest(site);
        List<Disk> base = begun.version().pins().stream()
                .filter(disk -> learn(ingest, disk))
                .toList();
        if (begun.resumed()) {
            ingest.learnArrived();
        }
        List<Disk> disks = new ArrayList<>();
        for (OpenDisk disk : sources.disks()) {
            disks.add(store(publication, ingest, disk, base));
        }
        record(publication, disks);
        return ingest.storedBytes();
    }

    /** Learns what the base has; a base that cannot be read costs deduplication, not the publication. */
    private static boolean learn(Ingest ingest, Disk disk) {
        try {
            ingest.learn(new BlobId(disk.root()));
            return true;
        } catch (StorageException | GalleryException e) {
            LOG.warn("Publishing without regard to the earlier disk {}: {}", disk.root(), e.getMessage());
            return false;
        }
    }

    private Disk store(Publication publication, Ingest ingest, OpenDisk disk, List<Disk> base) {
        String task = "Publishing " + disk.source().file().getFileName();
        long total = Math.max(1, disk.image().virtualSize());
        Optional<BlobId> resembled = base.stream()
                .filter(earlier -> earlier.lun().equals(disk.lun()))
                .map(earlier -> new BlobId(earlier.root()))
                .findFirst();
        try {
            StoredDisk stored = ingest.store(
                    disk.image(),
                    resembled,
                    done -> publication.listener().onProgress(new Progress(task, done, total)));
            return new Disk(
                    disk.lun(),
                    stored.virtualSize(),
                    stored.billedBytes(),
                    stored.root().hex());
        } catch (Ingest.SourceException e) {
            throw sourceFailed(publication.address(), disk, e.getCause());
        }
    }

    /** Takes the version back, since its source cannot be read, and says why. */
    private GalleryException sourceFailed(Address address, OpenDisk disk, IOException cause) {
        new VersionDeletion(engine, address).commit();
        String target = disk.lun().map(lun -> "dataDisk " + lun).orElse("osDisk");
        return GalleryException.of(
                "Cannot publish " + address, List.of(Sources.unreadable(target, disk.source(), cause)));
    }

    /** Records where the disks are, unless the same request has done so meanwhile: replicas may be made of those. */
    private void record(Publication publication, List<Disk> disks) {
        Address address = publication.address();
        engine.ledger().change("Cannot publish " + address, draft -> {
            VersionRecord version = draft.read(address.versionKey(), VersionRecord.class)
                    .filter(present -> present.request().equals(publication.fingerprint()))
                    .orElseThrow(() -> deletedMeanwhile("publish", address));
            if (version.stored()) {
                return version;
            }
            draft.put(address.versionKey(), version.withDisks(disks));
            draft.touch(address.epochKey());
            return version;
        });
    }

    /** Returns the refusal of going on with a version that somebody deleted. */
    static GalleryException deletedMeanwhile(String verb, Address address) {
        return GalleryException.of(
                "Cannot " + verb + " " + address,
                List.of(new Violation(
                        ErrorCode.OPERATION_NOT_ALLOWED,
                        "version",
                        address.toString(),
                        "it was deleted meanwhile",
                        "publish it anew if it is still wanted")));
    }
}
