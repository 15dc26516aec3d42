// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.disk;

import java.util.Optional;

/**
 * What to know, and what to insist on, when an image is opened. Immutable: each method returns new options.
 *
 * <p>By default whatever is doubtful is refused. To insist is to say that one knows better, in so many words; no path
 * inside of an image is ever followed either way.
 */
public final class OpenOptions {
    private static final OpenOptions STANDARD = new OpenOptions(Optional.empty(), false, Optional.empty(), false);

    private final Optional<DiskFormat> format;
    private final boolean insistsOnFormat;
    private final Optional<DiskImage> parent;
    private final boolean insistsOnParent;

    private OpenOptions(
            Optional<DiskFormat> format, boolean insistsOnFormat, Optional<DiskImage> parent, boolean insistsOnParent) {
        this.format = format;
        this.insistsOnFormat = insistsOnFormat;
        this.parent = parent;
        this.insistsOnParent = insistsOnParent;
    }

    /** Returns the options of {@link DiskImage#open(java.nio.file.Path)}: format by content, no parent. */
    public static OpenOptions standard() {
        return STANDARD;
    }

    /**
     * Names the format. The image is refused if its content says another one, or several at once (F2, F3).
     *
     * @throws IllegalStateException if a format is named already
     */
    public OpenOptions format(DiskFormat format) {
        return named(format, false);
    }

    /**
     * Names the format, and reads the image as that even if its content says another one or several at once. As raw any
     * file can be read; as another format only a file whose content says that format among others (F2).
     *
     * @throws IllegalStateException if a format is named already
     */
    public OpenOptions insistOnFormat(DiskFormat format) {
        return named(format, true);
    }

    private OpenOptions named(DiskFormat named, boolean insists) {
        if (format.isPresent()) {
            throw new IllegalStateException(
                    "Cannot name the format " + named + ": " + format.get() + " is named already (name one)");
        }
        return new OpenOptions(Optional.of(named), insists, parent, insistsOnParent);
    }

    /**
     * Gives the parent: the image whose content shows wherever the opened one holds none of its own. It is refused if it
     * is not the one that the image names by its identity (V11, X13), and if the image has no parent (F9). An image in
     * between is opened with its own parent first, and then given here.
     *
     * <p>The parent stays its giver's: it must stay open as long as the image is read, and closing the image does not
     * close it. Where it is shorter than the image, zeros follow; what it has beyond the image's end is not seen.
     *
     * @throws IllegalStateException if a parent is given already
     */
    public OpenOptions parent(DiskImage parent) {
        return below(parent, false);
    }

    /**
     * Gives the parent, and uses it even if it is not the one that the image names by its identity, such as one that was
     * converted into another format meanwhile.
     *
     * @throws IllegalStateException if a parent is given already
     * @see #parent
     */
    public OpenOptions insistOnParent(DiskImage parent) {
        return below(parent, true);
    }

    private OpenOptions below(DiskImage given, boolean insists) {
        if (parent.isPresent()) {
            throw new IllegalStateException(
                    "Cannot give the parent " + given + ": " + parent.get() + " is given already (give one)");
        }
        return new OpenOptions(format, insistsOnFormat, Optional.of(given), insists);
    }

    Optional<DiskFormat> format() {
        return format;
    }

    boolean insistsOnFormat() {
        return insistsOnFormat;
    }

    /** The parent as the readers of formats use it. */
    Optional<Parent> parent() {
        return parent.map(image -> new Parent(image, insistsOnParent));
    }
}
