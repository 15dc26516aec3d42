// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.imagegallery.ImageDefinition;
import io.github.imagegallery.ImageGalleries;
import io.github.imagegallery.PendingChange;
import io.github.imagegallery.PricedChange;
import io.github.imagegallery.VersionPublication;
import io.github.imagegallery.error.AuthorizationFailedException;
import io.github.imagegallery.error.InvalidParameterException;
import io.github.imagegallery.error.PlanStaleException;
import io.github.imagegallery.error.QuotaExceededException;
import io.github.imagegallery.error.Violation;
import io.github.imagegallery.model.ChangePlan;
import io.github.imagegallery.model.DiskType;
import io.github.imagegallery.model.LifecyclePolicy;
import io.github.imagegallery.model.LifecycleRule;
import io.github.imagegallery.model.PlanGround;
import io.github.imagegallery.model.PriceBook;
import io.github.imagegallery.model.Principal;
import io.github.imagegallery.model.ProvisioningState;
import io.github.imagegallery.model.Role;
import io.github.imagegallery.model.StorageType;
import io.github.imagegallery.policy.GalleryRules;
import io.github.imagegallery.storage.GalleryStorage;
import io.github.imagegallery.storage.StorageException;
import io.github.imagegallery.storage.file.FileStorage;
import io.github.imagegallery.storage.testkit.FaultyStorage;
import io.github.imagegallery.storage.testkit.FaultyStorage.Call;
import io.github.imagegallery.storage.testkit.InMemoryStorage;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A plan that is applied does what it said and nothing else; where its ground has shifted it is refused, naming what shifted;
 * what a neighbour does elsewhere does not shift it. ({@code ScriptProperties} plans and applies at random.)
 */
class PlanTest {
    private static final Instant END = SettableClock.START.plus(Duration.ofHours(2));
    private static final PriceBook PRICES = PriceBook.builder()
            .currency("EUR")
            .putStoragePerGbMonth(StorageType.STANDARD_LRS, new BigDecimal("0.05"))
            .putStoragePerGbMonth(StorageType.STANDARD_ZRS, new BigDecimal("0.07"))
            .egressPerGb(new BigDecimal("0.08"))
            .build();
    private static final GalleryRules RULES =
            GalleryRules.classic().toBuilder().updatesBeyondClassic(true).build();
    private static final Principal ALICE = Principal.user("alice");

    @TempDir
    private static Path folder;

    private static Path image;
    private static Path next;

    @BeforeAll
    static void writeImages() throws IOException {
        image = SampleImage.write(folder.resolve("disk.raw"), (2 << 20) + 512, 1);
        next = SampleImage.change(image, folder.resolve("next.raw"), 3);
    }

    private static ImageDefinition web(ImageGalleries galleries) {
        return galleries.gallery("golden").definition("web");
    }

    private interface Act {
        PendingChange<?> in(ImageGalleries galleries);
    }

