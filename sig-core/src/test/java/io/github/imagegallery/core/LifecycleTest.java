// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.imagegallery.Gallery;
import io.github.imagegallery.ImageDefinition;
import io.github.imagegallery.ImageGalleries;
import io.github.imagegallery.LifecycleChange;
import io.github.imagegallery.PendingChange;
import io.github.imagegallery.error.AuthorizationFailedException;
import io.github.imagegallery.error.GalleryException;
import io.github.imagegallery.error.ResourceNotFoundException;
import io.github.imagegallery.model.CostChange;
import io.github.imagegallery.model.ImageDefinitionInfo;
import io.github.imagegallery.model.ImageVersionInfo;
import io.github.imagegallery.model.LifecycleOutcome;
import io.github.imagegallery.model.LifecyclePlan;
import io.github.imagegallery.model.LifecyclePlan.Kept;
import io.github.imagegallery.model.LifecyclePlan.Reason;
import io.github.imagegallery.model.LifecyclePolicy;
import io.github.imagegallery.model.LifecycleRule;
import io.github.imagegallery.model.LifecycleStep;
import io.github.imagegallery.model.PriceBook;
import io.github.imagegallery.model.Principal;
import io.github.imagegallery.model.RegionCatalog;
import io.github.imagegallery.model.Role;
import io.github.imagegallery.model.StorageType;
import io.github.imagegallery.policy.CostModel;
import io.github.imagegallery.policy.GalleryRules;
import io.github.imagegallery.storage.GalleryStorage;
import io.github.imagegallery.storage.StorageException;
import io.github.imagegallery.storage.testkit.InMemoryStorage;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Lifecycle rules are planned first, and do what was planned, whoever else is at work. */
class LifecycleTest {
    private static final Instant END = SettableClock.START.plus(Duration.ofDays(10));
    private static final Instant AFTER_END = END.plusSeconds(1);
    private static final LifecyclePolicy ALL = LifecyclePolicy.of(
            LifecycleRule.keepNewest(3),
            LifecycleRule.deletePastEndOfLife(),
            LifecycleRule.removeDefinitionPastEndOfLife(),
            LifecycleRule.olderAtHome(1));
    private static final PriceBook PRICES = PriceBook.builder()
            .currency("EUR")
            .putStoragePerGbMonth(StorageType.STANDARD_LRS, new BigDecimal("0.05"))
            .egressPerGb(new BigDecimal("0.08"))
            .build();

    @TempDir
    private Path folder;

    private final SettableClock clock = new SettableClock();
    private final GallerySettings settings =
            GallerySettings.builder().clock(clock).parallelism(1).build();
    private Path image;

    @BeforeEach
    void writeImage() throws IOException {
        image = SampleImage.write(folder.resolve("disk.raw"), 256 << 10, 1);
    }

    /** Opens galleries that leave the storage open when they are closed. */
    private ImageGalleries open(GalleryStorage storage) {
        return SharedImageGalleries.open(GalleryStorage.of(storage.records(), storage.contents()), settings);
    }

    private static ImageDefinition web(ImageGalleries galleries) {
        return galleries.gallery("golden").definition("web");
    }

    /** Five versions at home and in Japan, each a minute younger than the one before; 1.0.1 has an end of life. */
    private ImageDefinition prepare(ImageGalleries galleries) {
        ImageDefinition web = Fixtures.definition(galleries);
        for (int patch = 0; patch < 5; patch++) {
            clock.set(clock.instant().plusSeconds(60));
            web.version("1.0." + patch)
                    .publish(image)
                    .replicate("westeurope")
                    .replicate("japaneast")
                    .commit();
        }
        web.version("1.0.1").update().endOfLife(END).commit();
        return web;
    }

    private static List<String> steps(List<LifecycleStep> steps) {
        return steps.stream()
                .map(step -> step.toString().substring(0, step.toString().indexOf(':')))
                .toList();
    }

    private static List<String> numbers(ImageDefinition web) {
        return web.versions().stream()
                .map(version -> version.number().toString())
                .toList();
    }

