// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.imagegallery.DiskChannel;
import io.github.imagegallery.ImageDefinition;
import io.github.imagegallery.ImageGalleries;
import io.github.imagegallery.ImageVersion;
import io.github.imagegallery.PendingChange;
import io.github.imagegallery.Shareable;
import io.github.imagegallery.VersionChange;
import io.github.imagegallery.VersionPublication;
import io.github.imagegallery.core.record.Keys;
import io.github.imagegallery.core.record.Ledger;
import io.github.imagegallery.core.record.VersionRecord;
import io.github.imagegallery.error.GalleryException;
import io.github.imagegallery.model.ImageVersionInfo;
import io.github.imagegallery.model.Principal;
import io.github.imagegallery.model.ProvisioningState;
import io.github.imagegallery.model.Role;
import io.github.imagegallery.model.TargetRegion;
import io.github.imagegallery.model.VersionNumber;
import io.github.imagegallery.model.VersionOutcome;
import io.github.imagegallery.storage.GalleryStorage;
import io.github.imagegallery.storage.PartitionId;
import io.github.imagegallery.storage.StorageException;
import io.github.imagegallery.storage.testkit.FaultyStorage;
import io.github.imagegallery.storage.testkit.InMemoryStorage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Function;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A rival who acts at the worst moment, just before any call of the victim to the storage, breaks nothing. */
class RivalCommitTest {
    /** Each victim meets one rival in so many, other ones from run to run; all of them are one command away. */
    private static final int ONE_IN = Math.max(1, Integer.getInteger("gallery.rivals", 3));

    private static final int FIRST = ThreadLocalRandom.current().nextInt(ONE_IN);

    /** A rival waits for a victim that cannot go on before the rival is done, so it shall not wait long. */
    private static final GallerySettings SETTINGS = GallerySettings.builder()
            .parallelism(1)
            .leaseTerm(Duration.ofMillis(50))
            .build();

    @TempDir
    private static Path folder;

    private static Path image;
    private static Path other;
    private static final Map<Stage, InMemoryStorage> PREPARED = new ConcurrentHashMap<>();

    @BeforeAll
    static void writeImages() throws IOException {
        image = SampleImage.write(folder.resolve("disk.raw"), 256 << 10, 1);
        other = SampleImage.write(folder.resolve("other.raw"), 512 << 10, 2);
    }

    private static ImageDefinition definition(ImageGalleries galleries, String name) {
        return galleries.gallery("golden").definition(name);
    }

    private static ImageVersion version(ImageGalleries galleries) {
        return definition(galleries, "web").version("1.0.0");
    }

    private static PendingChange<?> createGallery(ImageGalleries galleries, String location) {
        return galleries.gallery("golden").create().location(location);
    }

    /** All definitions want the same identifier. */
    private static PendingChange<?> createDefinition(ImageGalleries galleries, String name, String location) {
        return definition(galleries, name)
                .create()
                .location(location)
                .identifier("Contoso", "Finance", "Front-end")
                .linux()
                .generalized();
    }

    /** One replica by default tells these from the other ones. */
    private static VersionPublication publication(ImageVersion version) {
        return version.publish(image).replicaCount(1).replicate("westeurope", 1).replicate("eastus", 2);
    }

    private static VersionPublication otherPublication(ImageVersion version) {
        return version.publish(other)
                .replicaCount(2)
                .location("japaneast")
                .replicate("japaneast", 1)
                .replicate("eastus", 1);
    }

    private static VersionPublication copy(ImageGalleries galleries) {
        return definition(galleries, "web")
                .version("2.0.0")
                .publish(version(galleries))
                .location("westeurope")
                .replicaCount(1)
                .replicate(TargetRegion.of("westeurope").zoneRedundant())
                .replicate("eastus");
    }

    /** A change whose first copied bytes are its last ones. */
    private static PendingChange<?> cutOff(VersionChange change) {
        return new OnlyCommitted<>(() -> {
            try {
                return change.onProgress(progress -> {
                            throw new IllegalStateException("enough");
                        })
                        .commit();
            } catch (IllegalStateException enough) {
                return enough;
            }
        });
    }

    private static PendingChange<?> collection(ImageGalleries galleries) {
        return new OnlyCommitted<>(() -> galleries.collect().run());
    }

