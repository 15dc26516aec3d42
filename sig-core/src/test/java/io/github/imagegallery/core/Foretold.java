// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.imagegallery.model.ChangePlan;
import io.github.imagegallery.model.VersionOutcome;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** What a plan says is what then comes. */
public final class Foretold {
    private Foretold() {}

    /** Requires that what a plan said is the whole difference between what was and what is. */
    public static void require(ChangePlan plan, Survey before, Survey after) {
        assertThat(latest(plan)).as("latest of %s", plan.request()).isEqualTo(latest(before, after));
        assertThat(undeployable(plan)).as("undeployable of %s", plan.request()).isEqualTo(lost(before, after));
        assertThat(usage(plan)).as("usage of %s", plan.request()).isEqualTo(usage(before, after));
        assertThat(plan.cost().orElseThrow().monthlyDifference())
                .as("cost of %s", plan.request())
                .isEqualByComparingTo(after.monthly().subtract(before.monthly()));
        assertThat(plan.storedBytes() + plan.movedBytes())
                .as("bytes of %s: %s and %s", plan.request(), plan.storedBytes(), plan.moves())
                .isEqualTo(after.bytes() - before.bytes());
    }

    /** Requires that a plan said which bytes an answer says were stored and moved. */
    public static void requireBytes(ChangePlan plan, Object answer) {
        List<?> answers = answer instanceof List<?> several ? several : List.of(answer);
        List<VersionOutcome> outcomes = answers.stream()
                .filter(VersionOutcome.class::isInstance)
                .map(VersionOutcome.class::cast)
                .toList();
        assertThat(plan.storedBytes())
                .isEqualTo(
                        outcomes.stream().mapToLong(VersionOutcome::storedBytes).sum());
        assertThat(plan.movedBytes())
                .isEqualTo(
                        outcomes.stream().mapToLong(VersionOutcome::movedBytes).sum());
    }

    private static Set<String> latest(ChangePlan plan) {
        Set<String> lines = new TreeSet<>();
        plan.latest()
                .forEach(change -> lines.add(change.definition() + " " + change.region() + " "
                        + change.before().map(String::valueOf).orElse("none") + " "
                        + change.after().map(String::valueOf).orElse("none")));
        return lines;
    }

    private static Set<String> latest(Survey before, Survey after) {
        Set<String> lines = new TreeSet<>();
        Set<String> places = new TreeSet<>(before.latest().keySet());
        places.addAll(after.latest().keySet());
        for (String place : places) {
            String was = before.latest().getOrDefault(place, "none");
            String is = after.latest().getOrDefault(place, "none");
            if (!was.equals(is)) {
                lines.add(place + " " + was + " " + is);
            }
        }
        return lines;
    }

    private static Set<String> undeployable(ChangePlan plan) {
        Set<String> lines = new TreeSet<>();
        plan.undeployable()
                .forEach(lost -> lines.add(lost.version() + " " + lost.region()
                        + lost.osDiskType().map(type -> " on " + type).orElse("")));
        assertThat(lines).hasSameSizeAs(plan.undeployable());
        return lines;
    }

    /** Returns what can no longer be deployed; not on which disks where it cannot be at all. */
    private static Set<String> lost(Survey before, Survey after) {
        Set<String> lost = new HashSet<>(before.deployable());
        lost.removeAll(after.deployable());
        Set<String> whole = new HashSet<>(lost);
        lost.removeIf(line -> line.contains(" on ") && whole.contains(line.substring(0, line.indexOf(" on "))));
        return new TreeSet<>(lost);
    }

    private static Map<String, Long> usage(ChangePlan plan) {
        Map<String, Long> difference = new TreeMap<>();
        plan.usage()
                .forEach(change ->
                        difference.put(change.kind() + " " + change.location(), change.after() - change.before()));
        return difference;
    }

    private static Map<String, Long> usage(Survey before, Survey after) {
        Map<String, Long> difference = new TreeMap<>();
        Set<String> places = new TreeSet<>(before.used().keySet());
        places.addAll(after.used().keySet());
        for (String place : places) {
            long was = before.used().getOrDefault(place, 0L);
            long is = after.used().getOrDefault(place, 0L);
            if (was != is) {
                difference.put(place, is - was);
            }
        }
        return difference;
    }
}
