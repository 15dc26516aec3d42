// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.disk;

import java.io.IOException;
import java.util.Optional;

/** Opens VHDs: finds the footer, and hands on to the reader of its kind. */
final class VhdImages {
    private VhdImages() {}

    static FileImage open(ImageFile file) throws IOException {
        VhdFooter footer = footer(file);
        long size = footer.diskSize();
        file.require(
                footer.type() != VhdFooter.DIFFERENCING,
                "V2",
                "it is a differencing VHD, which holds only what differs from another file",
                "merge it with its parent first");
        file.require(
                footer.type() == VhdFooter.FIXED || footer.type() == VhdFooter.DYNAMIC,
                "V3",
                "its disk type is " + footer.type() + ", neither fixed nor dynamic");
        file.require(
                size > 0 && size % 512 == 0 && size <= VhdFooter.LARGEST_DISK,
                "V9",
                "its disk has " + size + " bytes, not a multiple of 512 up to 2040 GiB");
        return footer.type() == VhdFooter.DYNAMIC ? DynamicVhdImage.open(file, footer) : fixed(file, footer);
    }

    private static FileImage fixed(ImageFile file, VhdFooter footer) throws IOException {
        long held = file.size() - VhdFooter.SIZE;
        file.require(
                footer.currentSize() == held && footer.diskSize() <= held,
                "V10",
                "its footer says " + footer.currentSize() + " bytes, its file holds " + held);
        return new FlatImage(file, DiskFormat.VHD, "fixed VHD", footer.diskSize());
    }

    private static VhdFooter footer(ImageFile file) throws IOException {
        Optional<VhdFooter> last = VhdFooter.parse(file.bytes(file.size() - VhdFooter.SIZE, VhdFooter.SIZE));
        Optional<VhdFooter> first = VhdFooter.parse(file.bytes(0, VhdFooter.SIZE))
                .filter(copy -> last.isPresent() || copy.type() != VhdFooter.FIXED);
        // two sound footers that differ are two disks in one file: which one counts depends on the reader
        file.require(first.isEmpty() || last.isEmpty() || first.equals(last), "V1", "its two footers contradict");
        return last.or(() -> first).orElseThrow(() -> file.refusal("V1", "the checksum of its footer is wrong"));
    }
}