    /** What is there before anybody acts; each holds what the one before holds. */
    private enum Stage {
        NOTHING(galleries -> {}),
        GALLERY(galleries -> createGallery(galleries, "westeurope").commit()),
        DEFINITION(galleries -> createDefinition(galleries, "web", "westeurope").commit()),
        CREATING(galleries -> cutOff("Publishing").accept(galleries)),
        STORED(galleries -> cutOff("eastus").accept(galleries)),
        VERSION(galleries -> publication(version(galleries)).commit()),
        GARBAGE(galleries -> {
            publication(version(galleries)).commit();
            version(galleries).withdraw("eastus").commit();
            ImageVersion earlier = definition(galleries, "web").version("0.9.0");
            otherPublication(earlier).commit();
            earlier.delete().commit();
        });

        private final Consumer<ImageGalleries> step;

        Stage(Consumer<ImageGalleries> step) {
            this.step = step;
        }

        private static Consumer<ImageGalleries> cutOff(String task) {
            return galleries -> {
                try {
                    publication(version(galleries))
                            .onProgress(progress -> {
                                if (progress.task().contains(task)) {
                                    throw new IllegalStateException("enough");
                                }
                            })
                            .commit();
                } catch (IllegalStateException enough) {
                    // that was the purpose
                }
            };
        }

        private InMemoryStorage prepare() {
            InMemoryStorage storage = new InMemoryStorage();
            try (ImageGalleries galleries = open(storage)) {
                Arrays.stream(values())
                        .filter(stage -> stage.compareTo(DEFINITION) <= 0 ? stage.compareTo(this) <= 0 : stage == this)
                        .forEach(stage -> stage.step.accept(galleries));
            }
            return storage;
        }
    }

    private static InMemoryStorage prepared(Stage stage) {
        return Soundness.copy(PREPARED.computeIfAbsent(stage, Stage::prepare), new InMemoryStorage());
    }

    /** Opens galleries that leave the storage open when they are closed. */
    private static ImageGalleries open(GalleryStorage storage) {
        return SharedImageGalleries.open(GalleryStorage.of(storage.records(), storage.contents()), SETTINGS);
    }

    /** Opens the galleries of a victim, whose leases lapse: a rival acts while it stands still, and cannot wait for it. */
    private static ImageGalleries openVictim(GalleryStorage storage) {
        return new GalleriesHandle(new Caller(new Cloud(storage, SETTINGS, () -> 0), Optional.empty()));
    }

    private interface Act {
        PendingChange<?> in(ImageGalleries galleries);
    }

    private enum Victim {
        CREATE_GALLERY(Stage.NOTHING, all -> createGallery(all, "westeurope")),
        UPDATE_GALLERY(Stage.GALLERY, all -> all.gallery("golden").update().description("of the victim")),
        DELETE_GALLERY(Stage.GALLERY, all -> all.gallery("golden").delete()),
        CREATE_DEFINITION(Stage.GALLERY, all -> createDefinition(all, "web", "westeurope")),
        UPDATE_DEFINITION(
                Stage.DEFINITION, all -> definition(all, "web").update().description("of the victim")),
        DELETE_DEFINITION(Stage.DEFINITION, all -> definition(all, "web").delete()),
        DELETE_DEFINITION_IN_USE(Stage.VERSION, all -> definition(all, "web").delete()),
        PUBLISH(Stage.DEFINITION, all -> publication(version(all))),
        PUBLISH_WHAT_WAS_CUT_OFF(Stage.CREATING, all -> publication(version(all))),
        PUBLISH_WHAT_LACKS_A_REPLICA(Stage.STORED, all -> publication(version(all))),
        PUBLISH_ANOTHER_VERSION(
                Stage.VERSION, all -> publication(definition(all, "web").version("2.0.0"))),
        PUBLISH_A_COPY(Stage.VERSION, all -> copy(all)),
        ADD(Stage.VERSION, all -> version(all).replicate("japaneast", 2)),
        RESIZE(Stage.VERSION, all -> version(all).replicate("eastus", 3)),
        SHRINK(Stage.VERSION, all -> version(all).replicate("eastus", 1)),
        RESUME(Stage.STORED, all -> version(all).update()),
        WITHDRAW(Stage.VERSION, all -> version(all).withdraw("eastus")),
        UPDATE_FLAGS(Stage.VERSION, all -> version(all).update().excludeFromLatest(true)),
        DELETE_VERSION(Stage.VERSION, all -> version(all).delete()),
        PUBLISH_BESIDE_GARBAGE(
                Stage.GARBAGE, all -> publication(definition(all, "web").version("2.0.0"))),
        PUBLISH_A_COPY_BESIDE_GARBAGE(Stage.GARBAGE, all -> copy(all)),
        BRING_BACK(Stage.GARBAGE, all -> version(all).replicate("eastus", 2)),
        COLLECT(Stage.GARBAGE, all -> collection(all));

