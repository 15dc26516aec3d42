// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.disk;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.zip.CRC32C;

/**
 * The current one of the two headers of a VHDX ([MS-VHDX] 2.2.2).
 *
 * @param dataWriteId the identity by which differencing VHDXs know this one as their parent
 * @param logId the identity that valid entries of the log carry; {@link Guid#NONE} if there is nothing to replay
 * @param logOffset where the log is, in bytes
 * @param logLength the length of the log in bytes; zero if there is none
 * @param notes whether one of the headers is damaged
 */
record VhdxHeader(UUID dataWriteId, UUID logId, long logOffset, long logLength, List<String> notes) {
    /** Everything in a VHDX is placed in units of this many bytes, and the first one holds the headers. */
    static final int UNIT = 1 << 20;

    private static final int SIZE = 4096;
    private static final int FIRST = 64 << 10;
    private static final int SECOND = 128 << 10;
    private static final int SIGNATURE = 0x64616568; // "head"
    private static final int CHECKSUM_AT = 4;
    private static final int SEQUENCE_AT = 8;
    private static final int DATA_WRITE_ID_AT = 32;
    private static final int LOG_ID_AT = 48;
    private static final int LOG_VERSION_AT = 64;
    private static final int VERSION_AT = 66;
    private static final int LOG_LENGTH_AT = 68;
    private static final int LOG_AT = 72;

    static VhdxHeader read(ImageFile file) throws IOException {
        Optional<ByteBuffer> first = sound(file, FIRST, SIZE, SIGNATURE);
        Optional<ByteBuffer> second = sound(file, SECOND, SIZE, SIGNATURE);
        ByteBuffer current = current(file, first, second);
        boolean both = first.isPresent() && second.isPresent();
        VhdxHeader header = new VhdxHeader(
                Guid.at(current, DATA_WRITE_ID_AT),
                Guid.at(current, LOG_ID_AT),
                current.getLong(LOG_AT),
                Integer.toUnsignedLong(current.getInt(LOG_LENGTH_AT)),
                both ? List.of() : List.of("one of its two headers is damaged: the other was used"));
        header.check(
                file,
                Short.toUnsignedInt(current.getShort(VERSION_AT)),
                Short.toUnsignedInt(current.getShort(LOG_VERSION_AT)));
        return header;
    }

    /** Reads a structure that carries a signature and the CRC-32C of itself, little-endian; nothing if it is damaged. */
    static Optional<ByteBuffer> sound(ImageFile file, long offset, int size, int signature) throws IOException {
        ByteBuffer bytes = file.bytes(offset, size).order(ByteOrder.LITTLE_ENDIAN);
        int checksum = bytes.getInt(CHECKSUM_AT);
        CRC32C sum = new CRC32C();
        sum.update(bytes.putInt(CHECKSUM_AT, 0).duplicate());
        return bytes.getInt(0) == signature && (int) sum.getValue() == checksum ? Optional.of(bytes) : Optional.empty();
    }

    private static ByteBuffer current(ImageFile file, Optional<ByteBuffer> first, Optional<ByteBuffer> second)
            throws UnsafeImageException {
        if (first.isEmpty() || second.isEmpty()) {
            return first.or(() -> second)
                    .orElseThrow(() -> file.refusal("X1", "the checksums of both of its headers are wrong"));
        }
        int order = Long.compareUnsigned(
                first.get().getLong(SEQUENCE_AT), second.get().getLong(SEQUENCE_AT));
        // some programs write two equal ones; then there is no choice to be made
        file.require(
                order != 0 || first.get().equals(second.get()), "X1", "its two headers differ, and neither is newer");
        return order < 0 ? second.get() : first.get();
    }

    private void check(ImageFile file, int version, int logVersion) throws UnsafeImageException {
        file.require(version == 1, "X1", "its version is " + version + ", not 1", "convert it with its own program");
        file.require(
                logVersion == 0 || logId.equals(Guid.NONE), "X12", "its log has the unknown version " + logVersion);
        file.require(
                logLength % UNIT == 0 && (logLength == 0 || isPlace(logOffset) && file.holds(logOffset, logLength)),
                "X4",
                "its header places the log at offset " + logOffset + ", " + logLength + " bytes");
    }

    /** Whether something may begin at an offset. */
    static boolean isPlace(long offset) {
        return offset >= UNIT && offset % UNIT == 0;
    }
}
