// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.disk;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Opens images: decides what a file is, and hands on to the reader of that format. */
final class ImageOpener {
    private static final String NAME_ANOTHER = "name its true format, or none to have it found";

    private ImageOpener() {}

    static DiskImage open(Path path, OpenOptions options) throws IOException {
        return open(ImageFile.open(path), options);
    }

    /** Opens an image in a file, which is closed with it, or at once if it is refused. */
    static DiskImage open(ImageFile file, OpenOptions options) throws IOException {
        try {
            file.require(file.size() > 0, "F1", "the file is empty", "give a file that holds a disk");
            return read(file, format(file, options), options);
        } catch (IOException | RuntimeException failure) {
            file.close();
            throw failure;
        }
    }

    private static DiskFormat format(ImageFile file, OpenOptions options) throws IOException {
        List<Signature> found = Signature.in(file);
        @Nullable DiskFormat named = options.format().orElse(null);
        if (named != null && options.insistsOnFormat()) {
            return insisted(file, found, named);
        }
        file.require(
                found.size() <= 1,
                "F3",
                "its content says that it is " + found + " at once",
                "different programs would read different disks: make it again from its source, or insist on one format");
        return found.isEmpty() ? unmarked(file, named) : marked(file, found.get(0), named);
    }

    private static DiskFormat insisted(ImageFile file, List<Signature> found, DiskFormat named)
            throws UnsafeImageException {
        file.require(
                named == DiskFormat.RAW || found.stream().anyMatch(signature -> signature.format() == named),
                "F2",
                "it is to be read as " + named + ", but nothing in its content says so",
                "insist on a format that it has, or on raw");
        return named;
    }

    private static DiskFormat unmarked(ImageFile file, @Nullable DiskFormat named) throws IOException {
        file.require(
                named == null || named == DiskFormat.RAW,
                "F2",
                "it is named " + named + ", but its content does not say so",
                NAME_ANOTHER);
        Optional<Signature> promised = named == null ? Signature.promisedBy(file.path()) : Optional.empty();
        if (promised.isPresent()) {
            throw file.refusal(
                    "F2",
                    "its name promises " + promised.get() + ", but its content is not that",
                    "it may have been cut short: make it again from its source, or name raw if it really is");
        }
        return DiskFormat.RAW;
    }

    private static DiskFormat marked(ImageFile file, Signature found, @Nullable DiskFormat named) throws IOException {
        @Nullable DiskFormat format = found.format();
        file.require(
                named == null || named == format,
                "F2",
                "it is named " + named + ", but its content says " + found,
                format == null ? found.advice() : NAME_ANOTHER);
        if (format == null) {
            throw file.refusal("F1", found.fact(), found.advice());
        }
        return format;
    }

    private static DiskImage read(ImageFile file, DiskFormat format, OpenOptions options) throws IOException {
        Optional<Parent> parent = options.parent();
        return switch (format) {
            case RAW -> {
                Parent.requireNone(file, parent);
                yield new FlatImage(file, DiskFormat.RAW, "raw", file.size(), Optional.empty());
            }
            case VHD -> VhdImages.open(file, parent);
            case VHDX -> VhdxImage.open(file, parent);
            case QCOW2 -> Qcow2Image.open(file, parent);
            case VMDK -> {
                Parent.requireNone(file, parent);
                yield VmdkImage.open(file);
            }
        };
    }
}
