// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.disk;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A mark by which the content of a file says its format; of formats that are not read, too, lest they pass for raw.
 *
 * @param name the format's name
 * @param format the format, or null if it is not read
 * @param isIn whether the first or last bytes of a file carry the mark
 */
record Signature(String name, @Nullable DiskFormat format, Predicate<Ends> isIn) {
    private static final int HEAD = 4096;
    private static final int TAIL = 512;

    private static final List<Signature> KNOWN = List.of(
            new Signature("vhd", DiskFormat.VHD, ends -> VhdFooter.isAt(ends.head) || VhdFooter.isAt(ends.tail)),
            new Signature("qcow2", DiskFormat.QCOW2, ends -> ends.startsWith("QFI\u00fb") && ends.version() != 1),
            unread("qcow1", ends -> ends.startsWith("QFI\u00fb") && ends.version() == 1),
            unread("vhdx", ends -> ends.startsWith("vhdxfile")),
            unread("vmdk", ends -> ends.startsWith("KDMV") || ends.startsWith("COWD") || ends.describesVmdk()),
            unread(
                    "vdi",
                    ends -> ends.has(0x40, "\u007f\u0010\u00da\u00be") || ends.has(0x40, "\u00be\u00da\u0010\u007f")),
            unread("qed", ends -> ends.startsWith("QED\0")),
            unread("parallels", ends -> ends.startsWith("WithoutFreeSpace") || ends.startsWith("WithouFreSpacExt")),
            unread("bochs", ends -> ends.startsWith("Bochs Virtual HD Image")),
            unread("cloop", ends -> ends.startsWith("#!/bin/sh\n#V2.0 Format")),
            unread("dmg", ends -> ends.tail.remaining() == TAIL && ends.has(ends.tail, 0, "koly")));

    /** The first and the last bytes of a file. */
    private record Ends(ByteBuffer head, ByteBuffer tail) {
        boolean startsWith(String mark) {
            return has(0, mark);
        }

        boolean has(int offset, String mark) {
            return has(head, offset, mark);
        }

        boolean has(ByteBuffer bytes, int offset, String mark) {
            ByteBuffer wanted = ByteBuffer.wrap(mark.getBytes(StandardCharsets.ISO_8859_1));
            return bytes.remaining() >= offset + wanted.remaining()
                    && bytes.slice(offset, wanted.remaining()).equals(wanted);
        }

        int version() {
            return head.remaining() < 8 ? 0 : head.getInt(4);
        }

        /** Whether this is the text that names the files of a VMDK; comments may stand before its first line. */
        boolean describesVmdk() {
            return StandardCharsets.ISO_8859_1
                    .decode(head.duplicate())
                    .toString()
                    .lines()
                    .map(line -> line.strip().toLowerCase(Locale.ROOT))
                    .filter(line -> !line.isEmpty())
                    .dropWhile(line -> line.startsWith("#") && !line.equals("# disk descriptorfile"))
                    .findFirst()
                    .filter(line -> line.startsWith("version=") || line.startsWith("#"))
                    .isPresent();
        }
    }

    private static Signature unread(String name, Predicate<Ends> isIn) {
        return new Signature(name, null, isIn);
    }

    /** All the signatures that a file carries. */
    static List<Signature> in(ImageFile file) throws IOException {
        int tail = (int) Math.min(TAIL, file.size());
        Ends ends = new Ends(file.bytes(0, (int) Math.min(HEAD, file.size())), file.bytes(file.size() - tail, tail));
        List<Signature> found = new ArrayList<>(KNOWN);
        found.removeIf(signature -> !signature.isIn.test(ends));
        return found;
    }

    @Override
    public String toString() {
        return name;
    }
}
