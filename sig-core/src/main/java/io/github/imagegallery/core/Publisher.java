// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.core;

import com.google.common.util.concurrent.Striped;
import io.github.imagegallery.core.Sources.OpenDisk;
import io.github.imagegallery.core.content.Cancellation;
import io.github.imagegallery.core.content.Ingest;
import io.github.imagegallery.core.content.Ingest.StoredDisk;
import io.github.imagegallery.core.record.DefinitionRecord;
import io.github.imagegallery.core.record.Draft;
import io.github.imagegallery.core.record.GalleryRecord;
import io.github.imagegallery.core.record.Keys;
import io.github.imagegallery.core.record.RegionRecord;
import io.github.imagegallery.core.record.VersionRecord;
import io.github.imagegallery.core.record.VersionRecord.Disk;
import io.github.imagegallery.core.record.VersionRecord.Lifecycle;
import io.github.imagegallery.core.record.VersionRecord.Origin;
import io.github.imagegallery.disk.DiskMeasure;
import io.github.imagegallery.error.ErrorCode;
import io.github.imagegallery.error.GalleryException;
import io.github.imagegallery.error.Violation;
import io.github.imagegallery.model.Advice;
import io.github.imagegallery.model.CostChange;
import io.github.imagegallery.model.DiskInfo;
import io.github.imagegallery.model.ImageVersionInfo;
import io.github.imagegallery.model.PriceBook;
import io.github.imagegallery.model.Progress;
import io.github.imagegallery.model.RegionName;
import io.github.imagegallery.model.ResourceId;
import io.github.imagegallery.model.VersionOutcome;
import io.github.imagegallery.policy.CostModel;
import io.github.imagegallery.policy.LocationRule;
import io.github.imagegallery.policy.ReplicationRule;
import io.github.imagegallery.storage.BlobId;
import io.github.imagegallery.storage.StorageException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CancellationException;
import java.util.concurrent.locks.Lock;
import java.util.function.LongConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Publishes versions: rules, a record that says Creating, the bytes at home, the record of the bytes, the replicas. The
 * record always comes after the bytes that it points at. Safe for use by many threads.
 */
final class Publisher {
    private static final Logger LOG = LoggerFactory.getLogger(Publisher.class);
    private static final int STRIPES = 4_096;

    private final Engine engine;
    /** One publication of a version at a time in this process: the second one finds what the first one did. */
    private final Striped<Lock> publishing = Striped.lazyWeakLock(STRIPES);

    Publisher(Engine engine) {
        this.engine = engine;
    }

    /**
     * A version whose record says Creating.
     *
     * @param resumed whether an earlier publication was cut off
     */
    private record Begun(StoredVersion version, boolean resumed) {
        String publication() {
            return version.version().origin().publication();
        }
    }

    VersionOutcome publish(Publication publication) {
        Lock lock = publishing.get(publication.address().canonical());
        lock(lock);
        try {
            return publishAlone(publication);
        } catch (StorageException e) {
            Cancellation.rethrow(e);
            throw e;
        } finally {
            lock.unlock();
        }
    }

    private static void lock(Lock lock) {
        try {
            lock.lockInterruptibly();
        } catch (InterruptedException e) {
            throw interrupted();
        }
    }

    private VersionOutcome publishAlone(Publication publication) {
        Address address = publication.address();
        String request = "Cannot publish " + address;
        Faults alone = new Faults(request);
        publication.check(alone);
        try (Sources sources = Sources.open(publication.source(), engine.rules().maxDiskBytes(), alone)) {
            List<Disk> base = address.violations().isEmpty() ? base(address) : List.of();
            Begun begun = engine.ledger().change(request, draft -> begin(draft, publication, sources, alone, base));
            List<Advice> advice = advise(address, begun.version());
            long stored = begun.version().version().stored() ? 0 : storeDisks(publication, sources, begun);
            long moved = engine.replicator()
                    .finish(address, begun.publication(), Set.of(), "publish", publication.listener());
            ImageVersionInfo version = engine.catalog()
                    .version(address, begun.publication())
                    .orElseThrow(() -> deletedMeanwhile("publish", address));
            return new VersionOutcome(version, stored, moved, advice);
        }
    }

    /** Returns what of a version is allowed but hardly meant, and logs it before the long work begins. */
    private List<Advice> advise(Address address, StoredVersion version) {
        List<Advice> advice = engine
                .catalog()
                .definition(address)
                .flatMap(definition -> LocationRule.check(version.info(definition.id()), definition))
                .stream()
                .toList();
        advice.forEach(each -> LOG.warn("{}", each));
        return advice;
    }