    /** Every kind of change, and what shifts the ground of its plan. */
    private enum Kind {
        CREATE_GALLERY(
                all -> all.gallery("new").create().location("eastus"),
                all -> all.gallery("new").create().location("westus"),
                "gallery new"),
        UPDATE_GALLERY(
                all -> all.gallery("golden").update().description("mine"),
                all -> all.gallery("golden").update().description("theirs"),
                "gallery golden"),
        DELETE_GALLERY(
                all -> all.gallery("empty").delete(),
                all -> all.gallery("empty").update().description("theirs"),
                "gallery empty"),
        CREATE_DEFINITION(all -> linux(all, "api", "Api"), all -> linux(all, "api", "Other"), "definition golden/api"),
        CREATE_DEFINITION_OF_AN_IDENTIFIER(
                all -> linux(all, "api", "Api"),
                all -> linux(all, "rest", "Api"),
                "identifier contoso:finance:api in golden"),
        UPDATE_DEFINITION(
                all -> web(all).update().disallow(DiskType.PREMIUM_LRS),
                all -> web(all).update().description("theirs"),
                "definition golden/web"),
        UPDATE_DEFINITION_THAT_GETS_A_VERSION(
                all -> web(all).update().disallow(DiskType.PREMIUM_LRS),
                all -> web(all).version("3.0.0").publish(image),
                "the versions of golden/web"),
        DELETE_DEFINITION(
                all -> all.gallery("golden").definition("bare").delete(),
                all -> all.gallery("golden").definition("bare").update().description("theirs"),
                "definition golden/bare"),
        PUBLISH(
                all -> web(all).version("2.0.0")
                        .publish(next)
                        .replicate("westeurope", 2)
                        .replicate("eastus"),
                all -> web(all).version("1.0.0").update().excludeFromLatest(true),
                "the versions of golden/web"),
        PUBLISH_WHAT_IS_THERE(
                all -> web(all).version("2.0.0").publish(next),
                all -> web(all).version("2.0.0").publish(image),
                "version golden/web/2.0.0"),
        PUBLISH_WITH_DATA(
                all -> web(all).version("2.0.0").publish(image).dataDisk(1, next),
                all -> web(all).update().description("theirs"),
                "definition golden/web"),
        PUBLISH_A_COPY(
                all -> all.gallery("golden")
                        .definition("bare")
                        .version("1.0.0")
                        .publish(web(all).version("1.0.0"))
                        .location("eastus")
                        .replicate("eastus")
                        .replicate("japaneast", 2),
                all -> web(all).version("1.0.0").update().endOfLife(END.plusSeconds(1)),
                "version golden/web/1.0.0"),
        PUBLISH_FROM_ABROAD(
                all -> all.subscription("other")
                        .gallery("copies")
                        .definition("web")
                        .version("1.0.0")
                        .publish(web(all).version("1.0.0"))
                        .replicate("westeurope", 2),
                all -> all.subscription("other")
                        .gallery("copies")
                        .definition("web")
                        .update()
                        .description("theirs"),
                "definition copies/web"),
        REPLICATE(
                all -> web(all).version("1.0.0").replicate("japaneast", 2).replicate("westeurope", 2),
                all -> web(all).version("1.0.0").withdraw("eastus"),
                "version golden/web/1.0.0"),
        RESIZE(
                all -> web(all).version("1.0.0").replicate("eastus", 3),
                all -> web(all).version("1.0.0").replicate("eastus", 2),
                "version golden/web/1.0.0 in eastus"),
        WITHDRAW(
                all -> web(all).version("1.0.0").withdraw("eastus"),
                all -> web(all).version("0.9.0").replicate("eastus", 1),
                "the versions of golden/web"),
        DELETE_VERSION(
                all -> web(all).version("1.0.0").delete(),
                all -> web(all).version("1.0.0").delete(),
                "version golden/web/1.0.0"),
        NEWEST(
                all -> web(all).replicateNewest().replicate("japaneast", 2).replicate("eastus"),
                all -> web(all).version("2.0.0").publish(image),
                "the versions of golden/web"),
        LIFECYCLE(
                all -> web(all).lifecycle(LifecyclePolicy.of(LifecycleRule.keepNewest(1))),
                all -> web(all).version("2.0.0")
                        .publish(image)
                        .replicate("westeurope")
                        .replicate("eastus"),
                "the versions of golden/web"),
        LIFECYCLE_OF_A_GALLERY(
                all -> all.gallery("golden").lifecycle(LifecyclePolicy.of(LifecycleRule.keepNewest(1))),
                all -> web(all).version("0.9.0").delete(),
                "the definitions of golden"),
        SHARE(
                all -> web(all).share(ALICE, Role.reader()),
                all -> web(all).share(ALICE, Role.contributor()),
                "roles at golden/web"),
        UNSHARE(
                all -> all.gallery("golden").unshare(ALICE, "Reader"),
                all -> all.gallery("golden").share(ALICE, Role.owner()),
                "roles at golden");

        private final Act change;
        private final Act rival;
        private final String shifted;

