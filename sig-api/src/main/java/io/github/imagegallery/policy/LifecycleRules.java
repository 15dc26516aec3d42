// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.policy;

import io.github.imagegallery.error.Violation;
import io.github.imagegallery.model.ImageDefinitionInfo;
import io.github.imagegallery.model.ImageVersionInfo;
import io.github.imagegallery.model.LifecyclePlan;
import io.github.imagegallery.model.LifecyclePlan.Kept;
import io.github.imagegallery.model.LifecyclePlan.Reason;
import io.github.imagegallery.model.LifecyclePolicy;
import io.github.imagegallery.model.LifecycleRule;
import io.github.imagegallery.model.LifecycleStep;
import io.github.imagegallery.model.ProvisioningState;
import io.github.imagegallery.model.RegionName;
import io.github.imagegallery.model.RegionReplication;
import io.github.imagegallery.model.VersionNumber;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What lifecycle rules do to a definition and its versions (domain, Deleting and end of life). Pure functions.
 *
 * <p>Against every rule these are protected:
 *
 * <ul>
 *   <li>What has no end of life is not past it.
 *   <li>A version is not deleted while in some region no other version is eligible as {@code latest}; nor is it for being
 *       older than others while it is {@code latest} in some region. Both hold until its definition is past its end of
 *       life.
 *   <li>A version is withdrawn only where a newer one is eligible as {@code latest}, only while it is available at its home,
 *       and never from its home.
 *   <li>A version is not deleted, and not withdrawn, if its safety profile does not allow it, or while it is being published.
 *   <li>A definition past its end of life keeps all its versions until all of them may be deleted.
 * </ul>
 */
public final class LifecycleRules {
    private LifecycleRules() {}

    /**
     * Plans what a policy does to a definition. First come the versions that end with their definition, or else those past
     * their end of life, then those older than the newest, each the oldest first; what then remains of older versions is
     * withdrawn, the newest first. After these steps the same policy plans no more.
     *
     * @param definition the definition; if the policy is not for it, nothing is planned
     * @param versions all its versions, in any order
     */
    public static LifecyclePlan plan(
            LifecyclePolicy policy,
            ImageDefinitionInfo definition,
            Collection<ImageVersionInfo> versions,
            Instant now,
            GalleryRules rules) {
        if (!policy.isFor(definition)) {
            return LifecyclePlan.nothing(now);
        }
        Planning planning = new Planning(definition, versions, now, rules);
        policy.rule(LifecycleRule.RemoveDefinition.class).ifPresent(planning::apply);
        policy.rule(LifecycleRule.DeletePastEndOfLife.class).ifPresent(planning::apply);
        policy.rule(LifecycleRule.KeepNewest.class).ifPresent(planning::apply);
        policy.rule(LifecycleRule.OlderAtHome.class).ifPresent(planning::apply);
        return planning.plan();
    }

    /** A plan in the making. Each rule is applied to what the ones before have left. */
    private static final class Planning {
        private final ImageDefinitionInfo definition;
        private final Instant now;
        private final GalleryRules rules;
        private final boolean ended;
        private final NavigableMap<VersionNumber, ImageVersionInfo> left = new TreeMap<>();
        /** How many of the versions that are left are eligible as latest in each region. */
        private final Map<RegionName, Integer> eligible = new HashMap<>();

        private final List<LifecycleStep> steps = new ArrayList<>();
        private final List<Kept> kept = new ArrayList<>();

        Planning(
                ImageDefinitionInfo definition,
                Collection<ImageVersionInfo> versions,
                Instant now,
                GalleryRules rules) {
            this.definition = definition;
            this.now = now;
            this.rules = rules;
            this.ended = EndOfLifeRule.hasPassed(definition.endOfLifeDate(), now);
            versions.forEach(version -> left.put(version.number(), version));
            versions.forEach(version -> eligibleIn(version).forEach(region -> eligible.merge(region, 1, Integer::sum)));
        }

        LifecyclePlan plan() {
            return new LifecyclePlan(now, steps, kept, List.of());
        }

        void apply(LifecycleRule.RemoveDefinition rule) {
            if (!passed(definition.endOfLifeDate(), rule.daysAfter())) {
                return;
            }
            List<Kept> protections = left.values().stream()
                    .flatMap(version -> protections(version, rule).stream())
                    .toList();
            if (protections.isEmpty()) {
                remove(rule, "its definition's end of life was " + date(definition.endOfLifeDate()));
            } else {
                kept.addAll(protections);
                kept.add(new Kept(
                        definition.id(),
                        Optional.empty(),
                        rule,
                        Reason.VERSIONS_KEPT,
                        "it has versions that are kept: " + numbers(protections)));
            }
        }

