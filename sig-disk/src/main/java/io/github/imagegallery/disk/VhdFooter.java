// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.disk;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * The footer of a VHD: 512 bytes at the end of the file, and in all but a fixed VHD once more at its start.
 *
 * @param version the major version of the format
 * @param type what kind of VHD it is
 * @param dataOffset where the header of a dynamic VHD is, in bytes
 * @param currentSize the size of the disk as the footer states it, in bytes
 * @param diskSize the size of the disk that its maker shows to machines, in bytes
 * @param id the identity by which differencing VHDs know this one as their parent
 */
record VhdFooter(int version, int type, long dataOffset, long currentSize, long diskSize, UUID id) {
    static final int SIZE = 512;
    static final int VERSION = 1;
    static final int FIXED = 2;
    static final int DYNAMIC = 3;
    static final int DIFFERENCING = 4;
    /** The largest disk that the format can hold, in bytes. */
    static final long LARGEST_DISK = 2040L << 30;

    private static final int SHORTEST = 511;
    private static final byte[] COOKIE = "conectix".getBytes(StandardCharsets.US_ASCII);
    private static final int VERSION_AT = 12;
    private static final int DATA_OFFSET_AT = 16;
    private static final int CREATOR_AT = 28;
    private static final int CURRENT_SIZE_AT = 48;
    private static final int CYLINDERS_AT = 56;
    private static final int HEADS_AT = 58;
    private static final int SECTORS_AT = 59;
    private static final int TYPE_AT = 60;
    private static final int CHECKSUM_AT = 64;
    private static final int ID_AT = 68;
    private static final int SECTOR = 512;
    private static final long NO_DATA_OFFSET = -1;
    private static final Instant EPOCH = Instant.parse("2000-01-01T00:00:00Z");

    // The specification has the stated size count, and so do Hyper-V, Azure, VirtualBox and Xen; the geometry is only
    // what an ATA disk would say, often less than the disk. But Virtual PC and Virtual Server show their machines such
    // a disk, so that nothing is behind it, and QEMU without force_size does as they do. A geometry at its limit says
    // nothing of the size, not even there.
    private static final Set<String> CREATORS_BY_GEOMETRY = Set.of("vpc ", "vs  ", "qemu");

    // One whose stated size QEMU believes, or it would round the size of what is written here down to a geometry.
    private static final String CREATOR = "win ";
    private static final String HOST_SYSTEM = "Wi2k";

    /** Whether a footer seems to be at the start of these bytes, sound or not. */
    static boolean isAt(ByteBuffer bytes) {
        return bytes.remaining() >= SHORTEST
                && bytes.slice(bytes.position(), COOKIE.length).equals(ByteBuffer.wrap(COOKIE));
    }

    /** Reads a footer; nothing if the bytes are none or its checksum is wrong. */
    static Optional<VhdFooter> parse(ByteBuffer bytes) {
        if (!isAt(bytes) || checksum(bytes, CHECKSUM_AT) != bytes.getInt(CHECKSUM_AT)) {
            return Optional.empty();
        }
        long currentSize = bytes.getLong(CURRENT_SIZE_AT);
        return Optional.of(new VhdFooter(
                bytes.getInt(VERSION_AT) >>> 16,
                bytes.getInt(TYPE_AT),
                bytes.getLong(DATA_OFFSET_AT),
                currentSize,
                diskSize(bytes, currentSize),
                new UUID(bytes.getLong(ID_AT), bytes.getLong(ID_AT + 8))));
    }

    private static long diskSize(ByteBuffer bytes, long currentSize) {
        byte[] creator = new byte[4];
        bytes.get(CREATOR_AT, creator);
        long sectors = (long) Short.toUnsignedInt(bytes.getShort(CYLINDERS_AT))
                * (bytes.get(HEADS_AT) & 0xff)
                * (bytes.get(SECTORS_AT) & 0xff);
        boolean byGeometry = CREATORS_BY_GEOMETRY.contains(new String(creator, StandardCharsets.ISO_8859_1));
        return byGeometry && sectors != VhdGeometry.MOST_SECTORS ? sectors * SECTOR : currentSize;
    }

    /** The one's complement of the sum of all bytes but the checksum's own four. */
    static int checksum(ByteBuffer bytes, int checksumAt) {
        int sum = 0;
        for (int i = 0; i < bytes.limit(); i++) {
            sum += i >= checksumAt && i < checksumAt + 4 ? 0 : bytes.get(i) & 0xff;
        }
        return ~sum;
    }

    /** Makes the footer of a new fixed VHD whose disk has this many bytes, a multiple of 512. */
    static ByteBuffer ofFixed(long diskSize, Instant created, UUID id) {
        return of(diskSize, FIXED, NO_DATA_OFFSET, created, id);
    }

    /** Makes the footer of a new dynamic VHD, likewise, whose header is at an offset. */
    static ByteBuffer ofDynamic(long diskSize, long header, Instant created, UUID id) {
        return of(diskSize, DYNAMIC, header, created, id);
    }

    private static ByteBuffer of(long diskSize, int type, long dataOffset, Instant created, UUID id) {
        ByteBuffer footer = ByteBuffer.allocate(SIZE);
        footer.put(COOKIE).putInt(2).putInt(0x00010000).putLong(dataOffset);
        footer.putInt((int) Duration.between(EPOCH, created).toSeconds());
        footer.put(CREATOR.getBytes(StandardCharsets.US_ASCII)).putInt(0x00060001);
        footer.put(HOST_SYSTEM.getBytes(StandardCharsets.US_ASCII));
        footer.putLong(diskSize).putLong(diskSize);
        footer.putInt(VhdGeometry.of(diskSize / SECTOR).packed()).putInt(type);
        footer.putInt(0).putLong(id.getMostSignificantBits()).putLong(id.getLeastSignificantBits());
        footer.putInt(CHECKSUM_AT, checksum(footer.clear(), CHECKSUM_AT));
        return footer;
    }
}