        Kind(Act change, Act rival, String shifted) {
            this.change = change;
            this.rival = rival;
            this.shifted = shifted;
        }
    }

    private static PendingChange<?> linux(ImageGalleries galleries, String name, String sku) {
        return galleries
                .gallery("golden")
                .definition(name)
                .create()
                .identifier("Contoso", "Finance", sku)
                .linux()
                .generalized();
    }

    private static GalleryStorage prepared(GalleryStorage storage, SettableClock clock) {
        try (ImageGalleries all = open(storage, clock)) {
            all.gallery("golden").create().location("westeurope").commit();
            all.gallery("empty").create().location("westeurope").commit();
            linux(all, "web", "Web").commit();
            linux(all, "bare", "Bare").commit();
            all.subscription("other")
                    .gallery("copies")
                    .create()
                    .location("westeurope")
                    .commit();
            all.subscription("other")
                    .gallery("copies")
                    .definition("web")
                    .create()
                    .identifier("Contoso", "Finance", "Web")
                    .linux()
                    .generalized()
                    .commit();
            web(all).version("0.9.0").publish(image).endOfLife(END).commit();
            web(all).version("1.0.0")
                    .publish(next)
                    .replicate("westeurope")
                    .replicate("eastus")
                    .commit();
            all.gallery("golden").share(ALICE, Role.reader()).commit();
        }
        return storage;
    }

    private static ImageGalleries open(GalleryStorage storage, SettableClock clock) {
        return open(storage, clock, RULES);
    }

    /** Opens galleries that leave the storage open when they are closed. */
    private static ImageGalleries open(GalleryStorage storage, SettableClock clock, GalleryRules rules) {
        return SharedImageGalleries.open(
                GalleryStorage.of(storage.records(), storage.contents()),
                GallerySettings.builder()
                        .clock(clock)
                        .rules(rules)
                        .parallelism(1)
                        .build());
    }

    /** Returns the ground of a plan as another process reads it. */
    private static PlanGround saved(ChangePlan plan) {
        PlanGround read = PlanGround.parse(plan.ground().toString());
        assertThat(read).isEqualTo(plan.ground());
        return read;
    }

    private static Survey survey(ImageGalleries all, GalleryStorage storage) {
        return Survey.of(all, List.of("default", "other"), storage, PRICES);
    }

    @ParameterizedTest
    @EnumSource
    void whatIsAppliedIsWhatWasPlanned(Kind kind) {
        SettableClock clock = new SettableClock();
        GalleryStorage storage = prepared(new InMemoryStorage(), clock);
        try (ImageGalleries all = open(storage, clock);
                ImageGalleries other = open(storage, clock)) {
            Remembered kept = Remembered.of(storage);
            Survey before = survey(all, storage);
            ChangePlan plan = kind.change.in(all).plan(PRICES);
            assertThat(kind.change.in(other).plan(PRICES))
                    .as("the same plan in another process")
                    .isEqualTo(plan);
            assertThat(Remembered.of(storage)).as("a plan changes nothing").isEqualTo(kept);
            assertThat(survey(all, storage)).isEqualTo(before);
            assertThat(plan.isEmpty()).isFalse();

            neighbour(other);
            before = survey(all, storage);
            Object answer = kind.change.in(other).apply(saved(plan), PRICES);
            Foretold.requireBytes(plan, answer);
            Foretold.require(plan, before, survey(all, storage));

            assertThatThrownBy(() -> kind.change.in(all).apply(plan))
                    .as("it is done")
                    .isInstanceOf(PlanStaleException.class);
        }
    }

    @ParameterizedTest
    @EnumSource
    void anEstimateIsTheCostOfThePlan(Kind kind) {
        SettableClock clock = new SettableClock();
        GalleryStorage storage = prepared(new InMemoryStorage(), clock);
        try (ImageGalleries all = open(storage, clock)) {
            if (kind.change.in(all) instanceof PricedChange<?> priced) {
                assertThat(priced.plan(PRICES).cost()).contains(priced.estimate(PRICES));
            }
        }
    }

