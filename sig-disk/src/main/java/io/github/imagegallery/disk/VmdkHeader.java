// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.disk;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * The header of a sparse VMDK, checked. Its numbers are in sectors of 512 bytes.
 *
 * @param version 1, 2 or 3
 * @param capacity the size of the disk; in the file it may be counted in whole grains
 * @param grain the size of a grain, a power of two
 * @param descriptorSize the size of the descriptor, which is in sector 1
 * @param directory where the grain directory is
 * @param redundant where the second grain directory is; 0 if there is none
 * @param zeroedGrains whether a grain's entry may be 1, so that the grain is zero
 * @param compressed whether grains are compressed, each behind a marker
 */
record VmdkHeader(
        int version,
        long capacity,
        long grain,
        long descriptorSize,
        long directory,
        long redundant,
        boolean zeroedGrains,
        boolean compressed) {
    static final int SECTOR = 512;
    /** How many grains a grain table maps. */
    static final int TABLE_ENTRIES = 512;

    static final int TABLE_BYTES = TABLE_ENTRIES * 4;

    /** What files begin with that ESX writes, and GSX wrote; in ISO 8859-1. */
    static final String COW_DISK = "COWD";
    /** What files begin with that newer ESX writes for snapshots; likewise. */
    static final String SE_SPARSE = "\u00be\u00ba\u00fe\u00ca\0\0\0\0";

    private static final byte[] MAGIC = "KDMV".getBytes(StandardCharsets.US_ASCII);
    private static final ByteBuffer NEWLINES = ByteBuffer.wrap("\n \r\n".getBytes(StandardCharsets.US_ASCII));
    private static final long SMALLEST_GRAIN = 8;
    private static final long LARGEST_GRAIN = 4096;
    private static final long LARGEST_CAPACITY = (64L << 40) / SECTOR;
    private static final long LARGEST_DESCRIPTOR = (1 << 20) / SECTOR;
    private static final long MOST_TABLES = 1 << 20;

    private static final int NEWLINE_DETECTION = 1;
    private static final int REDUNDANT = 1 << 1;
    private static final int ZEROED_GRAINS = 1 << 2;
    private static final int COMPRESSED = 1 << 16;
    private static final int MARKERS = 1 << 17;
    /** The flags that a reader must not ignore. */
    private static final int INCOMPATIBLE = 0xffff << 16;

    private static final int VERSION_AT = 4;
    private static final int FLAGS_AT = 8;
    private static final int CAPACITY_AT = 12;
    private static final int GRAIN_AT = 20;
    private static final int DESCRIPTOR_AT = 28;
    private static final int DESCRIPTOR_SIZE_AT = 36;
    private static final int TABLE_ENTRIES_AT = 44;
    private static final int REDUNDANT_AT = 48;
    private static final int DIRECTORY_AT = 56;
    private static final int NEWLINES_AT = 73;
    private static final int COMPRESSION_AT = 77;
    private static final long DIRECTORY_AT_END = -1;
    private static final int FOOTER_MARKER = 3;

    /** Whether these bytes begin as a sparse VMDK does. */
    static boolean isAt(ByteBuffer bytes) {
        return bytes.remaining() >= MAGIC.length
                && bytes.slice(bytes.position(), MAGIC.length).equals(ByteBuffer.wrap(MAGIC));
    }

    static VmdkHeader read(ImageFile file) throws IOException {
        ByteBuffer bytes = sector(file, 0);
        checkKind(file, bytes);
        VmdkHeader header = parse(bytes, directories(file, bytes));
        header.check(file);
        return header;
    }

    private static ByteBuffer sector(ImageFile file, long offset) throws IOException {
        return file.bytes(offset, SECTOR).order(ByteOrder.LITTLE_ENDIAN);
    }

    private static void checkKind(ImageFile file, ByteBuffer bytes) throws UnsafeImageException {
        int version = bytes.getInt(VERSION_AT);
        int flags = bytes.getInt(FLAGS_AT);
        file.require(version >= 1 && version <= 3, "M10", "its version is " + version + ", not 1 to 3");
        file.require(
                (flags & NEWLINE_DETECTION) == 0
                        || bytes.slice(NEWLINES_AT, NEWLINES.limit()).equals(NEWLINES),
                "M10",
                "its line ends were changed, as by a transfer as text",
                "transfer it again, as binary");
        file.require(
                (flags & INCOMPATIBLE & ~(COMPRESSED | MARKERS)) == 0,
                "M10",
                "it needs features that are not known: flags 0x" + Integer.toHexString(flags),
                "convert it without them");
        file.require(
                bytes.getInt(TABLE_ENTRIES_AT) == TABLE_ENTRIES,
                "M5",
                "its grain tables have " + Integer.toUnsignedString(bytes.getInt(TABLE_ENTRIES_AT))
                        + " entries, not 512");
        file.require(
                bytes.getLong(DESCRIPTOR_AT) == 1,
                "M8",
                "its descriptor is not in its second sector",
                "if it is one of several files, merge them into one first");
        boolean compressed = (flags & COMPRESSED) != 0;
        int algorithm = Short.toUnsignedInt(bytes.getShort(COMPRESSION_AT));
        file.require(
                compressed == ((flags & MARKERS) != 0) && algorithm == (compressed ? 1 : 0),
                "M12",
                "its flags 0x" + Integer.toHexString(flags) + " and its compression " + algorithm
                        + " are those of no known kind");
    }

    /** The sector that says where the grain directories are: the header, or the footer that then ends the file. */
    private static ByteBuffer directories(ImageFile file, ByteBuffer header) throws IOException {
        if (header.getLong(DIRECTORY_AT) != DIRECTORY_AT_END) {
            return header;
        }
        file.require(file.size() >= 4 * SECTOR, "M11", "the footer that its header promises is not there");
        ByteBuffer marker = sector(file, file.size() - 3 * SECTOR);
        ByteBuffer footer = sector(file, file.size() - 2 * SECTOR);
        ByteBuffer end = sector(file, file.size() - SECTOR);
        // some makers, such as Xen Orchestra, leave it at 0 how many sectors follow
        file.require(
                Long.compareUnsigned(marker.getLong(0), 1) <= 0
                        && marker.getInt(8) == 0
                        && marker.getInt(12) == FOOTER_MARKER,
                "M11",
                "the footer that its header promises is not there");
        file.require(
                end.getLong(0) == 0 && end.getInt(8) == 0 && end.getInt(12) == 0,
                "M11",
                "its stream does not end with the marker of its end");
        file.require(saysTheSame(header, footer), "M11", "its footer and its header contradict");
        return footer;
    }

    /** Whether two headers are of the same disk; what else differs is of no use to who only reads. */
    private static boolean saysTheSame(ByteBuffer header, ByteBuffer footer) {
        return footer.slice(0, DESCRIPTOR_AT).equals(header.slice(0, DESCRIPTOR_AT))
                && footer.getInt(TABLE_ENTRIES_AT) == header.getInt(TABLE_ENTRIES_AT)
                && footer.getShort(COMPRESSION_AT) == header.getShort(COMPRESSION_AT);
    }

    private static VmdkHeader parse(ByteBuffer bytes, ByteBuffer directories) {
        int flags = bytes.getInt(FLAGS_AT);
        return new VmdkHeader(
                bytes.getInt(VERSION_AT),
                bytes.getLong(CAPACITY_AT),
                bytes.getLong(GRAIN_AT),
                bytes.getLong(DESCRIPTOR_SIZE_AT),
                directories.getLong(DIRECTORY_AT),
                (flags & REDUNDANT) != 0 ? directories.getLong(REDUNDANT_AT) : 0,
                (flags & ZEROED_GRAINS) != 0,
                (flags & COMPRESSED) != 0);
    }

    private void check(ImageFile file) throws UnsafeImageException {
        file.require(
                Long.bitCount(grain) == 1 && grain >= SMALLEST_GRAIN && grain <= LARGEST_GRAIN,
                "M4",
                "its grains have " + grain + " sectors, not a power of two from 8 to 4096");
        file.require(
                capacity > 0 && capacity <= LARGEST_CAPACITY && tables() <= MOST_TABLES,
                "M6",
                "its disk has " + capacity + " sectors, more or less than is read here");
        file.require(
                descriptorSize > 0
                        && descriptorSize <= LARGEST_DESCRIPTOR
                        && file.holds(SECTOR, descriptorSize * SECTOR),
                "M8",
                "its descriptor has " + descriptorSize + " sectors, not 1 MiB at most and inside the file");
        checkDirectory(file, directory);
        if (redundant != 0) {
            checkDirectory(file, redundant);
        }
    }

    private void checkDirectory(ImageFile file, long sector) throws UnsafeImageException {
        file.require(
                sector >= start() / SECTOR
                        && sector <= file.size() / SECTOR
                        && file.holds(sector * SECTOR, directoryBytes()),
                "M7",
                "a grain directory at sector " + sector + " leaves the file, or is in the descriptor");
    }

    /** The header of a disk of another size, in sectors. */
    VmdkHeader ofCapacity(long sectors) {
        return new VmdkHeader(version, sectors, grain, descriptorSize, directory, redundant, zeroedGrains, compressed);
    }

    /** The header of a file with one directory. */
    VmdkHeader ofDirectory(long sector) {
        return new VmdkHeader(version, capacity, grain, descriptorSize, sector, 0, zeroedGrains, compressed);
    }

    long virtualSize() {
        return capacity * SECTOR;
    }

    /** The size of a grain in bytes. */
    int grainSize() {
        return (int) grain * SECTOR;
    }

    /** How many grains the disk has; the last one may be partly beyond its end. */
    long grains() {
        return (capacity - 1) / grain + 1;
    }

    /** How many grain tables the directory has. */
    int tables() {
        return (int) Math.min(Integer.MAX_VALUE, (grains() - 1) / TABLE_ENTRIES + 1);
    }

    long directoryBytes() {
        return tables() * 4L;
    }

    /** Where anything but the header and the descriptor may begin, in bytes. */
    long start() {
        return (1 + descriptorSize) * SECTOR;
    }

    /** How many bytes of a grain lie on the disk. */
    int used(long number) {
        return (int) Math.min(grainSize(), virtualSize() - number * grainSize());
    }
}
