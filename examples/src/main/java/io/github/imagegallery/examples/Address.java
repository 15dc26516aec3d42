// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.examples;

import io.github.imagegallery.Gallery;
import io.github.imagegallery.ImageDefinition;
import io.github.imagegallery.ImageGalleries;
import io.github.imagegallery.ImageVersion;
import io.github.imagegallery.Shareable;
import io.github.imagegallery.error.InvalidParameterException;
import io.github.imagegallery.model.ResourceId;
import io.github.imagegallery.model.VersionNumber;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * What the command line calls an ID: {@code GALLERY}, {@code GALLERY/DEFINITION}, {@code GALLERY/DEFINITION/VERSION} or
 * one of them in full. Only its form is checked here; what each part may be is for the gallery to say.
 *
 * @param home the id of the gallery, empty if the ID was not given in full
 * @param parts one to three
 */
record Address(Optional<ResourceId> home, List<String> parts) {
    private static final Pattern FULL = Pattern.compile(
            "(.+/galleries/([^/]+))(?:/images/([^/]+)(?:/versions/([^/]+))?)?", Pattern.CASE_INSENSITIVE);

    private static Address parse(String text, int fewest, int most, String form) {
        Optional<Address> address = text.startsWith("/") ? full(text) : Optional.of(brief(text));
        return address.filter(read -> read.depth() >= fewest && read.depth() <= most)
                .filter(read -> !read.parts().contains(""))
                .orElseThrow(() -> new TypeConversionException("'" + text + "' is not " + form));
    }

    private static Address brief(String text) {
        return new Address(Optional.empty(), List.of(text.split("/", -1)));
    }

    private static Optional<Address> full(String text) {
        Matcher found = FULL.matcher(text);
        return found.matches()
                ? home(found.group(1))
                        .map(home -> new Address(
                                Optional.of(home),
                                Stream.of(found.group(2), found.group(3), found.group(4))
                                        .filter(Objects::nonNull)
                                        .toList()))
                : Optional.empty();
    }

    private static Optional<ResourceId> home(String text) {
        try {
            return Optional.of(ResourceId.parse(text));
        } catch (InvalidParameterException malformed) {
            return Optional.empty();
        }
    }

    /** Tells how many parts it has: 1 for a gallery, 2 for a definition, 3 for a version. */
    int depth() {
        return parts.size();
    }

    /** Returns the subscription, empty if it names none. */
    Optional<String> subscription() {
        return home.map(ResourceId::subscription);
    }

    /** Tells whether it names no version by number, but whichever is latest in a region. */
    boolean isLatest() {
        return depth() == 3 && parts.get(2).equalsIgnoreCase("latest");
    }

    /** Returns the address of a version of the same definition. */
    Address numbered(VersionNumber number) {
        return new Address(home, List.of(parts.get(0), parts.get(1), number.toString()));
    }

    /** Returns the gallery, which is there if the ID is a full one. */
    Gallery gallery(ImageGalleries galleries) {
        return home.map(galleries::gallery).orElseGet(() -> galleries.gallery(parts.get(0)));
    }

    /** Returns the gallery, which may be about to be created. */
    Gallery newGallery(ImageGalleries galleries) {
        return subscription()
                .map(id -> galleries.subscription(id).gallery(parts.get(0)))
                .orElseGet(() -> gallery(galleries));
    }

    /** Returns the definition, the gallery of which is there if the ID is a full one. */
    ImageDefinition definition(ImageGalleries galleries) {
        return home.map(gallery -> galleries.definition(gallery.definition(parts.get(1))))
                .orElseGet(() -> gallery(galleries).definition(parts.get(1)));
    }

    /** Returns the version, the gallery of which is there if the ID is a full one. */
    ImageVersion version(ImageGalleries galleries) {
        return home.map(gallery ->
                        galleries.version(gallery.definition(parts.get(1)).version(VersionNumber.parse(parts.get(2)))))
                .orElseGet(() -> definition(galleries).version(parts.get(2)));
    }

    /** Returns whatever it is the address of. */
    Shareable resource(ImageGalleries galleries) {
        return switch (ResourceKind.of(this)) {
            case GALLERY -> gallery(galleries);
            case DEFINITION -> definition(galleries);
            case VERSION -> version(galleries);
        };
    }

    @Override
    public String toString() {
        return home.map(this::inFull).orElseGet(() -> String.join("/", parts));
    }

    private String inFull(ResourceId gallery) {
        return gallery
                + (depth() > 1 ? "/images/" + parts.get(1) : "")
                + (depth() > 2 ? "/versions/" + parts.get(2) : "");
    }

    /** Reads the address of anything. */
    static final class OfAny implements ITypeConverter<Address> {
        @Override
        public Address convert(String text) {
            return parse(
                    text,
                    1,
                    3,
                    "GALLERY, GALLERY/DEFINITION or GALLERY/DEFINITION/VERSION, nor the full id of such a resource");
        }
    }

    /** Reads the address of a gallery. */
    static final class OfGallery implements ITypeConverter<Address> {
        @Override
        public Address convert(String text) {
            return parse(text, 1, 1, "the name of a gallery, nor the full id of one");
        }
    }

    /** Reads the address of a gallery or definition. */
    static final class OfParent implements ITypeConverter<Address> {
        @Override
        public Address convert(String text) {
            return parse(text, 1, 2, "GALLERY or GALLERY/DEFINITION, nor the full id of such a resource");
        }
    }

    /** Reads the address of a definition. */
    static final class OfDefinition implements ITypeConverter<Address> {
        @Override
        public Address convert(String text) {
            return parse(text, 2, 2, "GALLERY/DEFINITION, nor the full id of a definition");
        }
    }

    /** Reads the address of a version. */
    static final class OfVersion implements ITypeConverter<Address> {
        @Override
        public Address convert(String text) {
            return parse(
                    text, 3, 3, "GALLERY/DEFINITION/VERSION, such as golden/web/1.0.0, nor the full id of a version");
        }
    }
}
