// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.imagegallery.ImageDefinition;
import io.github.imagegallery.ImageGalleries;
import io.github.imagegallery.ImageVersion;
import io.github.imagegallery.PendingChange;
import io.github.imagegallery.error.GalleryException;
import io.github.imagegallery.error.ResourceNotFoundException;
import io.github.imagegallery.model.ImageDefinitionInfo;
import io.github.imagegallery.model.ImageVersionInfo;
import io.github.imagegallery.model.LifecycleOutcome;
import io.github.imagegallery.model.LifecyclePlan;
import io.github.imagegallery.model.LifecyclePolicy;
import io.github.imagegallery.model.LifecycleRule;
import io.github.imagegallery.model.RegionName;
import io.github.imagegallery.model.RegionReplication;
import io.github.imagegallery.policy.GalleryRules;
import io.github.imagegallery.policy.LatestRule;
import io.github.imagegallery.policy.LifecycleRules;
import io.github.imagegallery.storage.CommitResult.Committed;
import io.github.imagegallery.storage.GalleryStorage;
import io.github.imagegallery.storage.Partition;
import io.github.imagegallery.storage.RecordStore;
import io.github.imagegallery.storage.testkit.InMemoryStorage;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;
import net.jqwik.api.statistics.Statistics;
import net.jqwik.api.statistics.StatisticsReport;

/**
 * Over generated histories and policies, and whatever a rival does between any two calls: no commit of a lifecycle takes
 * what is protected, and what is planned of a past instant is what the rules say of the versions as they were then.
 */
class LifecycleHistoryProperties {
    private static final List<String> REGIONS = List.of("westeurope", "eastus", "japaneast");

    private static Path image;

    @BeforeContainer
    static void writeImage() throws IOException {
        image = SampleImage.write(Files.createTempFile("lifecycle", ".raw"), 64 << 10, 1);
    }

    @AfterContainer
    static void deleteImage() throws IOException {
        Files.delete(image);
    }

    /** What is done to a definition and its versions. */
    private enum Verb {
        PUBLISH,
        EXCLUDE,
        EXCLUDE_IN_REGION,
        END,
        LIVE_ON,
        BLOCK,
        FIX_REGIONS,
        REPLICATE,
        WITHDRAW,
        DELETE,
        END_DEFINITION,
        LET_DEFINITION_LIVE,
        WAIT
    }

    /**
     * One change.
     *
     * @param patch the last part of the version's number
     * @param which picks what else there is to pick
     */
    record Move(Verb verb, int patch, int which) {}

    /** What a rival does before a call for records, counted from 1. */
    record Rival(int call, Move move) {}

    /** What there is at one time. */
    private record State(Optional<ImageDefinitionInfo> definition, Map<String, ImageVersionInfo> versions) {}

    @Property(tries = 100, edgeCases = EdgeCasesMode.NONE)
    @StatisticsReport(StatisticsReport.StatisticsReportMode.OFF)
    void whatIsProtectedIsNeverTaken(
            @ForAll("histories") List<Move> history,
            @ForAll("policies") LifecyclePolicy policy,
            @ForAll("rivals") List<Rival> rivals,
            @ForAll boolean classic) {
        Played played = new Played(classic);
        history.forEach(played::play);
        Judged judged = new Judged(played, policy, rivals);
        Optional<LifecycleOutcome> outcome = judged.apply();

        Statistics.collect(outcome.filter(done -> !done.done().isEmpty()).isPresent() ? "done" : "nothing");
        Statistics.collect(judged.disturbed ? "disturbed" : "alone");
        Statistics.collect(outcome.filter(done -> !done.kept().isEmpty()).isPresent() ? "kept" : "nothing");
        Statistics.coverage(coverage -> List.of("done", "disturbed", "kept")
                .forEach(each -> coverage.check(each).count(count -> count > 5)));

        if (played.state().definition().isPresent()) {
            played.definition().lifecycle(policy).commit();
        }
        if (played.state().definition().isPresent()) {
            assertThat(played.definition().lifecycle(policy).dryRun().isEmpty())
                    .as("nothing is left to be done")
                    .isTrue();
        }
    }

