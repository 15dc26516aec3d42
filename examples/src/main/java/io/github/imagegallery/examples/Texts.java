// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.examples;

import io.github.imagegallery.core.GallerySettings;
import io.github.imagegallery.model.ResourceId;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** What is printed, as lines of text for people. */
final class Texts {
    /** Why the disk is no emptier than before. */
    static final String BYTES_STAY =
            "  bytes that nothing else needs stay on the disk until they are collected (gallery collect)";

    private static final Pattern UNPRINTABLE = Pattern.compile("[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}]");
    private static final List<String> UNITS = List.of("bytes", "KiB", "MiB", "GiB", "TiB");

    private Texts() {}

    /** Returns a text on one line, whatever was put into it: line breaks and the like are escaped. */
    static String printable(String text) {
        return UNPRINTABLE
                .matcher(text)
                .replaceAll(found -> String.format("\\\\u%04x", found.group().codePointAt(0)));
    }

    /** Returns a size such as {@code 12.5 MiB}. */
    static String size(long bytes) {
        double value = bytes;
        int unit = 0;
        while (value >= 1024 && unit < UNITS.size() - 1) {
            value /= 1024;
            unit++;
        }
        return unit == 0 ? count(bytes, "byte") : String.format(Locale.ROOT, "%.1f %s", value, UNITS.get(unit));
    }

    /** Returns a size such as {@code 12.5 MiB (13,107,200 bytes)}. */
    static String exactSize(long bytes) {
        return bytes < 1024 ? size(bytes) : String.format(Locale.ROOT, "%s (%,d bytes)", size(bytes), bytes);
    }

    /** Returns {@code 1 replica}, {@code 2 replicas}. */
    static String count(long number, String noun) {
        return number + " " + noun + (number == 1 ? "" : "s");
    }

    /** Returns a command on a resource as it is typed, which finds the resource in its subscription. */
    static String command(String name, ResourceId id) {
        return "gallery " + name + " " + id.path()
                + (id.subscription().equals(GallerySettings.defaults().defaultSubscription())
                        ? ""
                        : " --subscription " + id.subscription());
    }

    /** Returns rows of cells as lines, each column as wide as its widest cell, two blanks apart. */
    static List<String> table(String indent, List<List<String>> rows) {
        int columns = rows.stream().mapToInt(List::size).max().orElse(0);
        int[] widths = IntStream.range(0, columns)
                .map(column -> rows.stream()
                        .filter(row -> row.size() > column)
                        .mapToInt(row -> row.get(column).length())
                        .max()
                        .orElse(0))
                .toArray();
        return rows.stream().map(row -> indent + line(row, widths)).toList();
    }

    private static String line(List<String> row, int[] widths) {
        return IntStream.range(0, row.size())
                .mapToObj(column -> row.get(column)
                        + " ".repeat(widths[column] - row.get(column).length()))
                .collect(Collectors.joining("  "))
                .stripTrailing();
    }
}