    @Test
    void anEstimateOfWhatWasCutOffIsTheCostOfThePlan() {
        for (Call call : List.of(Call.PUT, Call.COPY)) {
            SettableClock clock = new SettableClock();
            FaultyStorage storage = FaultyStorage.wrap(prepared(new InMemoryStorage(), clock));
            try (ImageGalleries all = open(storage, clock)) {
                VersionPublication cutOff = web(all).version("2.0.0")
                        .publish(image)
                        .replicate("westeurope")
                        .replicate("japaneast", 2);
                storage.fail(call, 1);
                assertThatThrownBy(cutOff::commit).isInstanceOf(RuntimeException.class);
                assertThat(cutOff.plan(PRICES).cost()).contains(cutOff.estimate(PRICES));
            }
        }
    }

    /** Does what has nothing to do with any of the changes. */
    private static void neighbour(ImageGalleries all) {
        all.gallery("neighbour").create().location("westus").commit();
        ImageDefinition own = all.gallery("neighbour").definition("own");
        own.create().identifier("N", "N", "N").linux().generalized().commit();
        own.version("1.0.0").publish(image).commit();
        all.gallery("neighbour").share(Principal.user("bob"), Role.owner()).commit();
        all.subscription("other")
                .gallery("neighbour")
                .create()
                .location("westus")
                .commit();
    }

    @ParameterizedTest
    @EnumSource(
            mode = EnumSource.Mode.EXCLUDE,
            names = {"LIFECYCLE", "LIFECYCLE_OF_A_GALLERY"})
    void aVersionThatIsBegunBesideShiftsNothing(Kind kind) {
        requireUnshifted(kind, PlanTest::begin);
    }

    @ParameterizedTest
    @EnumSource(
            mode = EnumSource.Mode.EXCLUDE,
            names = {"UPDATE_DEFINITION", "UPDATE_DEFINITION_THAT_GETS_A_VERSION", "LIFECYCLE", "LIFECYCLE_OF_A_GALLERY"
            })
    void anOlderVersionThatIsFinishedBesideShiftsNothing(Kind kind) {
        requireUnshifted(kind, (all, storage) -> {
            begin(all, storage);
            web(all).version("0.1.0").publish(image).commit();
        });
    }

    @ParameterizedTest
    @EnumSource(names = {"LIFECYCLE", "LIFECYCLE_OF_A_GALLERY"})
    void whatTheRulesDoNothingToShiftsNothing(Kind kind) {
        requireUnshifted(kind, (all, storage) -> {
            web(all).version("1.0.0").replicate("eastus", 3).commit();
            all.gallery("golden")
                    .definition("bare")
                    .update()
                    .description("theirs")
                    .commit();
            linux(all, "late", "Late").commit();
            all.gallery("golden")
                    .definition("late")
                    .version("1.0.0")
                    .publish(image)
                    .commit();
        });
    }

    private static void requireUnshifted(Kind kind, BiConsumer<ImageGalleries, GalleryStorage> neighbour) {
        SettableClock clock = new SettableClock();
        GalleryStorage storage = prepared(new InMemoryStorage(), clock);
        try (ImageGalleries all = open(storage, clock);
                ImageGalleries other = open(storage, clock)) {
            ChangePlan plan = kind.change.in(all).plan(PRICES);
            neighbour.accept(other, storage);
            Survey before = survey(all, storage);
            kind.change.in(all).apply(saved(plan), PRICES);
            Foretold.require(plan, before, survey(all, storage));
        }
    }

    /** Begins to publish an older version, and is cut off before its disk is stored. */
    private static void begin(ImageGalleries all, GalleryStorage storage) {
        FaultyStorage faulty = FaultyStorage.wrap(storage);
        faulty.fail(Call.COMMIT, 2);
        try (ImageGalleries cutOff = open(faulty, new SettableClock())) {
            assertThatThrownBy(() -> web(cutOff).version("0.1.0").publish(image).commit())
                    .isInstanceOf(StorageException.class);
        }
        assertThat(web(all).version("0.1.0").info().provisioningState()).isEqualTo(ProvisioningState.CREATING);
    }