    @Property(tries = 50, edgeCases = EdgeCasesMode.NONE)
    void aPastPlanIsWhatTheRulesSayOfTheVersionsAsTheyWere(
            @ForAll("histories") List<Move> history,
            @ForAll("policies") LifecyclePolicy policy,
            @ForAll("policies") LifecyclePolicy applied,
            @ForAll boolean classic) {
        Played played = new Played(classic);
        history.forEach(played::play);
        played.wait(1);
        played.definition().lifecycle(applied).commit();
        if (played.state().definition().isEmpty()) {
            assertThatThrownBy(() -> played.definition().lifecycle(policy).dryRun(SettableClock.START))
                    .isInstanceOf(ResourceNotFoundException.class);
            return;
        }
        played.remember();
        played.past.forEach((at, versions) -> {
            played.requirePlan(policy, at, versions);
            // nothing is done between two hours
            played.requirePlan(policy, at.plus(Duration.ofMinutes(20)), versions);
        });
        Instant before = SettableClock.START.minusSeconds(1);
        assertThat(played.definition().lifecycle(policy).dryRun(before))
                .isEqualTo(LifecyclePlan.beforeHistory(
                        before, played.definition().info().id()));
    }

    /** A history as it is played. */
    private static final class Played {
        private final SettableClock clock = new SettableClock();
        private final InMemoryStorage storage = new InMemoryStorage();
        private final GalleryRules rules;
        private final ImageGalleries galleries;
        /** The versions as they were from an instant on. */
        private final NavigableMap<Instant, List<ImageVersionInfo>> past = new TreeMap<>();

        Played(boolean classic) {
            rules = (classic ? GalleryRules.classic() : GalleryRules.current())
                    .toBuilder()
                            .updatesBeyondClassic(true)
                            .allowDeletionOfReplicatedLocations(true)
                            .build();
            galleries = open(storage);
            Fixtures.definition(galleries);
            remember();
        }

        ImageGalleries open(GalleryStorage in) {
            return SharedImageGalleries.open(
                    in,
                    GallerySettings.builder()
                            .clock(clock)
                            .parallelism(1)
                            .rules(rules)
                            .build());
        }

        ImageDefinition definition() {
            return definition(galleries);
        }

        static ImageDefinition definition(ImageGalleries in) {
            return in.gallery("golden").definition("web");
        }

        /** Does something, or not if it is refused; tells whether it was done. */
        boolean play(Move move) {
            try {
                if (move.verb() == Verb.WAIT) {
                    wait(1 + move.which() % 30);
                } else {
                    change(move).commit();
                }
                remember();
                return true;
            } catch (GalleryException refused) {
                return false;
            }
        }

        void wait(int hours) {
            clock.set(clock.instant().plus(Duration.ofHours(hours)));
        }

        private PendingChange<?> change(Move move) {
            ImageDefinition web = definition();
            ImageVersion version = web.version("1.0." + move.patch());
            String region = REGIONS.get(move.which() % REGIONS.size());
            Instant later = clock.instant().plus(Duration.ofHours(1 + move.which()));
            return switch (move.verb()) {
                case PUBLISH -> publication(version, move.which());
                case EXCLUDE -> version.update().excludeFromLatest(move.which() % 2 == 0);
                case EXCLUDE_IN_REGION -> version.update().excludeFromLatest(region, move.which() % 2 == 0);
                case END -> version.update().endOfLife(later);
                case LIVE_ON -> version.update().noEndOfLife();
                case BLOCK -> version.update().blockDeletionBeforeEndOfLife(move.which() % 3 != 0);
                case FIX_REGIONS -> version.update().allowDeletionOfReplicatedLocations(move.which() % 3 == 0);
                case REPLICATE -> version.replicate(region, 1);
                case WITHDRAW -> version.withdraw(region);
                case DELETE -> version.delete();
                case END_DEFINITION -> web.update().endOfLife(later);
                case LET_DEFINITION_LIVE -> web.update().endOfLife(later.plus(Duration.ofDays(300)));
                case WAIT -> throw new AssertionError("time goes by itself");
            };
        }

