// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.disk;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.UUID;

/**
 * The header of a dynamic or differencing VHD.
 *
 * @param offset where it is itself, in bytes
 * @param tableOffset where the block table is, in bytes
 * @param blocks how many entries of the table the disk needs
 * @param tableBytes the size of the whole table in bytes
 * @param blockSize the size of a block's data in bytes, a power of two
 * @param parentId the identity of the parent of a differencing VHD
 */
record DynamicVhdHeader(long offset, long tableOffset, int blocks, long tableBytes, long blockSize, UUID parentId) {
    private static final int SIZE = 1024;
    private static final int CHECKSUM_AT = 36;
    private static final long LARGEST_BLOCK = 256L << 20;
    private static final long LARGEST_TABLE = 16L << 20;
    private static final ByteBuffer COOKIE = ByteBuffer.wrap("cxsparse".getBytes(StandardCharsets.US_ASCII));

    /** Reads the header that a footer points at, and checks it against the file and the disk's size. */
    static DynamicVhdHeader read(ImageFile file, VhdFooter footer) throws IOException {
        long offset = footer.dataOffset();
        file.require(
                offset >= VhdFooter.SIZE && offset % 512 == 0 && file.holds(offset, SIZE),
                "V4",
                "its footer places the header at offset " + offset);
        ByteBuffer bytes = file.bytes(offset, SIZE);
        file.require(bytes.slice(0, 8).equals(COOKIE), "V4", "no header of a dynamic VHD is at offset " + offset);
        file.require(
                VhdFooter.checksum(bytes, CHECKSUM_AT) == bytes.getInt(CHECKSUM_AT),
                "V1",
                "the checksum of its header is wrong");
        int version = bytes.getInt(24) >>> 16;
        file.require(version == VhdFooter.VERSION, "V12", "the version of its header is " + version + ", not 1");
        return parse(file, bytes, offset, footer.diskSize());
    }

    private static DynamicVhdHeader parse(ImageFile file, ByteBuffer bytes, long offset, long diskSize)
            throws IOException {
        long blockSize = Integer.toUnsignedLong(bytes.getInt(32));
        file.require(
                Long.bitCount(blockSize) == 1 && blockSize >= 512 && blockSize <= LARGEST_BLOCK,
                "V6",
                "its block size is " + blockSize + " bytes, not a power of two from 512 to 256 Mi");
        long entries = Integer.toUnsignedLong(bytes.getInt(28));
        long blocks = (diskSize + blockSize - 1) / blockSize;
        // one entry too many is common: QEMU rounds up by adding a whole block
        file.require(
                entries >= blocks && blocks * 4 <= LARGEST_TABLE,
                "V5",
                "its block table has " + entries + " entries where the disk has " + blocks + " blocks");
        long tableOffset = bytes.getLong(16);
        file.require(
                tableOffset >= VhdFooter.SIZE && tableOffset % 512 == 0 && file.holds(tableOffset, entries * 4),
                "V4",
                "its header places the block table at offset " + tableOffset);
        UUID parentId = new UUID(bytes.getLong(40), bytes.getLong(48));
        return new DynamicVhdHeader(offset, tableOffset, (int) blocks, entries * 4, blockSize, parentId);
    }

    /** Whether a run of bytes leaves this header and the table alone. */
    boolean leavesFree(long start, long length) {
        return apart(start, length, offset, SIZE) && apart(start, length, tableOffset, tableBytes);
    }

    private static boolean apart(long start, long length, long otherStart, long otherLength) {
        return start + length <= otherStart || otherStart + otherLength <= start;
    }

    /** The bytes in front of each block's data, which say which of its sectors are in use. */
    int bitmapSize() {
        return (int) Math.max(512, blockSize / 512 / 8);
    }
}