    @ParameterizedTest
    @EnumSource
    void whatShiftedIsNamedAndNothingIsDone(Kind kind) {
        SettableClock clock = new SettableClock();
        GalleryStorage storage = prepared(new InMemoryStorage(), clock);
        try (ImageGalleries all = open(storage, clock);
                ImageGalleries other = open(storage, clock)) {
            ChangePlan plan = kind.change.in(all).plan();
            kind.rival.in(other).commit();
            Remembered shifted = Remembered.of(storage);
            PlanStaleException stale = catchThrowableOfType(
                    PlanStaleException.class, () -> kind.change.in(all).apply(saved(plan)));
            assertThat(stale.violations())
                    .extracting(Violation::target)
                    .contains(kind.shifted)
                    .doesNotHaveDuplicates();
            assertThat(Remembered.of(storage)).isEqualTo(shifted);
        }
    }

    @ParameterizedTest
    @EnumSource
    void theGroundIsThatOfOneRequest(Kind kind) {
        SettableClock clock = new SettableClock();
        GalleryStorage storage = prepared(new InMemoryStorage(), clock);
        try (ImageGalleries all = open(storage, clock)) {
            ChangePlan plan = kind.change.in(all).plan();
            ChangePlan other =
                    web(all).version("0.9.0").update().excludeFromLatest(true).plan();
            requireStale(() -> kind.change.in(all).apply(other), "request");
            requireStale(
                    () -> web(all).version("0.9.0")
                            .update()
                            .excludeFromLatest(true)
                            .apply(plan),
                    "request");
        }
    }

    private static void requireStale(Runnable applied, String shifted) {
        PlanStaleException stale = catchThrowableOfType(PlanStaleException.class, applied::run);
        assertThat(stale.violations()).extracting(Violation::target).containsExactly(shifted);
    }

    /** Whatever the rival comes before: the plan is applied before it, or not at all. */
    @Test
    void aRivalBeforeAnyCallComesAfterThePlanOrHasItRefused() {
        int refused = 0;
        boolean happened = true;
        for (int n = 1; happened; n++) {
            SettableClock clock = new SettableClock();
            GalleryStorage storage = prepared(new InMemoryStorage(), clock);
            try (ImageGalleries all = open(storage, clock)) {
                ChangePlan plan = passedOver(all).plan();
                Watched raced = Watched.storage(
                        storage,
                        Watched.RECORD_CALLS,
                        n,
                        () -> web(all).version("0.9.0")
                                .update()
                                .excludeFromLatest(true)
                                .commit());
                refused += applied(raced.storage(), clock, plan) ? 0 : 1;
                happened = raced.happened();
            }
        }
        assertThat(refused).isPositive();
    }

    /** What becomes latest instead depends on the rival. */
    private static PendingChange<?> passedOver(ImageGalleries galleries) {
        return web(galleries).version("1.0.0").update().excludeFromLatest("westeurope", true);
    }

    private static boolean applied(GalleryStorage raced, SettableClock clock, ChangePlan plan) {
        try (ImageGalleries galleries = open(raced, clock)) {
            passedOver(galleries).apply(plan);
            List<String> excluded = web(galleries).history().stream()
                    .flatMap(event -> event.changes().stream())
                    .filter(change -> change.endsWith("excluded from latest"))
                    .toList();
            assertThat(excluded.get(0)).as("the first of the two").startsWith("westeurope: ");
            return true;
        } catch (PlanStaleException stale) {
            assertThat(stale.violations()).extracting(Violation::target).containsExactly("the versions of golden/web");
            return false;
        }
    }

