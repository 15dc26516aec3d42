// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.policy;

import static io.github.imagegallery.policy.Samples.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.imagegallery.model.ChangePlan.Undeployable;
import io.github.imagegallery.model.Deployment;
import io.github.imagegallery.model.DiskType;
import io.github.imagegallery.model.ImageDefinitionInfo;
import io.github.imagegallery.model.ImageVersionInfo;
import io.github.imagegallery.model.RegionName;
import io.github.imagegallery.model.RegionReplication;
import io.github.imagegallery.model.ReplicationState;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Against an oracle that asks, for every version, region and kind of disk, before and after. */
class ChangeEffectsProperties {
    private static final List<RegionName> REGIONS =
            List.of(RegionName.of("eastus2"), RegionName.of("japaneast"), RegionName.of("westeurope"));

    private final LatestRuleProperties worlds = new LatestRuleProperties();

    @Property
    void latestIsWhatTheOracleFinds(
            @ForAll("definitions") List<ImageVersionInfo> before,
            @ForAll("definitions") List<ImageVersionInfo> after,
            @ForAll("instants") Instant at,
            @ForAll("rules") GalleryRules rules) {
        ImageDefinitionInfo definition = Samples.definition().build();
        Set<String> expected = new TreeSet<>();
        for (RegionName region : REGIONS) {
            String was = latest(before, region, at, rules);
            String is = latest(after, region, at, rules);
            if (!was.equals(is)) {
                expected.add(region + " " + was + " " + is);
            }
        }
        assertThat(ChangeEffects.latest(definition.id(), before, after, at, rules))
                .allMatch(change -> change.definition().equals(definition.id()))
                .extracting(change -> change.region() + " "
                        + change.before().map(String::valueOf).orElse("none") + " "
                        + change.after().map(String::valueOf).orElse("none"))
                .containsExactlyElementsOf(expected);
    }

    private static String latest(
            Collection<ImageVersionInfo> versions, RegionName region, Instant at, GalleryRules rules) {
        return LatestRule.explain(versions, region, at, rules)
                .chosen()
                .map(version -> version.number().toString())
                .orElse("none");
    }

    @Property
    void undeployableIsWhatTheOracleFinds(
            @ForAll("definitions") List<ImageVersionInfo> before,
            @ForAll("definitions") List<ImageVersionInfo> after,
            @ForAll("instants") Instant at,
            @ForAll("rules") GalleryRules rules) {
        ImageDefinitionInfo definition = Samples.definition().build();
        Set<String> expected = new TreeSet<>();
        for (ImageVersionInfo version : before) {
            for (RegionName region : REGIONS) {
                boolean left = after.stream()
                        .filter(other -> other.number().equals(version.number()))
                        .anyMatch(other -> deployable(definition, other, region, Optional.empty(), at, rules));
                if (deployable(definition, version, region, Optional.empty(), at, rules) && !left) {
                    expected.add(version.number() + " " + region);
                }
            }
        }
        List<Undeployable> found = ChangeEffects.undeployable(before, after, at, rules);
        assertThat(found)
                .allMatch(lost -> lost.osDiskType().isEmpty() && !lost.reason().isBlank());
        assertThat(found)
                .extracting(lost -> lost.version().version().orElseThrow() + " " + lost.region())
                .containsExactlyInAnyOrderElementsOf(expected);
    }

    @Property
    void disallowedIsWhatTheOracleFinds(
            @ForAll Set<DiskType> forbidden,
            @ForAll Set<DiskType> forbiddenAfter,
            @ForAll("definitions") List<ImageVersionInfo> versions,
            @ForAll("instants") Instant at,
            @ForAll("rules") GalleryRules rules) {
        ImageDefinitionInfo before =
                Samples.definition().disallowedDiskTypes(forbidden).build();
        ImageDefinitionInfo after =
                Samples.definition().disallowedDiskTypes(forbiddenAfter).build();
        Set<String> expected = new TreeSet<>();
        for (ImageVersionInfo version : versions) {
            for (RegionName region : REGIONS) {
                Arrays.stream(DiskType.values())
                        .filter(type -> deployable(before, version, region, Optional.of(type), at, rules))
                        .filter(type -> !deployable(after, version, region, Optional.of(type), at, rules))
                        .forEach(type -> expected.add(version.number() + " " + region + " " + type));
            }
        }
        assertThat(ChangeEffects.disallowed(before, after, versions, at, rules))
                .extracting(lost -> lost.version().version().orElseThrow() + " " + lost.region() + " "
                        + lost.osDiskType().orElseThrow())
                .containsExactlyInAnyOrderElementsOf(expected);
    }

    private static boolean deployable(
            ImageDefinitionInfo definition,
            ImageVersionInfo version,
            RegionName region,
            Optional<DiskType> type,
            Instant at,
            GalleryRules rules) {
        Deployment deployment = Deployment.builder()
                .region(region)
                .virtualMachines(1)
                .osDiskType(type)
                .osProfile(true)
                .build();
        return DeploymentRule.check(definition, version, deployment, at, rules).isEmpty();
    }

    @Property
    void untilThenTimeChangesNothingAndAfterwardsAnEndHasPassed(
            @ForAll("definitions") List<ImageVersionInfo> versions, @ForAll("instants") Instant at) {
        Optional<Instant> until = ChangeEffects.until(versions, at);
        for (Instant later = at; !later.isAfter(NOW.plusNanos(4)); later = later.plusNanos(1)) {
            boolean same = passed(versions, later).equals(passed(versions, at));
            boolean beyond = until.filter(later::isAfter).isPresent();
            assertThat(same).as("%s at %s", until, later).isEqualTo(!beyond);
        }
    }

    private static Set<String> passed(List<ImageVersionInfo> versions, Instant at) {
        Set<String> passed = new TreeSet<>();
        versions.stream()
                .filter(version -> EndOfLifeRule.hasPassed(version.endOfLifeDate(), at))
                .forEach(version -> passed.add(version.number().toString()));
        return passed;
    }

    @Property
    void whatIsCompletedHasAllItsReplicas(@ForAll("definitions") List<ImageVersionInfo> versions) {
        for (ImageVersionInfo version : versions) {
            ImageVersionInfo completed = ChangeEffects.completed(version);
            assertThat(completed.regions())
                    .hasSameSizeAs(version.regions())
                    .allMatch(region -> region.state() == ReplicationState.COMPLETED
                            && region.availableReplicas() == region.replicaCount()
                            && region.progressPercent() == 100);
            assertThat(completed.regions())
                    .extracting(RegionReplication::excludeFromLatest)
                    .isEqualTo(version.regions().stream()
                            .map(RegionReplication::excludeFromLatest)
                            .toList());
        }
    }

    @Provide
    Arbitrary<List<ImageVersionInfo>> definitions() {
        return worlds.definitions();
    }

    @Provide
    Arbitrary<Instant> instants() {
        return worlds.instants();
    }

    @Provide
    Arbitrary<GalleryRules> rules() {
        return Arbitraries.of(GalleryRules.classic(), GalleryRules.current());
    }
}
