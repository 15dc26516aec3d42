// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.policy;

import io.github.imagegallery.error.Violation;
import java.util.Optional;
import java.util.regex.Pattern;

/** What galleries, definitions and resource groups may be called (domain, Gallery and Image definition). Pure functions. */
public final class NameRule {
    private static final Pattern GALLERY = Pattern.compile("[A-Za-z0-9]([A-Za-z0-9_.]{0,78}[A-Za-z0-9])?");
    private static final Pattern DEFINITION = Pattern.compile("[A-Za-z0-9]([A-Za-z0-9_.-]{0,78}[A-Za-z0-9])?");

    private static final Pattern RESOURCE_GROUP = Pattern.compile("[A-Za-z0-9_.()-]{0,89}[A-Za-z0-9_()-]");

    private NameRule() {}

    /** Returns what is wrong with a gallery's name, empty if nothing is. */
    public static Optional<Violation> checkGallery(String name) {
        return check("gallery name", name, GALLERY, "letters, digits, '_' or '.' (no dash)");
    }

    /** Returns what is wrong with a definition's name, empty if nothing is. */
    public static Optional<Violation> checkDefinition(String name) {
        return check("definition name", name, DEFINITION, "letters, digits, '_', '-' or '.'");
    }

    /** Returns what is wrong with a resource group's name, empty if nothing is. */
    public static Optional<Violation> checkResourceGroup(String name) {
        if (RESOURCE_GROUP.matcher(name).matches()) {
            return Optional.empty();
        }
        return Optional.of(Violation.invalid(
                "resourceGroup",
                name,
                name.isEmpty() ? "it is empty" : "it is not the name of a resource group",
                "use 1 to 90 letters, digits, '_', '-', '.' or parentheses, not ending in a dot"));
    }

    private static Optional<Violation> check(String target, String name, Pattern form, String allowed) {
        if (form.matcher(name).matches()) {
            return Optional.empty();
        }
        String actual = name.isEmpty()
                ? "it is empty"
                : name.length() > 80
                        ? "it has " + name.length() + " characters"
                        : "it has a character that is not allowed, or does not begin and end with a letter or digit";
        return Optional.of(Violation.invalid(
                target, name, actual, "use 1 to 80 " + allowed + ", with a letter or digit at both ends"));
    }
}