    @Test
    void timePricesAndRulesAreGroundToo() {
        SettableClock clock = new SettableClock();
        GalleryStorage storage = prepared(new InMemoryStorage(), clock);
        try (ImageGalleries all = open(storage, clock);
                ImageGalleries today = open(storage, clock, GalleryRules.current())) {
            ChangePlan plan = web(all).version("1.0.0").withdraw("eastus").plan(PRICES);
            assertThat(plan.ground().until()).contains(END);
            PriceBook dearer = PriceBook.builder()
                    .from(PRICES)
                    .egressPerGb(new BigDecimal("0.09"))
                    .build();
            requireStale(() -> web(all).version("1.0.0").withdraw("eastus").apply(plan.ground(), dearer), "prices");
            requireStale(() -> web(today).version("1.0.0").withdraw("eastus").apply(plan), "the rules");
            clock.set(END.plusNanos(1));
            requireStale(() -> web(all).version("1.0.0").withdraw("eastus").apply(plan), "time");
            clock.set(END);
            PriceBook same = PriceBook.builder()
                    .from(PRICES)
                    .egressPerGb(new BigDecimal("0.080"))
                    .build();
            web(all).version("1.0.0").withdraw("eastus").apply(plan.ground(), same);
        }
    }

    @Test
    void everyPriceThatIsMissingIsNamedOnce() {
        SettableClock clock = new SettableClock();
        GalleryStorage storage = prepared(new InMemoryStorage(), clock);
        PriceBook none = PriceBook.builder().currency("EUR").build();
        try (ImageGalleries all = open(storage, clock)) {
            web(all).version("1.1.0")
                    .publish(image)
                    .replicate("westeurope")
                    .replicate("japaneast")
                    .commit();
            InvalidParameterException refused = catchThrowableOfType(
                    InvalidParameterException.class,
                    () -> web(all).replicateNewest()
                            .keep(3)
                            .replicate("uksouth")
                            .plan(none));
            assertThat(refused.violations())
                    .extracting(Violation::asked)
                    .containsExactlyInAnyOrder(
                            "Standard_LRS in westeurope",
                            "Standard_LRS in eastus",
                            "Standard_LRS in japaneast",
                            "Standard_LRS in uksouth",
                            "egress from westeurope");
        }
    }

    @Test
    void aSourceOfAnotherSubscriptionThatWasPublishedAnewIsAnother() {
        SettableClock clock = new SettableClock();
        GalleryStorage storage = prepared(new InMemoryStorage(), clock);
        try (ImageGalleries all = open(storage, clock)) {
            ChangePlan plan = Kind.PUBLISH_FROM_ABROAD.change.in(all).plan();
            web(all).version("1.0.0").delete().commit();
            web(all).version("1.0.0").publish(image).replicate("westeurope").commit();
            requireStale(() -> Kind.PUBLISH_FROM_ABROAD.change.in(all).apply(plan), "version default/golden/web/1.0.0");
        }
    }

    @Test
    void aLifecyclePlanEndsWhenItsRulesHaveWaited() {
        SettableClock clock = new SettableClock();
        GalleryStorage storage = prepared(new InMemoryStorage(), clock);
        LifecyclePolicy policy = LifecyclePolicy.of(LifecycleRule.deletePastEndOfLife(30));
        try (ImageGalleries all = open(storage, clock)) {
            web(all).version("1.0.0").update().endOfLife(Instant.MAX).commit();
            clock.set(END.plus(Duration.ofDays(1)));
            ChangePlan plan = web(all).lifecycle(policy).plan();
            Instant due = END.plus(Duration.ofDays(30));
            assertThat(plan.ground().until()).contains(due);
            clock.set(due);
            web(all).lifecycle(policy).apply(plan);
            assertThat(web(all).versions()).hasSize(2);
            clock.set(due.plusNanos(1));
            PlanStaleException stale = catchThrowableOfType(
                    PlanStaleException.class, () -> web(all).lifecycle(policy).apply(plan));
            assertThat(stale.violations()).extracting(Violation::target).contains("time");
        }
    }