        /** In some regions, perhaps with an end of life. */
        private PendingChange<?> publication(ImageVersion version, int which) {
            var publication = version.publish(image).replicate("westeurope");
            if (which % 3 > 0) {
                publication.replicate("eastus");
            }
            if (which % 5 > 1) {
                publication.replicate("japaneast");
            }
            return which % 4 == 0
                    ? publication.endOfLife(clock.instant().plus(Duration.ofHours(1 + which)))
                    : publication;
        }

        void remember() {
            if (state().definition().isPresent()) {
                past.put(clock.instant(), definition().versions().toList());
            }
        }

        State state() {
            Optional<ImageDefinitionInfo> info =
                    galleries.gallery("golden").definitions().stream().findFirst();
            return new State(
                    info,
                    info.stream()
                            .flatMap(found -> definition().versions().stream())
                            .collect(
                                    Collectors.toMap(version -> version.number().toString(), Function.identity())));
        }

        void requirePlan(LifecyclePolicy policy, Instant at, List<ImageVersionInfo> versions) {
            if (!at.isAfter(clock.instant())) {
                assertThat(definition().lifecycle(policy).dryRun(at))
                        .as("as of %s", at)
                        .isEqualTo(LifecycleRules.plan(policy, definition().info(), versions, at, rules));
            }
        }
    }

    /** Looks at each commit that a lifecycle makes, and lets a rival act between its calls. */
    private static final class Judged {
        private final Played played;
        private final LifecyclePolicy policy;
        private final Map<Integer, Move> rivals;
        private int calls;
        private boolean disturbed;

        Judged(Played played, LifecyclePolicy policy, List<Rival> rivals) {
            this.played = played;
            this.policy = policy;
            this.rivals = rivals.stream().collect(Collectors.toMap(Rival::call, Rival::move, (one, other) -> one));
        }

        /** Applies the policy; empty if the rival has left nothing to apply it to. */
        Optional<LifecycleOutcome> apply() {
            InMemoryStorage storage = played.storage;
            ImageGalleries watched =
                    played.open(GalleryStorage.of(around(RecordStore.class, storage.records()), storage.contents()));
            try {
                return Optional.of(Played.definition(watched).lifecycle(policy).commit());
            } catch (ResourceNotFoundException gone) {
                assertThat(disturbed).isTrue();
                return Optional.empty();
            }
        }

        private <T> T around(Class<T> type, T inside) {
            return type.cast(Proxy.newProxyInstance(
                    type.getClassLoader(), new Class<?>[] {type}, (self, method, args) -> {
                        try {
                            if (!(inside instanceof Partition)) {
                                Object answer = method.invoke(inside, args);
                                return answer instanceof Partition partition
                                        ? around(Partition.class, partition)
                                        : answer;
                            }
                            Optional.ofNullable(rivals.remove(++calls))
                                    .ifPresent(move -> disturbed |= played.play(move));
                            Optional<State> before = Optional.of(method.getName())
                                    .filter("commit"::equals)
                                    .map(commit -> played.state());
                            Object answer = method.invoke(inside, args);
                            if (answer instanceof Committed) {
                                judge(before.orElseThrow(), played.state());
                            }
                            return answer;
                        } catch (InvocationTargetException e) {
                            throw e.getCause();
                        }
                    }));
        }

        private void judge(State before, State after) {
            ImageDefinitionInfo definition = before.definition().orElseThrow();
            if (after.definition().isEmpty()) {
                assertThat(before.versions())
                        .as("versions go before their definition")
                        .isEmpty();
                assertThat(isRemoved(definition)).isTrue();
                return;
            }
            assertThat(after.definition()).isEqualTo(before.definition());
            assertThat(before.versions().keySet()).containsAll(after.versions().keySet());
            before.versions().forEach((number, version) -> {
                if (after.versions().containsKey(number)) {
                    requireWithdrawn(version, after.versions().get(number));
                } else {
                    requireDeletable(version, isRemoved(definition));
                }
            });
            if (!hasPassed(definition.endOfLifeDate(), 0)) {
                assertThat(regions(after)).as("where there is a latest").isEqualTo(regions(before));
            }
        }

        private boolean hasPassed(Optional<Instant> date, int days) {
            return date.filter(end -> played.clock.instant().isAfter(end.plus(Duration.ofDays(days))))
                    .isPresent();
        }

