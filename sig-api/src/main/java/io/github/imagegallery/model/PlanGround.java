// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.model;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * What a plan stands on: as long as all of it is so, making the change does what the plan says. It has a text form, so that
 * a plan that was saved can be applied later, by another process too; with another version of the library it may be refused, as
 * if all had shifted. It names what was read and gives digests of it, and tells nothing of what the planner may not see.
 * Immutable.
 *
 * @param request the digest of what was asked for; a plan of another request cannot be applied
 * @param facts what was read, such as {@code version golden/web/1.0.0}, each with a digest of its content, or {@link #ABSENT};
 *     {@code the versions of golden/web} has a digest of what the plan says of them, so that changes of other versions which
 *     alter nothing of that do not count
 * @param prices the digest of the price book, empty if nothing was priced
 * @param until the last instant at which it is so by itself: after it something passes its end of life; empty if nothing does
 */
public record PlanGround(
        String request, SortedMap<String, String> facts, Optional<String> prices, Optional<Instant> until) {

    /** Stands in place of the digest of what is not there. */
    public static final String ABSENT = "none";

    private static final String FIRST_LINE = "plan 1";
    private static final Pattern DIGEST = Pattern.compile("[0-9a-f]{64}");
    private static final Pattern NAME = Pattern.compile("\\S(?:[^\\p{Cntrl}]*\\S)?");

    /**
     * Refuses what has no text form.
     *
     * @throws IllegalArgumentException if a digest is not 64 hexadecimal digits, or a name not a line of text
     */
    public PlanGround {
        facts = Collections.unmodifiableSortedMap(new TreeMap<>(facts));
        require(isDigest(request), request);
        prices.ifPresent(digest -> require(isDigest(digest), digest));
        facts.forEach((name, digest) -> {
            require(NAME.matcher(name).matches(), name);
            require(digest.equals(ABSENT) || isDigest(digest), digest);
        });
    }

    private static boolean isDigest(String text) {
        return DIGEST.matcher(text).matches();
    }

    private static void require(boolean condition, String text) {
        if (!condition) {
            throw unreadable("'" + text + "' does not belong there");
        }
    }

    private static IllegalArgumentException unreadable(String reason) {
        return new IllegalArgumentException(
                "Not the ground of a plan: " + reason + " (give the text of one as it was written)");
    }

    /**
     * Reads the text form.
     *
     * @throws IllegalArgumentException if it is not the text form of a ground
     */
    public static PlanGround parse(String text) {
        List<String> lines = text.lines().toList();
        if (lines.isEmpty() || !lines.get(0).equals(FIRST_LINE)) {
            throw unreadable("it does not begin with '" + FIRST_LINE + "'");
        }
        Map<String, String> heads = new TreeMap<>();
        SortedMap<String, String> facts = new TreeMap<>();
        for (String line : lines.subList(1, lines.size())) {
            int space = line.indexOf(' ');
            require(space > 0, line);
            String word = line.substring(0, space);
            String rest = line.substring(space + 1);
            boolean isFact = word.equals(ABSENT) || isDigest(word);
            String known = isFact ? facts.put(rest, word) : heads.put(word, rest);
            require(known == null, line);
        }
        return read(heads, facts);
    }

    private static PlanGround read(Map<String, String> heads, SortedMap<String, String> facts) {
        Optional<String> facing = Optional.ofNullable(heads.remove("facts"));
        require(
                facing.filter(count -> count.equals(String.valueOf(facts.size())))
                        .isPresent(),
                "facts");
        String request = Optional.ofNullable(heads.remove("request")).orElseThrow(() -> unreadable("no request"));
        Optional<String> prices = Optional.ofNullable(heads.remove("prices"));
        Optional<Instant> until = Optional.ofNullable(heads.remove("until")).map(PlanGround::instant);
        heads.keySet().forEach(unknown -> require(false, unknown));
        return new PlanGround(request, facts, prices, until);
    }

    private static Instant instant(String text) {
        try {
            return Instant.parse(text);
        } catch (DateTimeException e) {
            throw unreadable("'" + text + "' is not an instant");
        }
    }

    /** Returns the text form: a few lines, which {@link #parse} reads. */
    @Override
    public String toString() {
        List<String> lines = new ArrayList<>(List.of(FIRST_LINE, "request " + request));
        prices.ifPresent(digest -> lines.add("prices " + digest));
        until.ifPresent(instant -> lines.add("until " + instant));
        lines.add("facts " + facts.size());
        facts.forEach((name, digest) -> lines.add(digest + " " + name));
        return String.join("\n", lines) + "\n";
    }
}
