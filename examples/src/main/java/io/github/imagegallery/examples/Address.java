// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.examples;

import io.github.imagegallery.Gallery;
import io.github.imagegallery.ImageDefinition;
import io.github.imagegallery.ImageGalleries;
import io.github.imagegallery.ImageVersion;
import io.github.imagegallery.model.VersionNumber;
import java.util.List;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * What the command line calls an ID: {@code GALLERY}, {@code GALLERY/DEFINITION} or {@code GALLERY/DEFINITION/VERSION}.
 * Only its number of parts is checked here; what each part may be is for the gallery to say.
 *
 * @param parts one to three
 */
record Address(List<String> parts) {

    private static Address parse(String text, int fewest, int most, String form) {
        List<String> parts = List.of(text.split("/", -1));
        if (parts.size() < fewest || parts.size() > most || parts.contains("")) {
            throw new TypeConversionException("'" + text + "' is not " + form);
        }
        return new Address(parts);
    }

    /** Tells how many parts it has: 1 for a gallery, 2 for a definition, 3 for a version. */
    int depth() {
        return parts.size();
    }

    /** Tells whether it names no version by number, but whichever is latest in a region. */
    boolean isLatest() {
        return depth() == 3 && parts.get(2).equalsIgnoreCase("latest");
    }

    /** Returns the address of a version of the same definition. */
    Address numbered(VersionNumber number) {
        return new Address(List.of(parts.get(0), parts.get(1), number.toString()));
    }

    Gallery gallery(ImageGalleries galleries) {
        return galleries.gallery(parts.get(0));
    }

    ImageDefinition definition(ImageGalleries galleries) {
        return gallery(galleries).definition(parts.get(1));
    }

    ImageVersion version(ImageGalleries galleries) {
        return definition(galleries).version(parts.get(2));
    }

    @Override
    public String toString() {
        return String.join("/", parts);
    }

    /** Reads the address of anything. */
    static final class OfAny implements ITypeConverter<Address> {
        @Override
        public Address convert(String text) {
            return parse(text, 1, 3, "GALLERY, GALLERY/DEFINITION or GALLERY/DEFINITION/VERSION");
        }
    }

    /** Reads the address of a gallery. */
    static final class OfGallery implements ITypeConverter<Address> {
        @Override
        public Address convert(String text) {
            return parse(text, 1, 1, "the name of a gallery");
        }
    }

    /** Reads the address of a definition. */
    static final class OfDefinition implements ITypeConverter<Address> {
        @Override
        public Address convert(String text) {
            return parse(text, 2, 2, "GALLERY/DEFINITION");
        }
    }

    /** Reads the address of a version. */
    static final class OfVersion implements ITypeConverter<Address> {
        @Override
        public Address convert(String text) {
            return parse(text, 3, 3, "GALLERY/DEFINITION/VERSION, such as golden/web/1.0.0");
        }
    }
}
