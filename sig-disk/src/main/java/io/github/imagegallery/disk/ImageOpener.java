// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.disk;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Opens images: decides what a file is, and hands on to the reader of that format. */
final class ImageOpener {
    private ImageOpener() {}

    static DiskImage open(Path path) throws IOException {
        return open(path, null);
    }

    static DiskImage open(Path path, @Nullable DiskFormat named) throws IOException {
        ImageFile file = ImageFile.open(path);
        try {
            return read(file, format(file, named));
        } catch (IOException | RuntimeException failure) {
            file.close();
            throw failure;
        }
    }

    private static DiskFormat format(ImageFile file, @Nullable DiskFormat named) throws IOException {
        file.require(file.size() > 0, "F1", "the file is empty", "give a file that holds a disk");
        List<Signature> found = Signature.in(file);
        file.require(
                found.size() <= 1,
                "F3",
                "its content says that it is " + found + " at once",
                "different programs would read different disks: make it again from its source");
        return found.isEmpty() ? unmarked(file, named) : marked(file, found.get(0), named);
    }

    private static DiskFormat unmarked(ImageFile file, @Nullable DiskFormat named) throws IOException {
        file.require(
                named == null || named == DiskFormat.RAW,
                "F2",
                "it is named " + named + ", but its content does not say so",
                "name its true format, or none to have it found");
        return DiskFormat.RAW;
    }

    private static DiskFormat marked(ImageFile file, Signature found, @Nullable DiskFormat named) throws IOException {
        @Nullable DiskFormat format = found.format();
        file.require(
                named == null || named == format,
                "F2",
                "it is named " + named + ", but its content says " + found,
                "name its true format, or none to have it found");
        if (format == null) {
            throw file.refusal(
                    "F1",
                    "it is a " + found + " image, which is not read yet",
                    "convert it to qcow2, vhd or raw first");
        }
        return format;
    }

    private static DiskImage read(ImageFile file, DiskFormat format) throws IOException {
        return switch (format) {
            case RAW -> new FlatImage(file, DiskFormat.RAW, "raw", file.size());
            case VHD -> VhdImages.open(file);
            case QCOW2 -> Qcow2Image.open(file);
        };
    }
}