    /** Estimates what a publication costs: checks it as it would be, and measures its disks. */
    CostChange estimate(Publication publication, PriceBook prices) {
        Address address = publication.address();
        String request = "Cannot publish " + address;
        Faults alone = new Faults(request);
        publication.check(alone);
        try (Sources sources = Sources.open(publication.source(), engine.rules().maxDiskBytes(), alone)) {
            Begun begun =
                    engine.ledger().rehearse(request, draft -> begin(draft, publication, sources, alone, List.of()));
            ResourceId definition = engine.catalog()
                    .definition(address)
                    .orElseThrow(() -> Catalog.notFound("publish", address))
                    .id();
            ImageVersionInfo version = begun.version().info(definition);
            return CostModel.change(
                    begun.resumed() ? Optional.of(version) : Optional.empty(),
                    Optional.of(version.disks().isEmpty() ? measured(version, publication, sources) : version),
                    prices);
        }
    }

    private static ImageVersionInfo measured(ImageVersionInfo version, Publication publication, Sources sources) {
        List<DiskInfo> disks = sources.disks().stream()
                .map(disk -> measured(disk, publication))
                .toList();
        return ImageVersionInfo.builder().from(version).addAllDisks(disks).build();
    }

    private static DiskInfo measured(OpenDisk disk, Publication publication) {
        String task = "Measuring " + disk.source().file().getFileName();
        long total = Math.max(1, disk.image().virtualSize());
        try {
            DiskMeasure measure = DiskMeasure.of(
                    disk.image(), false, done -> publication.listener().onProgress(new Progress(task, done, total)));
            if (Thread.currentThread().isInterrupted()) {
                throw interrupted();
            }
            return DiskInfo.builder()
                    .lun(disk.lun())
                    .virtualSizeBytes(measure.virtualSize())
                    .billedBytes(measure.occupiedBytes())
                    .build();
        } catch (InterruptedIOException e) {
            throw interrupted();
        } catch (IOException e) {
            Cancellation.rethrow(e);
            throw GalleryException.of(
                    "Cannot publish " + publication.address(),
                    List.of(Sources.unreadable(disk.target(), disk.source(), e)));
        }
    }

    private static CancellationException interrupted() {
        Thread.currentThread().interrupt();
        return new CancellationException("The thread was interrupted");
    }

    /** Returns the disks of the definition's newest version whose bytes are all there, none if there is no such. */
    private List<Disk> base(Address address) {
        return engine.catalog()
                .definition(address)
                .flatMap(definition -> engine.catalog()
                        .newest(
                                definition,
                                version -> !version.number().equals(address.number())
                                        && !version.disks().isEmpty()))
                .map(version -> version.disks().stream().map(Publisher::pin).toList())
                .orElse(List.of());
    }

    private static Disk pin(DiskInfo disk) {
        return new Disk(
                disk.lun(),
                disk.virtualSizeBytes(),
                disk.billedBytes(),
                disk.manifest().orElseThrow());
    }

