// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.core;

import com.google.common.util.concurrent.Striped;
import io.github.imagegallery.core.Source.Seen;
import io.github.imagegallery.core.Source.Stored;
import io.github.imagegallery.core.Source.Weighed;
import io.github.imagegallery.core.content.Cancellation;
import io.github.imagegallery.core.record.DefinitionRecord;
import io.github.imagegallery.core.record.Draft;
import io.github.imagegallery.core.record.GalleryRecord;
import io.github.imagegallery.core.record.Keys;
import io.github.imagegallery.core.record.RegionRecord;
import io.github.imagegallery.core.record.VersionRecord;
import io.github.imagegallery.core.record.VersionRecord.Disk;
import io.github.imagegallery.core.record.VersionRecord.Lifecycle;
import io.github.imagegallery.core.record.VersionRecord.Origin;
import io.github.imagegallery.error.ErrorCode;
import io.github.imagegallery.error.GalleryException;
import io.github.imagegallery.error.Violation;
import io.github.imagegallery.model.Advice;
import io.github.imagegallery.model.ChangePlan;
import io.github.imagegallery.model.CostChange;
import io.github.imagegallery.model.DiskInfo;
import io.github.imagegallery.model.ImageDefinitionInfo;
import io.github.imagegallery.model.ImageVersionInfo;
import io.github.imagegallery.model.PriceBook;
import io.github.imagegallery.model.RegionName;
import io.github.imagegallery.model.ResourceId;
import io.github.imagegallery.model.VersionOutcome;
import io.github.imagegallery.policy.CostModel;
import io.github.imagegallery.policy.LocationRule;
import io.github.imagegallery.policy.ReplicationRule;
import io.github.imagegallery.policy.SourceRule;
import io.github.imagegallery.storage.StorageException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CancellationException;
import java.util.concurrent.locks.Lock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Publishes versions: rules, a record that says Creating, the bytes at home, the record of the bytes, the replicas. The
 * record always comes after the bytes that it points at. Safe for use by many threads.
 */
final class Publisher {
    private static final Logger LOG = LoggerFactory.getLogger(Publisher.class);
    private static final Stored NOTHING = new Stored(List.of(), 0, 0);
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
     * @param address where it is
     * @param seen its source, empty if its disks are at home already
     * @param resumed whether an earlier publication was cut off
     */
    record Begun(Address address, StoredVersion version, Optional<Seen> seen, boolean resumed) {
        String publication() {
            return version.version().origin().publication();
        }

        /** Returns the disks that the publication builds upon. */
        List<Disk> pins() {
            return version.version().origin().pins();
        }

        /** Returns the home region. */
        RegionRecord home() {
            return version.region(version.version().home()).orElseThrow();
        }
    }