        private final Stage stage;
        private final Act change;

        Victim(Stage stage, Act change) {
            this.stage = stage;
            this.change = change;
        }

        boolean publishes() {
            return name().startsWith("PUBLISH");
        }

        /** Tells whether it only goes on with what an earlier commit has begun. */
        boolean resumes() {
            return stage == Stage.CREATING || stage == Stage.STORED;
        }
    }

    /** What a rival does, step by step; a step that is refused is left out. */
    private enum Rival {
        CREATES_GALLERY(all -> createGallery(all, "eastus")),
        UPDATES_GALLERY(all -> all.gallery("golden").update().description("of the rival")),
        DELETES_GALLERY(all -> all.gallery("golden").delete()),
        MOVES_GALLERY(all -> all.gallery("golden").delete(), all -> createGallery(all, "eastus")),
        CREATES_DEFINITION(all -> createDefinition(all, "web", "eastus")),
        TAKES_IDENTIFIER(all -> createDefinition(all, "db", "eastus")),
        UPDATES_DEFINITION(all -> definition(all, "web").update().description("of the rival")),
        DELETES_DEFINITION(all -> definition(all, "web").delete()),
        MOVES_DEFINITION(all -> definition(all, "web").delete(), all -> createDefinition(all, "web", "eastus")),
        DELETES_ALL(
                all -> version(all).delete(),
                all -> definition(all, "web").delete(),
                all -> all.gallery("golden").delete()),
        BUILDS_ANEW(
                all -> version(all).delete(),
                all -> definition(all, "web").delete(),
                all -> all.gallery("golden").delete(),
                all -> createGallery(all, "eastus"),
                all -> createDefinition(all, "web", "eastus"),
                all -> otherPublication(version(all))),
        PUBLISHES_THE_SAME(all -> publication(version(all))),
        PUBLISHES_OTHER(all -> otherPublication(version(all))),
        PUBLISHES_ANOTHER_VERSION(all -> otherPublication(definition(all, "web").version("2.0.0"))),
        COPIES(all -> copy(all)),
        DELETES_VERSION(all -> version(all).delete()),
        PUBLISHES_ANEW_THE_SAME(all -> version(all).delete(), all -> publication(version(all))),
        PUBLISHES_ANEW_OTHER(all -> version(all).delete(), all -> otherPublication(version(all))),
        WITHDRAWS(all -> version(all).withdraw("eastus")),
        WITHDRAWS_AND_ADDS(
                all -> version(all).withdraw("eastus"), all -> version(all).replicate("japaneast", 2)),
        WITHDRAWS_AND_BRINGS_BACK(
                all -> version(all).withdraw("eastus"), all -> version(all).replicate("eastus", 2)),
        ADDS(all -> version(all).replicate("japaneast", 2)),
        RESIZES(all -> version(all).replicate("eastus", 3)),
        SHRINKS(all -> version(all).replicate("eastus", 1)),
        RESIZES_HOME(all -> version(all).replicate("westeurope", 2)),
        UPDATES_FLAGS(all -> version(all).update().excludeFromLatest(true)),
        COLLECTS(all -> collection(all)),
        WITHDRAWS_AND_COLLECTS(all -> version(all).withdraw("eastus"), all -> collection(all)),
        DELETES_AND_COLLECTS(all -> version(all).delete(), all -> collection(all)),
        COLLECTS_WHAT_IT_BRINGS_BACK(
                all -> version(all).withdraw("eastus"),
                all -> collection(all),
                all -> version(all).replicate("eastus", 2)),
        COLLECTS_WHAT_IT_BEGINS_TO_BRING_BACK(
                all -> version(all).withdraw("eastus"),
                all -> collection(all),
                all -> cutOff(version(all).replicate("eastus", 2)));

        private final List<Act> steps;

        Rival(Act... steps) {
            this.steps = List.of(steps);
        }
    }

    /** Makes a change, which may be refused but must not fail. */
    private static Optional<Object> attempt(PendingChange<?> change) {
        try {
            return Optional.of(change.commit());
        } catch (GalleryException refused) {
            return Optional.empty();
        }
    }