    @ParameterizedTest
    @EnumSource(Backend.class)
    void whatWasPlannedIsDone(Backend backend) throws IOException {
        GalleryStorage storage = backend.open(folder);
        try (ImageGalleries galleries = SharedImageGalleries.open(storage, settings)) {
            ImageDefinition web = prepare(galleries);
            clock.set(AFTER_END);
            Remembered before = Remembered.of(storage);
            BigDecimal monthly = monthly(web);

            LifecyclePlan plan = web.lifecycle(ALL).dryRun();
            CostChange saving = web.lifecycle(ALL).estimate(PRICES);

            assertThat(Remembered.of(storage)).isEqualTo(before);
            assertThat(steps(plan.steps()))
                    .containsExactly(
                            "delete golden/web/1.0.1",
                            "delete golden/web/1.0.0",
                            "withdraw golden/web/1.0.3 from japaneast",
                            "withdraw golden/web/1.0.2 from japaneast");

            LifecycleOutcome outcome = web.lifecycle(ALL).commit();

            assertThat(outcome).isEqualTo(new LifecycleOutcome(plan.steps(), plan.kept()));
            assertThat(numbers(web)).containsExactly("1.0.2", "1.0.3", "1.0.4");
            assertThat(saving.monthlyDifference())
                    .isNegative()
                    .isEqualByComparingTo(monthly(web).subtract(monthly));
            assertThat(plan.steps().stream()
                            .flatMap(step -> step.after().stream())
                            .toList())
                    .as("what was planned of versions that are left")
                    .containsExactly(
                            web.version("1.0.3").info(), web.version("1.0.2").info());
            assertThat(web.lifecycle(ALL).dryRun().isEmpty()).isTrue();
            assertThat(web.lifecycle(ALL).commit().done()).isEmpty();
            Exports.requireIdentical(web.version("1.0.4"), "japaneast", image);
            Exports.requireIdentical(web.version("1.0.2"), "westeurope", image);
            assertThat(galleries.verify(progress -> {}).damages()).isEmpty();
            assertThat(Remembered.counter(storage, "n/versions/westeurope")).isEqualTo(3);
        }
    }