    VersionOutcome publish(Publication publication, Terms terms) {
        Lock lock = publishing.get(publication.address().canonical());
        lock(lock);
        try {
            return publishAlone(publication, terms);
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

    private VersionOutcome publishAlone(Publication publication, Terms terms) {
        Address address = publication.address();
        String request = "Cannot publish " + address;
        publication.checkAccess(request);
        Faults alone = new Faults(request);
        publication.check(alone);
        try (Source source = publication.open(alone)) {
            Begun begun = drafting(publication, source, alone, base(address)).commit(terms);
            List<Advice> advice = advise(address, begun.version());
            Stored stored = begun.version().version().stored() ? NOTHING : store(publication, source, begun);
            long moved = engine.replicator()
                    .finish(address, begun.publication(), Set.of(), "publish", publication.listener());
            ImageVersionInfo version = engine.catalog()
                    .version(address, begun.publication())
                    .orElseThrow(() -> deletedMeanwhile("publish", address));
            return new VersionOutcome(version, stored.storedBytes(), stored.movedBytes() + moved, advice);
        }
    }

    private Drafting<Begun> drafting(Publication publication, Source source, Faults alone, List<Disk> base) {
        return publication.drafting(source, draft -> begin(draft, publication, source, alone, base));
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
        publication.checkAccess(request);
        Faults alone = new Faults(request);
        publication.check(alone);
        try (Source source = publication.open(alone)) {
            Begun begun = drafting(publication, source, alone, List.of()).rehearse(Terms.none());
            ResourceId definition = engine.catalog()
                    .definition(address)
                    .orElseThrow(() -> Faults.notFound("publish", address))
                    .id();
            ImageVersionInfo version = begun.version().info(definition);
            return CostModel.change(
                    begun.resumed() ? Optional.of(version) : Optional.empty(),
                    Optional.of(version.disks().isEmpty() ? measured(version, source, begun, publication) : version),
                    prices);
        } catch (Source.FailedException e) {
            throw GalleryException.of(request, List.of(e.violation()));
        }
    }

    private static ImageVersionInfo measured(
            ImageVersionInfo version, Source source, Begun begun, Publication publication) {
        return ImageVersionInfo.builder()
                .from(version)
                .addAllDisks(source.measure(begun, publication.listener()))
                .build();
    }

    /** Plans a publication: checks it as it would be, and stores its disks for show. */
    ChangePlan plan(Publication publication, Optional<PriceBook> prices) {
        Address address = publication.address();
        String request = "Cannot publish " + address;
        publication.checkAccess(request);
        Faults alone = new Faults(request);
        publication.check(alone);
        try (Source source = publication.open(alone)) {
            Prospect<Begun> prospect =
                    drafting(publication, source, alone, base(address)).prospect();
            Begun begun = prospect.result();
            return begun.version().version().stored()
                    ? planOfStored(prospect, begun, prices)
                    : plan(prospect, source, publication, prices);
        } catch (Source.FailedException e) {
            throw GalleryException.of(request, List.of(e.violation()));
        } catch (StorageException e) {
            Cancellation.rethrow(e);
            throw e;
        }
    }

    private ChangePlan planOfStored(Prospect<Begun> prospect, Begun begun, Optional<PriceBook> prices) {
        Haul haul = new Haul(engine);
        haul.finish(info(begun), Set.of());
        return prospect.plan(prices, haul.moves(), 0, version -> version);
    }

    private ChangePlan plan(
            Prospect<Begun> prospect, Source source, Publication publication, Optional<PriceBook> prices) {
        Haul haul = new Haul(engine);
        Weighed weighed = source.weigh(prospect.result(), haul, publication.listener());
        haul.finish(info(prospect.result()), weighed.blobs(), Set.of());
        return prospect.plan(
                prices, haul.moves(), weighed.storedBytes(), version -> withDisks(version, weighed.disks()));
    }

    private ImageVersionInfo info(Begun begun) {
        ResourceId definition = engine.catalog()
                .definitionId(begun.address())
                .orElseThrow(() -> Faults.notFound("publish", begun.address()));
        return begun.version().info(definition);
    }

    private static ImageVersionInfo withDisks(ImageVersionInfo version, List<Disk> disks) {
        return ImageVersionInfo.builder()
                .from(version)
                .disks(disks.stream().map(Disk::info).toList())
                .build();
    }

    static CancellationException interrupted() {
        Thread.currentThread().interrupt();
        return new CancellationException("The thread was interrupted");
    }

    /** Returns the disks of the definition's newest version whose bytes are all there, none if there is no such. */
    private List<Disk> base(Address address) {
        if (!address.violations().isEmpty()) {
            return List.of();
        }
        return engine.catalog()
                .definition(address)
                .flatMap(definition -> engine.versions()
                        .newest(
                                definition,
                                version -> !version.number().equals(address.number())
                                        && !version.disks().isEmpty()))
                .map(version -> version.disks().stream().map(Publisher::pin).toList())
                .orElse(List.of());
    }

    private static Disk pin(DiskInfo disk) {
        return Disk.of(
                disk.lun(),
                disk.virtualSizeBytes(),
                disk.billedBytes(),
                disk.manifest().orElseThrow(),
                disk.hostCaching());
    }

    private Begun begin(Draft draft, Publication publication, Source source, Faults alone, List<Disk> base) {
        Address address = publication.address();
        Faults faults = alone.copy();
        if (!address.violations().isEmpty()) {
            faults.refuse();
        }
        Optional<ImageDefinitionInfo> definition = definition(draft, address, faults);
        definition.ifPresent(found -> publication.requireWrite("Cannot publish " + address));
        Optional<RegionName> home = definition.map(found -> publication.home(found.location()));
        home.ifPresent(region -> publication.checkHome(region, faults));
        Optional<StoredVersion> present = StoredVersion.read(draft, address);
        Optional<Violation> unfit =
                present.flatMap(version -> checkResumable(address, version, publication.request(source)));
        boolean atHome = unfit.isEmpty()
                && present.filter(version -> version.version().stored()).isPresent();
        Optional<Seen> seen = atHome ? Optional.empty() : source.look(draft, faults);
        faults.add(unfit.or(() -> present.flatMap(version -> seen.flatMap(found -> checkSame(version, found)))));
        seen.ifPresent(found -> definition.ifPresent(
                own -> faults.addAll(SourceRule.check(found.info(), own, home.orElseThrow(), engine.regions()))));
        faults.refuse();
        return present.map(version -> new Begun(address, version, seen, true)).orElseGet(() -> {
            Origin origin = new Origin(
                    UUID.randomUUID().toString(),
                    publication.request(source),
                    source.pins(seen.orElseThrow(), base),
                    seen.flatMap(Seen::publication));
            return new Begun(address, put(draft, publication, origin, home.orElseThrow()), seen, false);
        });
    }

    private Optional<ImageDefinitionInfo> definition(Draft draft, Address address, Faults faults) {
        Optional<ImageDefinitionInfo> definition = draft.read(address.definitionKey(), DefinitionRecord.class)
                .flatMap(found -> engine.catalog().galleryId(address).map(found::info));
        if (definition.isEmpty()) {
            boolean inGallery =
                    draft.read(address.galleryKey(), GalleryRecord.class).isPresent();
            faults.add(Faults.parentNotFound(inGallery ? address.parent() : Address.of(address.gallery())));
        }
        return definition;
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

    /** Returns that a publication which was cut off cannot go on with a source that is another one now. */
    private static Optional<Violation> checkSame(StoredVersion present, Seen source) {
        if (source.publication().equals(present.version().origin().source())) {
            return Optional.empty();
        }
        return Optional.of(new Violation(
                ErrorCode.OPERATION_NOT_ALLOWED,
                "source",
                source.info().id().orElseThrow(),
                "it was deleted and published anew since this version was begun",
                "delete this version, and publish it from the new source"));
    }

    private StoredVersion put(Draft draft, Publication publication, Origin origin, RegionName home) {
        Address address = publication.address();
        VersionRecord version = new VersionRecord(
                address.number().toString(),
                home.value(),
                origin,
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

    private Stored store(Publication publication, Source source, Begun begun) {
        Address address = publication.address();
        try {
            Stored stored = source.store(begun, publication.listener());
            record(address, begun.publication(), stored.disks());
            return stored;
        } catch (Source.FailedException e) {
            throw takenBack(address, begun.publication(), e.violation());
        }
    }

    /** Takes the version back, since its source is no good, and says why. */
    private GalleryException takenBack(Address address, String publication, Violation why) {
        GalleryException refusal = GalleryException.of("Cannot publish " + address, List.of(why));
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