    @ParameterizedTest
    @EnumSource
    void aRivalBeforeAnyRecordCall(Victim victim) {
        beforeEach(victim, Watched.RECORD_CALLS, 0);
    }

    @ParameterizedTest
    @EnumSource(
            names = {"PUBLISH.*", "ADD", "RESIZE", "RESUME", "BRING_BACK", "COLLECT"},
            mode = EnumSource.Mode.MATCH_ANY)
    void aRivalBeforeAnyContentWrite(Victim victim) {
        beforeEach(victim, Watched.CONTENT_WRITES, 0);
    }

    /** So that what changes and is changed back is seen half-way. */
    @ParameterizedTest
    @EnumSource(
            names = {
                "DELETE_DEFINITION_IN_USE",
                "ADD",
                "RESUME",
                "WITHDRAW",
                "UPDATE_FLAGS",
                "DELETE_VERSION",
                "BRING_BACK",
                "COLLECT"
            })
    void aRivalWhoseStepsComeBeforeOneCallEach(Victim victim) {
        beforeEach(victim, Watched.RECORD_CALLS, 1);
        beforeEach(victim, Watched.RECORD_CALLS, 2);
    }

    /** A change of somebody whose role is taken away is made before that, or not at all. */
    @ParameterizedTest
    @EnumSource
    void aRoleThatIsTakenAwayBeforeAnyRecordCall(Victim victim) {
        Arrays.stream(Sharer.values()).parallel().forEach(sharer -> {
            int n = 1;
            while (n > 0) {
                try {
                    n = losesItsRole(victim, sharer, n);
                } catch (AssertionError | RuntimeException e) {
                    throw new AssertionError(
                            victim + " whose role at " + sharer + " is taken away before call " + n, e);
                }
            }
        });
    }

    /** Where the victim has its role. */
    private enum Sharer {
        SUBSCRIPTION(all -> all.subscription("default")),
        GALLERY(all -> all.gallery("golden")),
        DEFINITION(all -> definition(all, "web"));

        private final Function<ImageGalleries, Shareable> place;

        Sharer(Function<ImageGalleries, Shareable> place) {
            this.place = place;
        }
    }

    /** Returns before which call the role is to be taken away next, 0 if before none. */
    private static int losesItsRole(Victim victim, Sharer sharer, int n) {
        Principal alice = Principal.user("alice");
        InMemoryStorage storage = prepared(victim.stage);
        try (ImageGalleries second = open(storage)) {
            Shareable place = sharer.place.apply(second);
            if (attempt(place.share(alice, Role.owner())).isEmpty()) {
                return 0;
            }
            long shared = Remembered.of(storage).revision();
            AtomicLong made = new AtomicLong();
            Ambush ambush = new Ambush(storage, Watched.RECORD_CALLS, n, 0);
            ambush.then(() -> {
                made.set(Remembered.of(storage).revision() - shared);
                attempt(place.unshare(alice, "Owner"));
            });
            try (ImageGalleries first = openVictim(ambush.forVictim())) {
                Optional<Object> answer = attempt(victim.change.in(first.as(alice)));
                ambush.end();
                assertThat(ambush.failures()).isEmpty();
                if (ambush.changedAnything() && made.get() == 0 && !victim.resumes()) {
                    // what may not be collected is left out
                    assertThat(answer.isEmpty() || victim == Victim.COLLECT).isTrue();
                    assertThat(Remembered.of(storage).revision())
                            .as("nothing is committed but that the role is taken away")
                            .isEqualTo(shared + 1);
                }
                Soundness.require(storage);
                return ambush.next();
            }
        }
    }

    @Test
    void aReplicationThatDiesLeavesAloneWhatARivalCompletedMeanwhile() {
        InMemoryStorage storage = prepared(Stage.VERSION);
        try (ImageGalleries second = open(storage)) {
            FaultyStorage faulty = FaultyStorage.wrap(storage).dieAfterWrites(2);
            Watched watched = Watched.storage(
                    faulty,
                    Set.of("copy"),
                    1,
                    () -> version(second).replicate("japaneast", 2).commit());
            try (ImageGalleries first = openVictim(watched.storage())) {
                assertThatThrownBy(
                                () -> version(first).replicate("japaneast", 2).commit())
                        .isInstanceOf(StorageException.class);
            }
            assertThat(watched.happened()).isTrue();
            assertThat(version(second).info().provisioningState()).isEqualTo(ProvisioningState.SUCCEEDED);
            assertThat(second.verify(progress -> {}).damages()).isEmpty();
        }
    }

