// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.disk;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A mark by which the content of a file says its format; of formats that are not read, too, lest they pass for raw.
 *
 * @param name the format's name
 * @param kind what files of the format are
 * @param format the format, or null if it is not read
 * @param isIn whether the first or last bytes of a file carry the mark
 */
record Signature(String name, Kind kind, @Nullable DiskFormat format, Predicate<Ends> isIn) {
    private static final int HEAD = 4096;
    private static final int TAIL = 512;

    private static final List<Signature> IMAGES = List.of(
            read(DiskFormat.VHD, ends -> VhdFooter.isAt(ends.head) || ends.hasFooter()),
            read(DiskFormat.VHDX, ends -> ends.startsWith("vhdxfile")),
            read(DiskFormat.QCOW2, ends -> ends.startsWith("QFI\u00fb") && ends.version() != 1),
            unread("qcow1", ends -> ends.startsWith("QFI\u00fb") && ends.version() == 1),
            read(
                    DiskFormat.VMDK,
                    ends -> VmdkHeader.isAt(ends.head)
                            || ends.startsWith(VmdkHeader.COW_DISK)
                            || ends.startsWith(VmdkHeader.SE_SPARSE)
                            || ends.describesVmdk()),
            unread(
                    "vdi",
                    ends -> ends.has(0x40, "\u007f\u0010\u00da\u00be") || ends.has(0x40, "\u00be\u00da\u0010\u007f")),
            unread("qed", ends -> ends.startsWith("QED\0")),
            unread("parallels", ends -> ends.startsWith("WithoutFreeSpace") || ends.startsWith("WithouFreSpacExt")),
            unread("bochs", ends -> ends.startsWith("Bochs Virtual HD Image")),
            unread("cloop", ends -> ends.startsWith("#!/bin/sh\n#V2.0 Format")),
            unread("dmg", ends -> ends.tail.remaining() == TAIL && ends.has(ends.tail, 0, "koly")),
            unread("wim", ends -> ends.startsWith("MSWIM\0\0\0")),
            unread("ewf", ends -> ends.startsWith("EVF\t\r\n\u00ff\0")),
            unread("simg", ends -> ends.startsWith(":\u00ff&\u00ed\1\0")));

    // Only looked for where there is no image: the disk in a fixed VHD may begin with any of them.
    private static final List<Signature> OTHERS = List.of(
            other(Kind.COMPRESSED, "gzip", ends -> ends.startsWith("\u001f\u008b\b")),
            other(Kind.COMPRESSED, "xz", ends -> ends.startsWith("\u00fd7zXZ\0")),
            other(Kind.COMPRESSED, "zstd", ends -> ends.startsWith("(\u00b5/\u00fd")),
            other(Kind.COMPRESSED, "bzip2", ends -> ends.startsWith("BZh") && ends.has(4, "1AY&SY")),
            other(Kind.COMPRESSED, "lz4", ends -> ends.startsWith("\4\"M\u0018")),
            other(Kind.COMPRESSED, "lzip", ends -> ends.startsWith("LZIP\1")),
            other(Kind.ARCHIVE, "zip", ends -> ends.startsWith("PK\3\4")),
            other(Kind.ARCHIVE, "7z", ends -> ends.startsWith("7z\u00bc\u00af'\u001c")),
            other(Kind.ARCHIVE, "rar", ends -> ends.startsWith("Rar!\u001a\7")),
            other(Kind.ARCHIVE, "tar", ends -> ends.has(257, "ustar")),
            other(Kind.ENCRYPTED, "luks", ends -> ends.startsWith("LUKS\u00ba\u00be")));

    /** What files of a format are, and what to do with one that is not read. */
    enum Kind {
        IMAGE("it is an image of the format %s, which is not read yet", "convert it to qcow2, vhd or raw first"),
        COMPRESSED("it is compressed with %s", "decompress it first"),
        ARCHIVE("it is an archive of the format %s", "unpack it first, and give the disk image that is in it"),
        ENCRYPTED("it is encrypted with %s", "decrypt it first");

        private final String fact;
        private final String advice;

        Kind(String fact, String advice) {
            this.fact = fact;
            this.advice = advice;
        }
    }

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

        /** Whether the footer of a VHD is at the end, of its present length or one byte shorter. */
        boolean hasFooter() {
            return VhdFooter.isAt(tail) || tail.remaining() == TAIL && VhdFooter.isAt(tail.slice(1, TAIL - 1));
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

    private static Signature read(DiskFormat format, Predicate<Ends> isIn) {
        return new Signature(format.label(), Kind.IMAGE, format, isIn);
    }

    private static Signature unread(String name, Predicate<Ends> isIn) {
        return other(Kind.IMAGE, name, isIn);
    }

    private static Signature other(Kind kind, String name, Predicate<Ends> isIn) {
        return new Signature(name, kind, null, isIn);
    }

    /** All the signatures that a file carries. */
    static List<Signature> in(ImageFile file) throws IOException {
        int tail = (int) Math.min(TAIL, file.size());
        Ends ends = new Ends(file.bytes(0, (int) Math.min(HEAD, file.size())), file.bytes(file.size() - tail, tail));
        List<Signature> images = in(ends, IMAGES);
        return images.isEmpty() ? in(ends, OTHERS) : images;
    }

    private static List<Signature> in(Ends ends, List<Signature> known) {
        return known.stream().filter(signature -> signature.isIn.test(ends)).toList();
    }

    /** The format of images that the ending of a file's name promises. */
    static Optional<Signature> promisedBy(Path file) {
        String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
        return IMAGES.stream()
                .filter(signature -> name.endsWith("." + signature.name))
                .findFirst();
    }

    /** Says what a file of this format, which is not read, is. */
    String fact() {
        return String.format(kind.fact, name);
    }

    /** Says what to do with a file of this format, which is not read. */
    String advice() {
        return kind.advice;
    }

    @Override
    public String toString() {
        return name;
    }
}
