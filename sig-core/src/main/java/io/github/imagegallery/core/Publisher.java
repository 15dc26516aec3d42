// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.core;

import com.google.common.util.concurrent.Striped;
import io.github.imagegallery.core.Sites.Watch;
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
import io.github.imagegallery.error.ContentDamagedException;
import io.github.imagegallery.error.ErrorCode;
import io.github.imagegallery.error.GalleryException;
import io.github.imagegallery.error.Violation;
import io.github.imagegallery.model.Advice;
import io.github.imagegallery.model.ChangePlan;
import io.github.imagegallery.model.CostChange;
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
import io.github.imagegallery.storage.BlobId;
import io.github.imagegallery.storage.Site;
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
        /** Returns this when it was begun before: what arrived is learned. */
        Begun again() {
            return new Begun(address, version, seen, true);
        }

        /** Returns the site that the disks are put at. */
        Site site(String subscription) {
            return RegionSites.of(home().info(), subscription).get(0);
        }

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
            Begun begun = drafting(publication, source, alone).commit(terms);
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

    private Drafting<Begun> drafting(Publication publication, Source source, Faults alone) {
        return publication.drafting(source, draft -> begin(draft, publication, source, alone));
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
            Begun begun = drafting(publication, source, alone).rehearse(Terms.none());
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
            Prospect<Begun> prospect = drafting(publication, source, alone).prospect();
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

    /**
     * Returns the disks that a publication builds upon, and relies on the version whose they are: the one that was named, or
     * else the definition's newest whose bytes are all there; none if there is no such.
     */
    private List<Disk> base(Draft draft, Publication publication, ImageDefinitionInfo definition, Faults faults) {
        Optional<Address> base = publication
                .base()
                .or(() -> engine.versions()
                        .newest(
                                definition,
                                version -> !version.number()
                                                .equals(publication.address().number())
                                        && !version.disks().isEmpty()
                                        && publication.sees(Address.of(version.id())))
                        .map(version -> Address.of(version.id())));
        Optional<VersionRecord> version =
                base.flatMap(address -> draft.read(address.versionKey(), VersionRecord.class));
        publication
                .base()
                .ifPresent(named -> faults.add(
                        version.isEmpty()
                                ? Optional.of(Faults.absent(named))
                                : version.filter(found -> !found.stored())
                                        .map(unfinished -> Faults.stillPublished(named))));
        return version.map(VersionRecord::disks).orElse(List.of());
    }

    private Begun begin(Draft draft, Publication publication, Source source, Faults alone) {
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
        List<Disk> base = present.isPresent()
                ? List.of()
                : definition
                        .map(found -> base(draft, publication, found, faults))
                        .orElse(List.of());
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
        Site home = begun.site(engine.subscription());
        try {
            Watch watch = engine.sites().watch(home);
            Stored stored = source.store(begun, publication.listener());
            while (!record(address, begun.publication(), stored.disks(), watch)) {
                watch = settled(home, stored.disks());
                if (!isWhole(home, stored.disks())) {
                    stored = source.store(begun.again(), publication.listener()).after(stored);
                }
            }
            return stored;
        } catch (Source.FailedException e) {
            throw takenBack(address, begun.publication(), e.violation());
        } catch (StorageException | ContentDamagedException e) {
            Cancellation.rethrow(e);
            requireThere(engine, "publish", address, begun.publication(), e);
            throw e;
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

    /**
     * Records where the disks are, unless the same publication has done so meanwhile: replicas may be made of those.
     *
     * @param watch the home site as it was before the disks were put there
     * @return false if some of their blobs may have been removed since
     */
    private boolean record(Address address, String publication, List<Disk> disks, Watch watch) {
        boolean settled = watch.record().condemned().isEmpty() || isSettled(watch, disks);
        return engine.ledger().change("Cannot publish " + address, draft -> {
            StoredVersion before = StoredVersion.read(draft, address)
                    .filter(present -> present.version().isOf(publication))
                    .orElseThrow(() -> deletedMeanwhile("publish", address));
            boolean stored = before.version().stored();
            boolean relied = stored || settled && watch.holds(draft);
            if (relied && !stored) {
                before.with(version -> version.withDisks(disks)).update(draft, address, before);
            }
            return relied;
        });
    }

    private boolean isSettled(Watch watch, List<Disk> disks) {
        try {
            return !watch.condemns(blobs(watch.site(), disks));
        } catch (ContentDamagedException lost) {
            return false;
        }
    }

    /** Watches the home site when none of the blobs of the disks may be removed there any more. */
    private Watch settled(Site home, List<Disk> disks) {
        try {
            return engine.sites().settled(home, blobs(home, disks), () -> {});
        } catch (ContentDamagedException lost) {
            engine.sites().awaitEnd(engine.sites().watch(home), () -> {});
            return engine.sites().watch(home);
        }
    }

    private List<BlobId> blobs(Site site, List<Disk> disks) {
        return disks.stream()
                .flatMap(disk -> engine.contents().blobs(new BlobId(disk.root()), List.of(site)).stream())
                .toList();
    }

    /** Tells whether a site has all blobs of the disks. */
    private boolean isWhole(Site site, List<Disk> disks) {
        try {
            return blobs(site, disks).stream()
                    .allMatch(blob -> engine.contents().sizeOrZero(site, blob) > 0);
        } catch (ContentDamagedException lost) {
            return false;
        }
    }

    /**
     * Returns unless a version was deleted, which then is what is told: with it goes what kept its bytes from the collector.
     *
     * @param failure what else there is to tell
     */
    static void requireThere(
            Engine engine, String verb, Address address, String publication, RuntimeException failure) {
        boolean there;
        try {
            there = StoredVersion.read(engine.ledger(), address)
                    .filter(found -> found.version().isOf(publication))
                    .isPresent();
        } catch (StorageException | GalleryException unreadable) {
            Cancellation.rethrow(unreadable);
            failure.addSuppressed(unreadable);
            there = true;
        }
        if (!there) {
            GalleryException deleted = deletedMeanwhile(verb, address);
            deleted.addSuppressed(failure);
            throw deleted;
        }
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
