// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.model;

import io.github.imagegallery.error.GalleryException;
import io.github.imagegallery.error.Violation;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The number of an image version, {@code Major.Minor.Patch}. Ordered by major, then minor, then patch, as numbers:
 * 1.0.10 comes after 1.0.9 (domain, Image version).
 *
 * @param major 0 to 2,147,483,647
 * @param minor 0 to 2,147,483,647
 * @param patch 0 to 2,147,483,647
 */
public record VersionNumber(int major, int minor, int patch) implements Comparable<VersionNumber> {
    private static final Pattern FORM = Pattern.compile("([0-9]+)\\.([0-9]+)\\.([0-9]+)");
    private static final String REMEDY =
            "write Major.Minor.Patch, each 0 to 2147483647 without sign or leading zeros, such as 1.0.0";
    private static final Comparator<VersionNumber> ORDER = Comparator.comparingInt(VersionNumber::major)
            .thenComparingInt(VersionNumber::minor)
            .thenComparingInt(VersionNumber::patch);

    /**
     * Makes a version number of its parts.
     *
     * @throws io.github.imagegallery.error.InvalidParameterException if a part is negative
     */
    public VersionNumber {
        if (major < 0 || minor < 0 || patch < 0) {
            throw refusal(major + "." + minor + "." + patch, "its parts must not be negative");
        }
    }

    /**
     * Reads a version number.
     *
     * @throws io.github.imagegallery.error.InvalidParameterException if the text is not three numbers in range, or has
     *     signs or leading zeros ("01.0.0" would be a second name of "1.0.0")
     */
    public static VersionNumber parse(String text) {
        Matcher form = FORM.matcher(text);
        if (!form.matches()) {
            throw refusal(text, "a version number is three numbers joined by dots");
        }
        return new VersionNumber(part(text, form.group(1)), part(text, form.group(2)), part(text, form.group(3)));
    }

    private static int part(String text, String digits) {
        if (digits.length() > 1 && digits.startsWith("0")) {
            throw refusal(text, "'" + digits + "' has a leading zero");
        }
        try {
            return Integer.parseInt(digits);
        } catch (NumberFormatException tooLarge) {
            throw refusal(text, "'" + digits + "' is too large");
        }
    }

    private static GalleryException refusal(String text, String actual) {
        return GalleryException.of(
                "Cannot use '" + text + "' as a version number",
                List.of(Violation.invalid("version", text, actual, REMEDY)));
    }

    /**
     * Returns the number after this one: the patch one higher.
     *
     * @throws io.github.imagegallery.error.InvalidParameterException if the patch is the highest there is
     */
    public VersionNumber next() {
        if (patch == Integer.MAX_VALUE) {
            throw refusal(major + "." + minor + "." + (patch + 1L), "'" + (patch + 1L) + "' is too large");
        }
        return new VersionNumber(major, minor, patch + 1);
    }

    @Override
    public int compareTo(VersionNumber other) {
        return ORDER.compare(this, other);
    }

    /** Returns the number as {@code Major.Minor.Patch}. */
    @Override
    public String toString() {
        return major + "." + minor + "." + patch;
    }
}