    @Test
    void aLimitIsTestedAgainAsALimit() {
        SettableClock clock = new SettableClock();
        GalleryStorage storage = prepared(new InMemoryStorage(), clock);
        GalleryRules rules = RULES.toBuilder().maxGalleries(3).build();
        try (ImageGalleries all = open(storage, clock, rules)) {
            ChangePlan plan = all.gallery("new").create().location("westeurope").plan();
            assertThat(plan.usage()).extracting(String::valueOf).containsExactly("galleries in westeurope: 2 → 3 of 3");
            all.gallery("rival").create().location("westeurope").commit();
            assertThatThrownBy(() ->
                            all.gallery("new").create().location("westeurope").apply(plan))
                    .isInstanceOf(QuotaExceededException.class);
        }
    }

    @Test
    void aPlanNeedsTheRightsOfItsCommitAndTellsNoUsageToWhoMayNotReadIt() {
        SettableClock clock = new SettableClock();
        GalleryStorage storage = prepared(new InMemoryStorage(), clock);
        try (ImageGalleries all = open(storage, clock)) {
            ImageGalleries mine = all.as(ALICE);
            assertThatThrownBy(() -> web(mine).version("1.0.0").delete().plan())
                    .isInstanceOf(AuthorizationFailedException.class);
            ChangePlan foreseen = web(all).version("1.0.0").delete().plan();
            assertThat(foreseen.usage()).hasSize(1);
            web(all).share(ALICE, Role.contributor()).commit();
            ChangePlan plan = web(mine).version("1.0.0").delete().plan();
            assertThat(plan.usage()).isEmpty();
            assertThat(plan.latest()).isEqualTo(foreseen.latest()).hasSize(2);
            web(mine).version("1.0.0").delete().apply(plan);
        }
    }

    @Test
    void aPlanIsAppliedByAnotherProcessOfTheSameFiles() {
        SettableClock clock = new SettableClock();
        Path store = folder.resolve("store");
        prepared(FileStorage.at(store), clock).close();
        String text;
        ChangePlan plan;
        try (ImageGalleries all = SharedImageGalleries.open(
                FileStorage.at(store), GallerySettings.builder().clock(clock).build())) {
            plan = web(all).version("2.0.0")
                    .publish(next)
                    .replicate("westeurope")
                    .replicate("japaneast", 2)
                    .plan();
            text = plan.ground().toString();
        }
        try (ImageGalleries all = SharedImageGalleries.open(
                FileStorage.at(store), GallerySettings.builder().clock(clock).build())) {
            Foretold.requireBytes(
                    plan,
                    web(all).version("2.0.0")
                            .publish(next)
                            .replicate("westeurope")
                            .replicate("japaneast", 2)
                            .apply(PlanGround.parse(text)));
        }
    }

    @Test
    void aPlanSaysInWordsWhatIsWritten() {
        SettableClock clock = new SettableClock();
        GalleryStorage storage = prepared(new InMemoryStorage(), clock);
        try (ImageGalleries all = open(storage, clock)) {
            assertThat(all.gallery("golden").update().description("mine").plan().changes())
                    .containsExactly("change gallery golden: description none → mine");
            assertThat(web(all).version("1.0.0")
                            .replicate("eastus", 3)
                            .endOfLife(END)
                            .plan()
                            .changes())
                    .containsExactly(
                            "change version golden/web/1.0.0: endOfLifeDate none → " + END,
                            "change version golden/web/1.0.0 in eastus: replicaCount 1 → 3");
            assertThat(web(all).share(ALICE, Role.reader()).plan().changes())
                    .containsExactly("change roles at golden/web: " + ALICE + " is Reader (deploy, read)");
            ChangePlan deletion = web(all).version("1.0.0").delete().plan();
            assertThat(deletion.latest())
                    .extracting(String::valueOf)
                    .containsExactly(
                            "latest of golden/web in eastus: 1.0.0 → none",
                            "latest of golden/web in westeurope: 1.0.0 → 0.9.0");
            assertThat(deletion.undeployable())
                    .extracting(String::valueOf)
                    .containsExactly(
                            "golden/web/1.0.0 in eastus: it is deleted",
                            "golden/web/1.0.0 in westeurope: it is deleted");
        }
    }
}