        private boolean isRemoved(ImageDefinitionInfo definition) {
            return policy.rule(LifecycleRule.RemoveDefinition.class)
                    .filter(rule -> hasPassed(definition.endOfLifeDate(), rule.daysAfter()))
                    .isPresent();
        }

        private void requireDeletable(ImageVersionInfo version, boolean withDefinition) {
            if (version.safetyProfile().blockDeletionBeforeEndOfLife()) {
                assertThat(version.endOfLifeDate())
                        .as("blocked until its end of life")
                        .hasValueSatisfying(end -> assertThat(end).isBeforeOrEqualTo(played.clock.instant()));
            }
            boolean past = policy.rule(LifecycleRule.DeletePastEndOfLife.class)
                    .filter(rule -> hasPassed(version.endOfLifeDate(), rule.daysAfter()))
                    .isPresent();
            boolean older = policy.rule(LifecycleRule.KeepNewest.class).isPresent();
            assertThat(past || older || withDefinition)
                    .as("a rule asks for the end of %s", version)
                    .isTrue();
        }

        private void requireWithdrawn(ImageVersionInfo before, ImageVersionInfo after) {
            Set<RegionName> left = names(after);
            Set<RegionName> gone = names(before).stream()
                    .filter(region -> !left.contains(region))
                    .collect(Collectors.toSet());
            if (gone.isEmpty()) {
                assertThat(after).isEqualTo(before);
            } else {
                assertThat(policy.rule(LifecycleRule.OlderAtHome.class)).isPresent();
                assertThat(gone).doesNotContain(before.location());
                assertThat(before.safetyProfile().allowDeletionOfReplicatedLocations())
                        .isTrue();
            }
        }

        private static Set<RegionName> names(ImageVersionInfo version) {
            return version.regions().stream().map(RegionReplication::region).collect(Collectors.toSet());
        }

        /** Returns the regions where some version is eligible as latest. */
        private Set<String> regions(State state) {
            return REGIONS.stream()
                    .filter(region -> state.versions().values().stream()
                            .anyMatch(version -> LatestRule.ineligible(
                                            version, RegionName.of(region), played.clock.instant(), played.rules)
                                    .isEmpty()))
                    .collect(Collectors.toSet());
        }
    }

    @Provide
    Arbitrary<LifecyclePolicy> policies() {
        Arbitrary<Integer> days = Arbitraries.of(0, 0, 1);
        Arbitrary<Integer> counts = Arbitraries.integers().between(1, 3);
        return Combinators.combine(
                        counts.map(LifecycleRule::keepNewest).optional(0.6),
                        days.map(LifecycleRule::deletePastEndOfLife).optional(0.7),
                        days.map(LifecycleRule::removeDefinitionPastEndOfLife).optional(0.5),
                        counts.map(LifecycleRule::olderAtHome).optional(0.6))
                .as((newest, past, definition, home) -> new LifecyclePolicy(
                        Stream.<Optional<? extends LifecycleRule>>of(newest, past, definition, home)
                                .<LifecycleRule>flatMap(Optional::stream)
                                .toList(),
                        Set.of()));
    }

    @Provide
    Arbitrary<List<Move>> histories() {
        Arbitrary<Verb> verbs = Arbitraries.frequencyOf(
                Tuple.of(4, Arbitraries.just(Verb.PUBLISH)),
                Tuple.of(2, Arbitraries.just(Verb.WAIT)),
                Tuple.of(5, Arbitraries.of(Verb.class)));
        return moves(verbs).list().ofMinSize(6).ofMaxSize(30);
    }

    @Provide
    Arbitrary<List<Rival>> rivals() {
        Arbitrary<Verb> verbs = Arbitraries.of(Verb.class).filter(verb -> verb != Verb.WAIT);
        return Combinators.combine(Arbitraries.integers().between(1, 60), moves(verbs))
                .as(Rival::new)
                .list()
                .ofMaxSize(6);
    }

    private static Arbitrary<Move> moves(Arbitrary<Verb> verbs) {
        return Combinators.combine(
                        verbs,
                        Arbitraries.integers().between(0, 5),
                        Arbitraries.integers().between(0, 39))
                .as(Move::new);
    }
}