    private Begun begin(Draft draft, Publication publication, Sources sources, Faults alone, List<Disk> base) {
        Address address = publication.address();
        Faults faults = alone.copy();
        if (!address.violations().isEmpty()) {
            faults.refuse();
        }
        Optional<RegionName> home = home(draft, publication, faults);
        home.ifPresent(region -> publication.checkHome(region, faults));
        Optional<StoredVersion> present = StoredVersion.read(draft, address);
        present.ifPresent(version -> faults.add(checkResumable(address, version, publication.request(sources))));
        faults.refuse();
        return present.map(version -> new Begun(version, true))
                .orElseGet(() -> new Begun(put(draft, publication, sources, home.orElseThrow(), base), false));
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

    private static Optional<Violation> checkResumable(Address address, StoredVersion present, String request) {
        VersionRecord version = present.version();
        if (version.lifecycle().everComplete()) {
            return Optional.of(Faults.exists(address));
        }
        if (version.origin().request().equals(request)) {
            return Optional.empty();
        }
        return Optional.of(new Violation(
                ErrorCode.OPERATION_NOT_ALLOWED,
                "version",
                address.toString(),
                "it is " + present.state() + " from a request with other disks, regions or settings",
                "repeat that request, of unchanged disk images, to finish it, or delete the version"));
    }

    private StoredVersion put(Draft draft, Publication publication, Sources sources, RegionName home, List<Disk> base) {
        Address address = publication.address();
        VersionRecord version = new VersionRecord(
                address.number().toString(),
                home.value(),
                new Origin(UUID.randomUUID().toString(), publication.request(sources), base),
                publication.defaultReplicaCount(),
                Optional.of(publication.mode()),
                new Lifecycle(
                        Optional.empty(),
                        false,
                        publication.excludesFromLatest(),
                        publication.endOfLifeDate(),
                        Optional.of(publication.safetyProfile())),
                List.of(),
                List.of());
        StoredVersion created = StoredVersion.of(
                version,
                publication.targets(home).stream()
                        .map(target -> RegionRecord.of(ReplicationRule.resolve(
                                target, publication.defaultReplicaCount(), Optional.empty(), engine.regions())))
                        .toList());
        created.create(draft, address);
        int limit = engine.rules().maxVersions();
        draft.count(Keys.limit("versions", home), 1, limit, Faults.quota("versions", limit, home));
        draft.count(address.parent().childrenKey(), 1);
        return created;
    }

    private long storeDisks(Publication publication, Sources sources, Begun begun) {
        StoredVersion version = begun.version();
        RegionRecord home = version.region(version.version().home()).orElseThrow();
        Ingest ingest = engine.contents()
                .ingest(RegionSites.of(home.info(), engine.subscription()).get(0));
        version.version().origin().pins().forEach(disk -> learn(ingest, disk));
        if (begun.resumed()) {
            ingest.learnArrived();
        }
        RegionProgress progress = new RegionProgress(engine, publication.address(), begun.publication(), home);
        long total = sources.disks().stream()
                .mapToLong(disk -> disk.image().virtualSize())
                .sum();
        long done = 0;
        List<Disk> disks = new ArrayList<>();
        for (OpenDisk disk : sources.disks()) {
            long before = done;
            disks.add(store(publication, begun, ingest, disk, bytes -> progress.reached(before + bytes, total)));
            done += disk.image().virtualSize();
        }
        record(publication.address(), begun.publication(), disks);
        return ingest.storedBytes();
    }

    /** Learns what the base has; a base that cannot be read costs deduplication, not the publication. */
    private static void learn(Ingest ingest, Disk disk) {
        try {
            ingest.learn(new BlobId(disk.root()));
        } catch (StorageException | GalleryException e) {
            Cancellation.rethrow(e);
            LOG.warn("Publishing without regard to the earlier disk {}: {}", disk.root(), e.getMessage());
        }
    }

    private Disk store(Publication publication, Begun begun, Ingest ingest, OpenDisk disk, LongConsumer progress) {
        String task = "Publishing " + disk.source().file().getFileName();
        long total = Math.max(1, disk.image().virtualSize());
        Optional<BlobId> resembled = begun.version().version().origin().pins().stream()
                .filter(earlier -> earlier.lun().equals(disk.lun()))
                .map(earlier -> new BlobId(earlier.root()))
                .findFirst();
        try {
            StoredDisk stored = ingest.store(disk.image(), resembled, done -> {
                progress.accept(done);
                publication.listener().onProgress(new Progress(task, done, total));
            });
            return new Disk(
                    disk.lun(),
                    stored.virtualSize(),
                    stored.billedBytes(),
                    stored.root().hex());
        } catch (Ingest.SourceException e) {
            Cancellation.rethrow(e);
            throw sourceFailed(publication.address(), begun.publication(), disk, e.getCause());
        }
    }

    /** Takes the version back, since its source cannot be read, and says why. */
    private GalleryException sourceFailed(Address address, String publication, OpenDisk disk, IOException cause) {
        GalleryException refusal = GalleryException.of(
                "Cannot publish " + address, List.of(Sources.unreadable(disk.target(), disk.source(), cause)));
        try {
            engine.ledger().change("Cannot take back " + address, draft -> {
                Optional<StoredVersion> unfinished = StoredVersion.read(draft, address)
                        .filter(present -> present.version().isOf(publication)
                                && !present.version().stored());
                unfinished.ifPresent(version -> version.delete(draft, address));
                return unfinished;
            });
        } catch (StorageException e) {
            refusal.addSuppressed(e);
        }
        return refusal;
    }

    /** Records where the disks are, unless the same publication has done so meanwhile: replicas may be made of those. */
    private void record(Address address, String publication, List<Disk> disks) {
        engine.ledger().change("Cannot publish " + address, draft -> {
            StoredVersion before = StoredVersion.read(draft, address)
                    .filter(present -> present.version().isOf(publication))
                    .orElseThrow(() -> deletedMeanwhile("publish", address));
            if (!before.version().stored()) {
                before.with(version -> version.withDisks(disks)).update(draft, address, before);
            }
            return before;
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
