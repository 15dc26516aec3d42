// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.examples;

import io.github.imagegallery.error.InvalidParameterException;
import io.github.imagegallery.model.Principal;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import picocli.CommandLine.TypeConversionException;

/** Principals as the command line has them: {@code user:alice}, or {@code contoso/user:alice} of another tenant. */
final class Principals {
    private static final Pattern FORM = Pattern.compile("(?:([^/:]*)/)?([^/:]+):(.*)", Pattern.DOTALL);
    private static final String DEFAULT_TENANT = Principal.user("anybody").tenant();

    private Principals() {}

    /** Reads {@code [TENANT/]KIND:NAME}. */
    static Principal parse(String text) {
        Matcher parts = FORM.matcher(text);
        Optional<Principal.Kind> kind = parts.matches() ? kind(parts.group(2)) : Optional.empty();
        if (kind.isEmpty()) {
            throw new TypeConversionException("'" + text + "' is not [TENANT/]KIND:NAME, such as user:alice; a KIND is "
                    + Arrays.stream(Principal.Kind.values())
                            .map(Arguments::label)
                            .collect(Collectors.joining(", ")));
        }
        return of(
                kind.get(), parts.group(3), Optional.ofNullable(parts.group(1)).orElse(DEFAULT_TENANT));
    }

    /** Reads the name of a group. */
    static Principal group(String name) {
        return of(Principal.Kind.GROUP, name, DEFAULT_TENANT);
    }

    private static Principal of(Principal.Kind kind, String name, String tenant) {
        try {
            return new Principal(kind, name, tenant);
        } catch (InvalidParameterException malformed) {
            throw new TypeConversionException(malformed.getMessage());
        }
    }

    private static Optional<Principal.Kind> kind(String text) {
        return Arrays.stream(Principal.Kind.values())
                .filter(kind -> Arguments.label(kind).equals(text.toLowerCase(Locale.ROOT)))
                .findFirst();
    }

    /** Returns a principal as {@link #parse} reads it. */
    static String label(Principal principal) {
        return (principal.tenant().equals(DEFAULT_TENANT) ? "" : principal.tenant() + "/")
                + Arguments.label(principal.kind()) + ":" + principal.id();
    }
}