        private void remove(LifecycleRule rule, String reason) {
            left.values().stream()
                    .map(version -> new LifecycleStep.DeleteVersion(version, rule, reason))
                    .forEach(steps::add);
            left.clear();
            steps.add(new LifecycleStep.DeleteDefinition(
                    definition, rule, "its end of life was " + date(definition.endOfLifeDate())));
        }

        private static String numbers(List<Kept> versions) {
            return versions.stream()
                    .flatMap(version -> version.resource().version().stream())
                    .map(VersionNumber::toString)
                    .distinct()
                    .collect(Collectors.joining(", "));
        }

        void apply(LifecycleRule.DeletePastEndOfLife rule) {
            oldestFirst(version -> passed(version.endOfLifeDate(), rule.daysAfter()))
                    .forEach(version -> delete(
                            version,
                            rule,
                            "its end of life was " + date(version.endOfLifeDate()),
                            needed(version, rule, Reason.LAST_ELIGIBLE, lastIn(version))));
        }

        void apply(LifecycleRule.KeepNewest rule) {
            List<ImageVersionInfo> newest = newest(rule.count());
            Map<RegionName, VersionNumber> latest = latest();
            oldestFirst(version -> isOlder(version, newest))
                    .forEach(version -> delete(
                            version,
                            rule,
                            olderThan(newest),
                            needed(version, rule, Reason.LATEST, latestIn(version, latest))));
        }

        void apply(LifecycleRule.OlderAtHome rule) {
            List<ImageVersionInfo> newest = newest(rule.newest());
            Map<RegionName, VersionNumber> newer = new HashMap<>();
            for (ImageVersionInfo version : left.descendingMap().values()) {
                if (isOlder(version, newest)) {
                    withdraw(version, rule, newer, olderThan(newest));
                }
                eligibleIn(version).forEach(region -> newer.putIfAbsent(region, version.number()));
            }
        }

        private boolean passed(Optional<Instant> date, int days) {
            return EndOfLifeRule.hasPassed(date, now.minus(Duration.ofDays(days)));
        }

        private static String date(Optional<Instant> date) {
            return date.map(Instant::toString).orElseThrow();
        }

        private List<ImageVersionInfo> oldestFirst(Predicate<ImageVersionInfo> kind) {
            return left.values().stream().filter(kind).toList();
        }

        /** Returns the newest versions, the newest first; none if there are not so many. */
        private List<ImageVersionInfo> newest(int count) {
            List<ImageVersionInfo> newest = NewestRule.newest(left.values(), count, now, rules);
            return newest.size() < count ? List.of() : newest;
        }

        private static boolean isOlder(ImageVersionInfo version, List<ImageVersionInfo> newest) {
            return !newest.isEmpty() && version.number().compareTo(oldest(newest)) < 0;
        }

        private static VersionNumber oldest(List<ImageVersionInfo> newestFirst) {
            return newestFirst.get(newestFirst.size() - 1).number();
        }

        private static String olderThan(List<ImageVersionInfo> newest) {
            return "it is older than " + oldest(newest)
                    + (newest.size() == 1
                            ? ", the newest version"
                            : ", the last of the newest " + newest.size() + " versions");
        }

        private List<RegionName> eligibleIn(ImageVersionInfo version) {
            return version.regions().stream()
                    .map(RegionReplication::region)
                    .filter(region ->
                            LatestRule.ineligible(version, region, now, rules).isEmpty())
                    .toList();
        }

        /**
         * Deletes a version unless it is protected.
         *
         * @param needed why the version is needed, empty if it is not
         */
        private void delete(ImageVersionInfo version, LifecycleRule rule, String reason, Optional<Kept> needed) {
            List<Kept> protections = new ArrayList<>(protections(version, rule));
            needed.ifPresent(protections::add);
            kept.addAll(protections);
            if (protections.isEmpty()) {
                steps.add(new LifecycleStep.DeleteVersion(version, rule, reason));
                left.remove(version.number());
                eligibleIn(version).forEach(region -> eligible.merge(region, -1, Integer::sum));
            }
        }

        /** Returns every reason of a version's own why it may not be deleted. */
        private List<Kept> protections(ImageVersionInfo version, LifecycleRule rule) {
            Optional<Kept> blocked = DeletionRule.check(version, now)
                    .map(violation -> kept(version, rule, Reason.DELETION_BLOCKED, violation.actual()));
            return Stream.of(busy(version, rule), blocked)
                    .flatMap(Optional::stream)
                    .toList();
        }

