// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.examples;

import io.github.imagegallery.model.DiskType;
import io.github.imagegallery.model.IntRange;
import io.github.imagegallery.model.PurchasePlan;
import io.github.imagegallery.model.StorageType;
import io.github.imagegallery.model.TargetRegion;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** How the words of a command line are read into the values that the API takes. */
final class Arguments {
    private static final Pattern TARGET = Pattern.compile("([^=:]+)(?:=([0-9]{1,9})(?::(.+))?)?");
    private static final Pattern DATE = Pattern.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}");
    static final Pattern NAMED_VALUE = Pattern.compile("([^=]+)=(.*)", Pattern.DOTALL);
    private static final Pattern RANGE = Pattern.compile("([0-9]{1,9})\\.\\.([0-9]{1,9})");
    private static final String URI_FORM = "an absolute URI, such as https://contoso.com/notes";

    private Arguments() {}

    /** A tag or a feature: its name and its value. */
    record NamedValue(String name, String value) {
        @Override
        public String toString() {
            return name + "=" + value;
        }
    }

    /** Publisher, offer and SKU, not checked yet. */
    record Identifier(String publisher, String offer, String sku) {}

    /** Reads a file or folder; the empty text would be the working folder, which nobody means by it. */
    static Path path(String text) {
        if (text.isEmpty()) {
            throw new TypeConversionException("the name is empty (for the working folder give .)");
        }
        try {
            return Path.of(text);
        } catch (InvalidPathException malformed) {
            throw new TypeConversionException("it is not the name of a file: " + malformed.getReason());
        }
    }

    /** Reads a whole number. */
    static int number(String text) {
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException malformed) {
            throw new TypeConversionException("'" + text + "' is not a whole number of at most " + Integer.MAX_VALUE);
        }
    }

    /** Reads {@code REGION[=COUNT[:TYPE]]}. */
    static TargetRegion targetRegion(String text) {
        Matcher parts = TARGET.matcher(text);
        if (!parts.matches()) {
            throw malformed(text, "REGION, REGION=COUNT or REGION=COUNT:TYPE, such as westeurope=2:Standard_ZRS");
        }
        TargetRegion target = TargetRegion.of(parts.group(1));
        if (parts.group(2) != null) {
            target = target.replicas(Integer.parseInt(parts.group(2)));
        }
        return parts.group(3) == null ? target : target.storage(storageType(parts.group(3)));
    }

    private static StorageType storageType(String text) {
        return parsed(text, StorageType::parse);
    }

    /** Reads a disk type as the service spells it. */
    static DiskType diskType(String text) {
        return parsed(text, DiskType::parse);
    }

    private static <T> T parsed(String text, Function<String, T> parser) {
        try {
            return parser.apply(text);
        } catch (IllegalArgumentException unknown) {
            throw new TypeConversionException(unknown.getMessage());
        }
    }

    /** Reads {@code PUBLISHER:OFFER:SKU}. */
    static Identifier identifier(String text) {
        List<String> parts = triple(text, "PUBLISHER:OFFER:SKU, such as Contoso:Finance:Front-end");
        return new Identifier(parts.get(0), parts.get(1), parts.get(2));
    }

    /** Reads {@code PUBLISHER:PRODUCT:NAME}, none of which is empty. */
    static PurchasePlan plan(String text) {
        String form = "PUBLISHER:PRODUCT:NAME, such as Contoso:Web-server:Monthly";
        List<String> parts = triple(text, form);
        if (parts.contains("")) {
            throw malformed(text, form);
        }
        return new PurchasePlan(parts.get(2), parts.get(0), parts.get(1));
    }

    private static List<String> triple(String text, String form) {
        List<String> parts = List.of(text.split(":", -1));
        if (parts.size() != 3) {
            throw malformed(text, form);
        }
        return parts;
    }

    /** Reads {@code NAME=VALUE}; the value may be empty and may have equals signs. */
    static NamedValue namedValue(String text) {
        Matcher parts = NAMED_VALUE.matcher(text);
        if (!parts.matches()) {
            throw malformed(text, "NAME=VALUE, such as team=web");
        }
        return new NamedValue(parts.group(1), parts.group(2));
    }

    /** Reads {@code MIN..MAX}. */
    static IntRange range(String text) {
        Matcher parts = RANGE.matcher(text);
        if (!parts.matches()) {
            throw malformed(text, "MIN..MAX, such as 2..8");
        }
        return new IntRange(Integer.parseInt(parts.group(1)), Integer.parseInt(parts.group(2)));
    }

    /** Reads a URI that says of itself where it is. */
    static URI uri(String text) {
        try {
            URI uri = new URI(text);
            if (uri.isAbsolute()) {
                return uri;
            }
        } catch (URISyntaxException unreadable) {
            throw malformed(text, URI_FORM + " (" + unreadable.getReason() + ")");
        }
        throw malformed(text, URI_FORM);
    }

    static TypeConversionException malformed(String text, String form) {
        return new TypeConversionException("'" + text + "' is not " + form);
    }

    /** Reads an instant in ISO form, or a date, which means its midnight in UTC. */
    static Instant instant(String text) {
        try {
            return DATE.matcher(text).matches()
                    ? LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant()
                    : Instant.parse(text);
        } catch (DateTimeParseException unreadable) {
            throw malformed(text, "an instant, such as 2030-01-31T00:00:00Z, or a date, such as 2030-01-31");
        }
    }

    /** Returns what reads one of these values: by its name in small letters with dashes. */
    static <E extends Enum<E>> ITypeConverter<E> oneOf(E[] values) {
        return text -> oneOf(values, text);
    }

    /** Reads one of these values. */
    static <E extends Enum<E>> E oneOf(E[] values, String text) {
        return Arrays.stream(values)
                .filter(value -> label(value).equalsIgnoreCase(text))
                .findFirst()
                .orElseThrow(() -> new TypeConversionException("'" + text + "' is none of "
                        + Arrays.stream(values).map(Arguments::label).collect(Collectors.joining(", "))));
    }

    /** Returns a value as the command line has it, such as {@code vhd-fixed}. */
    static String label(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
