// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.model;

import io.github.imagegallery.error.GalleryException;
import io.github.imagegallery.error.Violation;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Publisher, offer and SKU: the triple by which a definition is known, unique in its gallery whatever the case of the
 * letters (domain, Image definition).
 *
 * @param publisher 1 to 128 letters, digits, {@code .}, {@code _} or {@code -}, not ending in a dot
 * @param offer likewise, up to 64
 * @param sku likewise, up to 64
 */
public record ImageIdentifier(String publisher, String offer, String sku) {
    private static final Pattern PART = Pattern.compile("[A-Za-z0-9._-]*[A-Za-z0-9_-]");

    /**
     * Makes an identifier of its parts.
     *
     * @throws io.github.imagegallery.error.InvalidParameterException if a part is malformed, naming every such part
     */
    public ImageIdentifier {
        List<Violation> violations = new ArrayList<>();
        check("identifier.publisher", publisher, 128, violations);
        check("identifier.offer", offer, 64, violations);
        check("identifier.sku", sku, 64, violations);
        if (!violations.isEmpty()) {
            throw GalleryException.of(
                    "Cannot use '" + publisher + ":" + offer + ":" + sku + "' as an identifier", violations);
        }
    }

    private static void check(String target, String value, int longest, List<Violation> violations) {
        if (value.length() > longest || !PART.matcher(value).matches()) {
            violations.add(Violation.invalid(
                    target,
                    value,
                    fault(value, longest),
                    "use 1 to " + longest + " letters, digits, '.', '_' or '-', not ending in a dot"));
        }
    }

    private static String fault(String value, int longest) {
        if (value.isEmpty()) {
            return "it is empty";
        }
        if (value.length() > longest) {
            return "it has " + value.length() + " characters";
        }
        return PART.matcher(value + "_").matches() ? "it ends in a dot" : "it has a character that is not allowed";
    }

    /**
     * Reads a triple.
     *
     * @param text {@code publisher:offer:sku}
     * @throws io.github.imagegallery.error.InvalidParameterException if it has not three parts, or one is malformed
     */
    public static ImageIdentifier parse(String text) {
        String[] parts = text.split(":", -1);
        if (parts.length != 3) {
            throw GalleryException.of(
                    "Cannot use '" + text + "' as an identifier",
                    List.of(Violation.invalid(
                            "identifier", text, "it has " + parts.length + " parts", "write publisher:offer:sku")));
        }
        return new ImageIdentifier(parts[0], parts[1], parts[2]);
    }

    /** Tells whether the other is the same triple, ignoring case. */
    public boolean sameAs(ImageIdentifier other) {
        return canonical().equals(other.canonical());
    }

    /** Returns the triple in lower case: two identifiers are the same when these are equal. */
    public String canonical() {
        return toString().toLowerCase(Locale.ROOT);
    }

    /** Returns the triple as {@code publisher:offer:sku}. */
    @Override
    public String toString() {
        return publisher + ":" + offer + ":" + sku;
    }
}
