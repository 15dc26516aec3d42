// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.disk;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * The header of a dynamic or differencing VHD.
 *
 * @param offset where it is itself, in bytes
 * @param table where the whole block table is
 * @param blocks how many entries of the table the disk needs
 * @param blockSize the size of a block's data in bytes, a power of two
 * @param parentId the identity of the parent of a differencing VHD
 * @param locators where the texts are that say how the parent may be found; they are never read
 */
record DynamicVhdHeader(long offset, Span table, int blocks, long blockSize, UUID parentId, List<Span> locators) {
    static final int SIZE = 1024;

    private static final int TABLE_AT = 16;
    private static final int VERSION_AT = 24;
    private static final int ENTRIES_AT = 28;
    private static final int BLOCK_SIZE_AT = 32;
    private static final int CHECKSUM_AT = 36;
    private static final int PARENT_ID_AT = 40;
    private static final int LOCATORS_AT = 576;
    private static final int LOCATOR_SIZE = 24;
    private static final int LOCATORS_END = LOCATORS_AT + 8 * LOCATOR_SIZE;
    private static final long LARGEST_BLOCK = 256L << 20;
    private static final long LARGEST_TABLE = 16L << 20;
    private static final ByteBuffer COOKIE = ByteBuffer.wrap("cxsparse".getBytes(StandardCharsets.US_ASCII));

    /** A run of bytes of the file. */
    record Span(long offset, long length) {
        boolean leaves(Span other) {
            return offset + length <= other.offset || other.offset + other.length <= offset;
        }
    }

    /** Reads the header that a footer points at, and checks it against the file and the disk's size. */
    static DynamicVhdHeader read(ImageFile file, VhdFooter footer) throws IOException {
        long offset = footer.dataOffset();
        file.require(
                offset >= VhdFooter.SIZE && offset % 512 == 0 && file.holds(offset, SIZE),
                "V4",
                "its footer places the header at offset " + offset);
        ByteBuffer bytes = file.bytes(offset, SIZE);
        file.require(
                bytes.slice(0, COOKIE.limit()).equals(COOKIE),
                "V4",
                "no header of a dynamic VHD is at offset " + offset);
        file.require(
                VhdFooter.checksum(bytes, CHECKSUM_AT) == bytes.getInt(CHECKSUM_AT),
                "V1",
                "the checksum of its header is wrong");
        int version = bytes.getInt(VERSION_AT) >>> 16;
        file.require(version == VhdFooter.VERSION, "V12", "the version of its header is " + version + ", not 1");
        return parse(file, bytes, offset, footer.diskSize());
    }

    private static DynamicVhdHeader parse(ImageFile file, ByteBuffer bytes, long offset, long diskSize)
            throws IOException {
        long blockSize = Integer.toUnsignedLong(bytes.getInt(BLOCK_SIZE_AT));
        file.require(
                Long.bitCount(blockSize) == 1 && blockSize >= 512 && blockSize <= LARGEST_BLOCK,
                "V6",
                "its block size is " + blockSize + " bytes, not a power of two from 512 to 256 Mi");
        long entries = Integer.toUnsignedLong(bytes.getInt(ENTRIES_AT));
        long blocks = (diskSize + blockSize - 1) / blockSize;
        // one entry too many is common: QEMU rounds up by adding a whole block
        file.require(
                entries >= blocks && blocks * 4 <= LARGEST_TABLE,
                "V5",
                "its block table has " + entries + " entries where the disk has " + blocks + " blocks");
        long tableOffset = bytes.getLong(TABLE_AT);
        file.require(
                tableOffset >= VhdFooter.SIZE && tableOffset % 512 == 0 && file.holds(tableOffset, entries * 4),
                "V4",
                "its header places the block table at offset " + tableOffset);
        UUID parentId = new UUID(bytes.getLong(PARENT_ID_AT), bytes.getLong(PARENT_ID_AT + 8));
        List<Span> locators = locators(file, bytes);
        Span table = new Span(tableOffset, entries * 4);
        file.require(table.leaves(new Span(offset, SIZE)), "V8", "its block table overlaps its header");
        return new DynamicVhdHeader(offset, table, (int) blocks, blockSize, parentId, locators);
    }

    /** Makes the header of a new dynamic VHD. */
    static ByteBuffer of(long tableOffset, int blocks, int blockSize) {
        ByteBuffer header = ByteBuffer.allocate(SIZE);
        header.put(COOKIE.duplicate()).putLong(-1).putLong(tableOffset).putInt(0x00010000);
        header.putInt(blocks).putInt(blockSize);
        header.putInt(CHECKSUM_AT, VhdFooter.checksum(header.clear(), CHECKSUM_AT));
        return header;
    }

    private static List<Span> locators(ImageFile file, ByteBuffer header) throws UnsafeImageException {
        List<Span> locators = new ArrayList<>();
        for (int at = LOCATORS_AT; at < LOCATORS_END; at += LOCATOR_SIZE) {
            Span locator = new Span(header.getLong(at + 16), Integer.toUnsignedLong(header.getInt(at + 8)));
            if (header.getInt(at) != 0 && locator.length > 0) {
                file.require(
                        locator.offset >= VhdFooter.SIZE && file.holds(locator.offset, locator.length),
                        "V4",
                        "its header places a text about its parent at offset " + locator.offset);
                locators.add(locator);
            }
        }
        return locators;
    }

    /** Where this header and the table both have ended, in bytes. */
    long end() {
        return Math.max(offset + SIZE, table.offset + table.length);
    }

    /** Whether a run of bytes leaves this header, the table and the texts about the parent alone. */
    boolean leavesFree(long start, long length) {
        Span block = new Span(start, length);
        return block.leaves(new Span(offset, SIZE))
                && block.leaves(table)
                && locators.stream().allMatch(block::leaves);
    }

    /** The bytes in front of each block's data, which say which of its sectors are in use. */
    int bitmapSize() {
        return (int) Math.max(512, blockSize / 512 / 8);
    }
}