    private static BigDecimal monthly(ImageDefinition web) {
        return web.versions().stream()
                .map(version -> CostModel.estimate(version, PRICES).monthly())
                .reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    @ParameterizedTest
    @EnumSource(Backend.class)
    void aPlanOfAPastInstantIsTheOneThatWasMadeThen(Backend backend) {
        try (ImageGalleries galleries = SharedImageGalleries.open(backend.open(folder), settings)) {
            Instant start = clock.instant();
            clock.set(start.plusSeconds(1));
            ImageDefinition web = prepare(galleries);
            Gallery golden = galleries.gallery("golden");
            List<LifecyclePlan> plans = new ArrayList<>();
            List<Runnable> changes = List.of(
                    () -> web.version("1.0.4").update().excludeFromLatest(true).commit(),
                    () -> clock.set(AFTER_END),
                    () -> web.version("1.0.2").withdraw("japaneast").commit(),
                    () -> web.lifecycle(ALL).commit(),
                    () -> web.version("1.0.5").publish(image).commit(),
                    () -> web.version("1.0.3").delete().commit());
            for (Runnable change : changes) {
                plans.add(web.lifecycle(ALL).dryRun());
                clock.set(clock.instant().plusSeconds(60));
                change.run();
            }
            assertThat(plans).extracting(plan -> plan.steps().size()).contains(0, 3, 4);
            for (LifecyclePlan plan : plans) {
                assertThat(web.lifecycle(ALL).dryRun(plan.at())).isEqualTo(plan);
                assertThat(golden.lifecycle(ALL).dryRun(plan.at())).isEqualTo(plan);
            }
            LifecyclePlan before = LifecyclePlan.beforeHistory(start, web.info().id());
            assertThat(web.lifecycle(ALL).dryRun(start)).isEqualTo(before);
            assertThat(golden.lifecycle(ALL).dryRun(start)).isEqualTo(before);
            assertThat(golden.lifecycle(ALL.onlyFor("db")).dryRun(start)).isEqualTo(LifecyclePlan.nothing(start));
        }
    }

    @Test
    void aPlanOfAnInstantToComeIsTheOneThatIsMadeThen() {
        try (ImageGalleries galleries = SharedImageGalleries.open(new InMemoryStorage(), settings)) {
            ImageDefinition web = prepare(galleries);
            LifecyclePlan plan = web.lifecycle(ALL).dryRun(AFTER_END);
            assertThat(plan.steps()).isNotEqualTo(web.lifecycle(ALL).dryRun().steps());
            clock.set(AFTER_END);
            assertThat(web.lifecycle(ALL).dryRun()).isEqualTo(plan);
        }
    }

    @ParameterizedTest
    @EnumSource(Backend.class)
    void definitionsPastTheirEndOfLifeGoWithTheirVersions(Backend backend) {
        GalleryStorage storage = backend.open(folder);
        try (ImageGalleries galleries = SharedImageGalleries.open(storage, settings)) {
            ImageDefinition web = prepare(galleries);
            web.update().endOfLife(END).commit();
            Gallery golden = galleries.gallery("golden");
            ImageDefinition other = golden.definition("another");
            other.create()
                    .identifier("Contoso", "Finance", "Back-end")
                    .linux()
                    .generalized()
                    .commit();
            for (String number : List.of("1.0.0", "1.0.1", "1.0.2", "1.0.3")) {
                other.version(number).publish(image).commit();
            }
            assertThat(steps(golden.lifecycle(ALL).dryRun().steps()))
                    .startsWith("delete golden/another/1.0.0", "delete golden/web/1.0.0");
            clock.set(AFTER_END);

            assertThat(golden.lifecycle(ALL.onlyFor("mail")).commit()).isEqualTo(LifecycleOutcome.nothing());
            assertThat(other.lifecycle(ALL.onlyFor("WEB")).commit()).isEqualTo(LifecycleOutcome.nothing());
            LifecycleOutcome outcome = golden.lifecycle(ALL.onlyFor("WEB")).commit();

            assertThat(steps(outcome.done()))
                    .containsExactly(
                            "delete golden/web/1.0.0",
                            "delete golden/web/1.0.1",
                            "delete golden/web/1.0.2",
                            "delete golden/web/1.0.3",
                            "delete golden/web/1.0.4",
                            "delete golden/web");
            assertThat(golden.definitions())
                    .extracting(ImageDefinitionInfo::name)
                    .containsExactly("another");
            assertThatThrownBy(() -> web.lifecycle(ALL).commit()).isInstanceOf(ResourceNotFoundException.class);
            web.create()
                    .identifier("Contoso", "Finance", "Front-end")
                    .linux()
                    .generalized()
                    .commit();
            assertThat(web.history()).isEmpty();
            web.delete().commit();
            assertThat(steps(golden.lifecycle(ALL).commit().done())).containsExactly("delete golden/another/1.0.0");
            other.versions()
                    .forEach(version -> other.version(version.number()).delete().commit());
            other.delete().commit();
            golden.delete().commit();
            assertThat(Remembered.of(storage).records()).isEmpty();
        }
    }

    @Test
    void aLongHistoryGoesWithItsDefinition() {
        InMemoryStorage storage = new InMemoryStorage();
        try (ImageGalleries galleries = SharedImageGalleries.open(storage, settings)) {
            ImageDefinition web = Fixtures.definition(galleries);
            web.update().endOfLife(END).commit();
            web.version("1.0.0").publish(image).commit();
            for (int i = 0; i < 1_000; i++) {
                clock.set(clock.instant().plusSeconds(1));
                web.version("1.0.0").update().excludeFromLatest(i % 2 == 0).commit();
            }
            clock.set(AFTER_END);
            assertThat(web.lifecycle(ALL).commit().done()).hasSize(2);
            galleries.gallery("golden").delete().commit();
            assertThat(Remembered.of(storage).records()).isEmpty();
        }
    }

    @Test
    void whatIsRefusedDoesNotStopTheRest() {
        InMemoryStorage storage = new InMemoryStorage();
        try (ImageGalleries galleries = open(storage)) {
            ImageDefinition web = prepare(galleries);
            web.version("1.0.3").replicate("eastus", 1).commit();
            web.version("1.0.4").replicate("eastus", 1).commit();
        }
        RegionCatalog withoutJapan = RegionCatalog.of(
                "small cloud",
                RegionCatalog.publicCloud().regions().stream()
                        .filter(region -> !region.name().value().equals("japaneast"))
                        .toList());
        GallerySettings fewer =
                GallerySettings.builder().clock(clock).regions(withoutJapan).build();
        try (ImageGalleries galleries = SharedImageGalleries.open(storage, fewer)) {
            LifecycleOutcome outcome = web(galleries)
                    .lifecycle(LifecyclePolicy.of(LifecycleRule.olderAtHome(1)))
                    .commit();
            assertThat(steps(outcome.done())).containsExactly("withdraw golden/web/1.0.3 from eastus");
            assertThat(outcome.kept())
                    .hasSize(4)
                    .allMatch(kept -> kept.reason() == Reason.REFUSED)
                    .allMatch(kept -> kept.explanation().contains("japaneast"));
        }
    }

    @Test
    void whatIsProtectedIsKeptAndSaidSo() {
        try (ImageGalleries galleries = SharedImageGalleries.open(new InMemoryStorage(), settings)) {
            ImageDefinition web = prepare(galleries);
            web.version("0.9.0")
                    .publish(image)
                    .blockDeletionBeforeEndOfLife(true)
                    .commit();
            web.version("1.0.4").withdraw("japaneast").commit();
            LifecycleOutcome outcome = web.lifecycle(LifecyclePolicy.of(LifecycleRule.keepNewest(1)))
                    .commit();
            assertThat(steps(outcome.done()))
                    .containsExactly("delete golden/web/1.0.0", "delete golden/web/1.0.1", "delete golden/web/1.0.2");
            assertThat(outcome.kept()).extracting(Kept::reason).containsExactly(Reason.DELETION_BLOCKED, Reason.LATEST);
        }
    }

    @Test
    void whatWasCutOffIsDoneByCommittingAgain() {
        InMemoryStorage storage = new InMemoryStorage();
        try (ImageGalleries galleries = open(storage)) {
            prepare(galleries);
        }
        clock.set(AFTER_END);
        List<ImageVersionInfo> expected = undisturbed(storage);
        for (int n = 1; n <= 4; n++) {
            InMemoryStorage copy = Soundness.copy(storage, new InMemoryStorage());
            Watched dying = Watched.storage(copy, Watched.COMMITS, n, () -> {
                throw new StorageException("out of order");
            });
            try (ImageGalleries galleries = open(dying.storage())) {
                assertThatThrownBy(() -> web(galleries).lifecycle(ALL).commit()).isInstanceOf(StorageException.class);
                assertThat(web(galleries).lifecycle(ALL).commit().done()).hasSize(5 - n);
                assertThat(web(galleries).versions()).containsExactlyElementsOf(expected);
            }
        }
    }

    @Test
    void anInterruptedCommitIsCancelledAndResumed() {
        try (ImageGalleries galleries = SharedImageGalleries.open(new InMemoryStorage(), settings)) {
            ImageDefinition web = prepare(galleries);
            Thread.currentThread().interrupt();
            assertThatThrownBy(() -> web.lifecycle(ALL).commit()).isInstanceOf(CancellationException.class);
            assertThat(Thread.interrupted()).isTrue();
            assertThat(numbers(web)).hasSize(5);
            assertThat(web.lifecycle(ALL).commit().done()).isNotEmpty();
        }
    }

    @Test
    void whatIsNotThereHasNoLifecycle() {
        try (ImageGalleries galleries = SharedImageGalleries.open(new InMemoryStorage(), settings)) {
            Gallery golden = galleries.gallery("golden");
            List.<Runnable>of(
                            () -> golden.lifecycle(ALL).commit(),
                            () -> golden.lifecycle(ALL).dryRun(),
                            () -> golden.definition("web").lifecycle(ALL).commit(),
                            () -> golden.definition("web").lifecycle(ALL).dryRun(END),
                            () -> golden.definition("web").lifecycle(ALL).estimate(PRICES))
                    .forEach(call -> assertThatThrownBy(call::run).isInstanceOf(ResourceNotFoundException.class));
        }
    }

    @Test
    void whoMaySeeItMayPlanAndWhoMayDeleteItMayCommit() {
        Principal reader = Principal.user("reader");
        Principal contributor = Principal.user("contributor");
        try (ImageGalleries all = SharedImageGalleries.open(new InMemoryStorage(), settings)) {
            ImageDefinition web = prepare(all);
            web.share(reader, Role.reader()).commit();
            web.share(contributor, Role.contributor()).commit();
            clock.set(AFTER_END);
            LifecyclePlan plan = web.lifecycle(ALL).dryRun();

            LifecycleChange asReader = web(all.as(reader)).lifecycle(ALL);
            assertThat(asReader.dryRun()).isEqualTo(plan);
            assertThatThrownBy(asReader::commit).isInstanceOf(AuthorizationFailedException.class);
            assertThatThrownBy(() -> asReader.estimate(PRICES)).isInstanceOf(AuthorizationFailedException.class);
            LifecycleChange asNobody = web(all.as(Principal.user("nobody"))).lifecycle(ALL);
            assertThatThrownBy(asNobody::plan).isInstanceOf(ResourceNotFoundException.class);
            assertThatThrownBy(asNobody::commit).isInstanceOf(ResourceNotFoundException.class);
            all.gallery("golden").share(reader, Role.reader()).commit();
            assertThatThrownBy(() ->
                            all.as(reader).gallery("golden").lifecycle(ALL).commit())
                    .isInstanceOf(AuthorizationFailedException.class);
            assertThat(numbers(web)).hasSize(5);

            assertThat(web(all.as(contributor)).lifecycle(ALL).commit().done()).isEqualTo(plan.steps());
        }
    }

    private List<ImageVersionInfo> undisturbed(InMemoryStorage storage) {
        try (ImageGalleries galleries = open(Soundness.copy(storage, new InMemoryStorage()))) {
            web(galleries).lifecycle(ALL).commit();
            return web(galleries).versions().toList();
        }
    }

    /** What another process does meanwhile. */
    private enum Rival {
        DELETES_THE_NEWEST(web -> web.version("1.0.4").delete()),
        DELETES_ONE_THAT_IS_KEPT(web -> web.version("1.0.2").delete()),
        DELETES_ONE_THAT_GOES(web -> web.version("1.0.0").delete()),
        EXCLUDES_THE_NEWEST(web -> web.version("1.0.4").update().excludeFromLatest(true)),
        WITHDRAWS_THE_NEWEST(web -> web.version("1.0.4").withdraw("japaneast")),
        BLOCKS_THE_DELETION(web -> web.version("1.0.0").update().blockDeletionBeforeEndOfLife(true)),
        TAKES_THE_END_OF_LIFE_AWAY(web -> web.version("1.0.1").update().noEndOfLife()),
        ADDS_A_REGION(web -> web.version("1.0.0").replicate("eastus", 1)),
        LETS_THE_DEFINITION_LIVE(web -> web.update().endOfLife(AFTER_END.plus(Duration.ofDays(1)))),
        DESCRIBES_THE_DEFINITION(web -> web.update().description("of the rival"));

        private final Act act;

        Rival(Act act) {
            this.act = act;
        }

        private interface Act {
            PendingChange<?> in(ImageDefinition web);
        }
    }

    /** Once the definition lives, once it is past its end of life. */
    @ParameterizedTest
    @EnumSource
    void aRivalBeforeAnyRecordCallNeverMakesItTakeWhatIsProtected(Rival rival) {
        InMemoryStorage living = new InMemoryStorage();
        try (ImageGalleries galleries = open(living)) {
            prepare(galleries);
        }
        InMemoryStorage ended = Soundness.copy(living, new InMemoryStorage());
        try (ImageGalleries galleries = open(ended)) {
            web(galleries).update().endOfLife(END).commit();
        }
        clock.set(AFTER_END);
        assertThat(happensBeforeEachCall(rival, living)).isPositive();
        assertThat(happensBeforeEachCall(rival, ended)).isPositive();
    }

    /** Returns how often the rival came before something was done. */
    private int happensBeforeEachCall(Rival rival, InMemoryStorage prepared) {
        int disturbed = 0;
        boolean happened = true;
        for (int n = 1; happened; n++) {
            InMemoryStorage storage = Soundness.copy(prepared, new InMemoryStorage());
            List<InMemoryStorage> seen = new ArrayList<>();
            try (ImageGalleries second = today(storage)) {
                Watched watched = Watched.storage(storage, Watched.RECORD_CALLS, n, () -> {
                    if (attempt(rival.act.in(web(second)))) {
                        seen.add(Soundness.copy(storage, new InMemoryStorage()));
                    }
                });
                try (ImageGalleries first = today(watched.storage())) {
                    attempt(web(first).lifecycle(ALL));
                }
                happened = watched.happened();
            }
            if (!seen.isEmpty()) {
                Remembered after = Remembered.of(storage);
                boolean more = after.revision() > Remembered.of(seen.get(0)).revision();
                disturbed += more ? 1 : 0;
                if (more) {
                    try (ImageGalleries alone = today(seen.get(0))) {
                        attempt(web(alone).lifecycle(ALL));
                    }
                    assertThat(withoutHistory(storage))
                            .as("as if %s had come before what was still to be done, before call %d", rival, n)
                            .isEqualTo(withoutHistory(seen.get(0)));
                }
            }
        }
        return disturbed;
    }

    private ImageGalleries today(GalleryStorage storage) {
        GallerySettings rules = GallerySettings.builder()
                .clock(clock)
                .parallelism(1)
                .rules(GalleryRules.classic().toBuilder()
                        .updatesBeyondClassic(true)
                        .build())
                .build();
        return SharedImageGalleries.open(GalleryStorage.of(storage.records(), storage.contents()), rules);
    }

    private static boolean attempt(PendingChange<?> change) {
        try {
            change.commit();
            return true;
        } catch (GalleryException refused) {
            return false;
        }
    }

    private List<Object> withoutHistory(GalleryStorage storage) {
        try (ImageGalleries galleries = today(storage)) {
            return galleries.gallery("golden").definitions().stream()
                    .<Object>flatMap(definition -> Stream.concat(
                            Stream.of(definition),
                            galleries.gallery("golden").definition(definition.name()).versions().stream()))
                    .toList();
        }
    }
}
