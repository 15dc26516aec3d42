// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.disk;

import java.io.IOException;
import java.util.Optional;

/** Opens VHDs: finds the footer, and hands on to the reader of its kind. */
final class VhdImages {
    private VhdImages() {}

    static FileImage open(ImageFile file, Optional<Parent> parent) throws IOException {
        VhdFooters footers = VhdFooters.read(file);
        VhdFooter footer = footers.footer();
        check(file, footer);
        if (footer.type() == VhdFooter.DIFFERENCING) {
            file.require(
                    parent.isPresent(),
                    "V2",
                    "it is a differencing VHD, which holds only what differs from its parent",
                    "open its parent and give it, or merge the two first");
        } else {
            Parent.requireNone(file, parent);
        }
        return footer.type() == VhdFooter.FIXED ? fixed(file, footers) : DynamicVhdImage.open(file, footers, parent);
    }

    private static void check(ImageFile file, VhdFooter footer) throws UnsafeImageException {
        file.require(
                footer.version() == VhdFooter.VERSION,
                "V12",
                "its version is " + Integer.toUnsignedString(footer.version()) + ", not 1");
        file.require(
                footer.type() >= VhdFooter.FIXED && footer.type() <= VhdFooter.DIFFERENCING,
                "V3",
                "its disk type is " + footer.type() + ", neither fixed, dynamic nor differencing");
        long size = footer.diskSize();
        file.require(
                size > 0 && size % 512 == 0 && size <= VhdFooter.LARGEST_DISK,
                "V9",
                "its disk has " + size + " bytes, not a multiple of 512 up to 2040 GiB");
    }

    private static FileImage fixed(ImageFile file, VhdFooters footers) throws IOException {
        VhdFooter footer = footers.footer();
        long held = footers.end();
        file.require(
                footer.currentSize() == held && footer.diskSize() <= held,
                "V10",
                "its footer says " + footer.currentSize() + " bytes, its file holds " + held);
        return new FlatImage(file, DiskFormat.VHD, "fixed VHD", footer.diskSize(), Optional.of(footer.id()));
    }
}
