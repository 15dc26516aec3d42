// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.examples;

import io.github.imagegallery.model.LatestResolution;
import io.github.imagegallery.model.LatestResolution.Outcome;
import java.util.ArrayList;
import java.util.List;

/** Which version is latest, and why not others, as lines of text for people. */
final class LatestTexts {
    private LatestTexts() {}

    /** Returns which version is latest, and why not the others. */
    static List<String> latest(LatestResolution resolution) {
        return latest("", resolution);
    }

    /** Returns which version is latest at an instant, which is said after the region, and why not the others. */
    static List<String> latest(String at, LatestResolution resolution) {
        List<String> lines = new ArrayList<>();
        lines.add(resolution.region() + at + ": " + chosen(resolution));
        lines.addAll(passedOver("  ", resolution));
        return lines;
    }

    private static String chosen(LatestResolution resolution) {
        String newestOfAll = resolution.passedOver().isEmpty() ? ", the highest number of all" : "";
        return resolution
                .chosen()
                .map(version -> version.number() + newestOfAll)
                .orElse(resolution.outcome() == Outcome.BEFORE_HISTORY ? "not known" : "none");
    }

    /** Returns the versions that were passed over, one line each. */
    static List<String> passedOver(String indent, LatestResolution resolution) {
        return resolution.passedOver().stream()
                .map(passed -> indent + "not " + passed.version() + ": " + passed.explanation())
                .toList();
    }
}