        /** Returns that a version is needed in some regions; empty if there are none, or its definition has ended. */
        private Optional<Kept> needed(
                ImageVersionInfo version, LifecycleRule rule, Reason reason, List<RegionName> regions) {
            if (ended || regions.isEmpty()) {
                return Optional.empty();
            }
            String where = regions.stream().map(RegionName::toString).collect(Collectors.joining(", "));
            String why = reason == Reason.LATEST ? "it is latest in " : "no other version is eligible as latest in ";
            return Optional.of(kept(version, rule, reason, why + where));
        }

        private List<RegionName> lastIn(ImageVersionInfo version) {
            return eligibleIn(version).stream()
                    .filter(region -> eligible.getOrDefault(region, 0) == 1)
                    .toList();
        }

        private Map<RegionName, VersionNumber> latest() {
            Map<RegionName, VersionNumber> latest = new HashMap<>();
            left.values()
                    .forEach(version -> eligibleIn(version).forEach(region -> latest.put(region, version.number())));
            return latest;
        }

        private static List<RegionName> latestIn(ImageVersionInfo version, Map<RegionName, VersionNumber> latest) {
            return version.regions().stream()
                    .map(RegionReplication::region)
                    .filter(region -> version.number().equals(latest.get(region)))
                    .toList();
        }

        private Optional<Kept> busy(ImageVersionInfo version, LifecycleRule rule) {
            return switch (version.provisioningState()) {
                case CREATING ->
                    Optional.of(kept(version, rule, Reason.BEING_PUBLISHED, "it is still being published"));
                case DELETING -> Optional.of(kept(version, rule, Reason.BEING_DELETED, "it is being deleted already"));
                default -> Optional.empty();
            };
        }

        /**
         * Withdraws an older version from all regions but its home.
         *
         * @param newer of each region the newest version that is eligible as latest there, among those newer than this one
         */
        private void withdraw(
                ImageVersionInfo version, LifecycleRule rule, Map<RegionName, VersionNumber> newer, String reason) {
            List<RegionName> abroad = version.regions().stream()
                    .map(RegionReplication::region)
                    .filter(region -> !region.equals(version.location()))
                    .toList();
            Optional<Kept> stays = busy(version, rule).or(() -> away(version, rule));
            if (abroad.isEmpty() || stays.isPresent()) {
                stays.filter(because -> !abroad.isEmpty()).ifPresent(kept::add);
                return;
            }
            ImageVersionInfo before = version;
            for (RegionName region : abroad) {
                Optional<Kept> stay = keep(version, region, rule, newer.containsKey(region));
                if (stay.isPresent()) {
                    kept.add(stay.get());
                } else {
                    ImageVersionInfo after = without(before, region);
                    String because = reason + ", and " + newer.get(region) + " is eligible as latest in " + region;
                    steps.add(new LifecycleStep.WithdrawRegion(before, region, after, rule, because));
                    before = after;
                }
            }
        }

        private static Optional<Kept> away(ImageVersionInfo version, LifecycleRule rule) {
            boolean available = version.region(version.location())
                    .filter(home -> home.availableReplicas() > 0)
                    .isPresent();
            return available
                    ? Optional.empty()
                    : Optional.of(kept(
                            version,
                            rule,
                            Reason.NOT_AVAILABLE_AT_HOME,
                            "it is not available at its home " + version.location()));
        }

        private Optional<Kept> keep(
                ImageVersionInfo version, RegionName region, LifecycleRule rule, boolean newerEligible) {
            if (!newerEligible) {
                return Optional.of(new Kept(
                        version.id(),
                        Optional.of(region),
                        rule,
                        Reason.NO_NEWER_ELIGIBLE,
                        "no newer version is eligible as latest there"));
            }
            return ReplicationRule.checkWithdrawal(version, region, rules)
                    .map(Violation::actual)
                    .map(why -> new Kept(version.id(), Optional.of(region), rule, Reason.WITHDRAWAL_NOT_ALLOWED, why));
        }

        private static Kept kept(ImageVersionInfo version, LifecycleRule rule, Reason reason, String explanation) {
            return new Kept(version.id(), Optional.empty(), rule, reason, explanation);
        }

        /** Returns a version that was published without one of its regions. */
        private static ImageVersionInfo without(ImageVersionInfo version, RegionName region) {
            List<RegionReplication> regions = version.regions().stream()
                    .filter(present -> !present.region().equals(region))
                    .toList();
            boolean everComplete = version.provisioningState() != ProvisioningState.CREATING;
            return ImageVersionInfo.builder()
                    .from(version)
                    .regions(regions)
                    .provisioningState(ProvisioningRule.state(everComplete, regions))
                    .replicationStatus(ProvisioningRule.replicationStatus(regions))
                    .build();
        }
    }
}