    /** Runs a victim and each rival, whose first step comes before the n-th call, for each n that makes a difference. */
    private static void beforeEach(Victim victim, Set<String> kinds, int gap) {
        Arrays.stream(Rival.values())
                .parallel()
                .filter(rival -> gap == 0 || rival.steps.size() > 1)
                .filter(rival -> (rival.ordinal() + victim.ordinal()) % ONE_IN == FIRST)
                .forEach(rival -> {
                    int n = 1;
                    while (n > 0) {
                        try {
                            n = meet(victim, rival, kinds, n, gap);
                        } catch (AssertionError | RuntimeException | IOException e) {
                            throw new AssertionError(
                                    victim + " while a rival " + rival + " before call " + n + " and every " + gap, e);
                        }
                    }
                });
    }

    /** Runs a victim and a rival, and returns before which call the rival is to come next, 0 if before none. */
    private static int meet(Victim victim, Rival rival, Set<String> kinds, int n, int gap) throws IOException {
        InMemoryStorage storage = prepared(victim.stage);
        Ambush ambush = new Ambush(storage, kinds, n, gap);
        try (ImageGalleries second = open(ambush.forRival())) {
            rival.steps.forEach(step -> ambush.then(() -> attempt(step.in(second))));
            try (ImageGalleries first = openVictim(ambush.forVictim())) {
                Optional<Object> answer = attempt(victim.change.in(first));
                ambush.end();
                assertThat(ambush.failures()).as("what the rival threw").isEmpty();
                if (ambush.changedAnything()) {
                    answer.filter(outcome -> victim.publishes())
                            .map(VersionOutcome.class::cast)
                            .ifPresent(outcome -> requirePublished(outcome.version()));
                    requireSound(storage, first, second);
                }
            }
            return ambush.next();
        }
    }

    private static void requirePublished(ImageVersionInfo version) {
        assertThat(version.disks().get(0).virtualSizeBytes())
                .as("the size of what was published")
                .isEqualTo(image.toFile().length());
    }

    private static void requireSound(GalleryStorage storage, ImageGalleries first, ImageGalleries second)
            throws IOException {
        Soundness.require(storage);
        for (String number : List.of("1.0.0", "2.0.0")) {
            finish(storage, second, VersionNumber.parse(number));
        }
        Soundness.require(storage);
        second.collect().run();
        FullCheck.requireCollected(storage.contents(), second);
        attempt(new OnlyCommitted<>(
                () -> assertThat(definition(first, "web").versions().toList())
                        .isEqualTo(definition(second, "web").versions().toList())));
        Soundness.requireDeletable(storage, first);
    }

    /**
     * Finishes a version if it is not, and requires that it has the bytes of its publication; what is read where it is at home is
     * the same everywhere if all replicas are sound.
     */
    private static void finish(GalleryStorage storage, ImageGalleries galleries, VersionNumber number)
            throws IOException {
        Optional<VersionRecord> record = new Ledger(
                        storage.records().partition(new PartitionId("default")), UUID::randomUUID, Clock.systemUTC())
                .read(Keys.version("golden", "web", number), VersionRecord.class);
        if (record.isEmpty()) {
            return;
        }
        ImageVersion version = definition(galleries, "web").version(number);
        boolean own = record.get().replicaCount() == 1;
        if (record.get().stored()) {
            version.update().commit();
        } else if (record.get().origin().source().isPresent()) {
            copy(galleries).commit();
        } else {
            (own ? publication(version) : otherPublication(version)).commit();
        }
        assertThat(version.info().provisioningState()).isEqualTo(ProvisioningState.SUCCEEDED);
        requireIdentical(version, version.info().location().toString(), own ? image : other);
    }

    private static void requireIdentical(ImageVersion version, String region, Path expected) throws IOException {
        try (DiskChannel disk = version.open(region)) {
            ByteBuffer bytes = ByteBuffer.allocate((int) disk.size());
            while (bytes.hasRemaining() && disk.read(bytes) >= 0) {}
            assertThat(Arrays.equals(bytes.array(), Files.readAllBytes(expected)))
                    .as("%s in %s", version, region)
                    .isTrue();
        }
    }
}
