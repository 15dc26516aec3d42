// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.disk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.github.luben.zstd.ZstdOutputStream;
import com.sun.management.ThreadMXBean;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** However much a compressed unit would inflate to, no more than a unit is inflated, and no memory is taken for more. */
class InflationTest {
    private static final ThreadMXBean THREAD = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final int CLUSTER_BITS = 16;
    private static final int UNIT = 1 << CLUSTER_BITS;
    private static final int BOMB = 8 << 20;

    /** A unit that would inflate to a hundred times its size. */
    private static byte[] bomb(Compression compression) throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (OutputStream packing = packing(compression, packed)) {
            byte[] zeros = new byte[UNIT];
            for (int done = 0; done < BOMB; done += zeros.length) {
                packing.write(zeros);
            }
        }
        return packed.toByteArray();
    }

    private static OutputStream packing(Compression compression, OutputStream packed) throws IOException {
        return switch (compression) {
            case ZSTD -> new ZstdOutputStream(packed);
            case DEFLATE, ZLIB ->
                new DeflaterOutputStream(
                        packed, new Deflater(Deflater.BEST_COMPRESSION, compression == Compression.DEFLATE));
        };
    }

    @ParameterizedTest
    @EnumSource
    void nothingIsWrittenBehindTheUnit(Compression compression) throws IOException {
        byte[] bomb = bomb(compression);
        byte[] room = new byte[3 * UNIT];
        Arrays.fill(room, (byte) 7);
        int length = compression.inflate(bomb, ByteBuffer.wrap(room, UNIT, UNIT));
        assertThat(length).isNotEqualTo(UNIT);
        assertThat(Arrays.copyOf(room, UNIT)).containsOnly(7);
        assertThat(Arrays.copyOfRange(room, 2 * UNIT, 3 * UNIT)).containsOnly(7);
    }

    @ParameterizedTest
    @EnumSource
    void noMemoryIsTakenForMoreThanAUnit(Compression compression) throws IOException {
        byte[] bomb = bomb(compression);
        ByteBuffer target = ByteBuffer.allocate(UNIT);
        compression.inflate(bomb, target.clear()); // the first time pays for what is kept
        long before = THREAD.getCurrentThreadAllocatedBytes();
        compression.inflate(bomb, target.clear());
        assertThat(THREAD.getCurrentThreadAllocatedBytes() - before).isLessThan(UNIT);
    }

    /** Had it gone on to where the bytes are damaged, it would say that. */
    @ParameterizedTest
    @EnumSource(names = {"DEFLATE", "ZLIB"})
    void inflatingEndsWithTheUnit(Compression compression) {
        Deflater deflater = new Deflater(Deflater.BEST_SPEED, compression == Compression.DEFLATE);
        deflater.setInput(new byte[UNIT + 2]);
        byte[] packed = new byte[UNIT];
        int sound = deflater.deflate(packed, 0, UNIT, Deflater.SYNC_FLUSH);
        deflater.end();
        Arrays.fill(packed, sound, UNIT, (byte) 0xff); // no block begins like this
        assertThat(compression.inflate(packed, ByteBuffer.allocate(UNIT + 3))).isEqualTo(Compression.DAMAGED);
        assertThat(compression.inflate(packed, ByteBuffer.allocate(UNIT))).isEqualTo(UNIT + 1);
    }

    @ParameterizedTest
    @EnumSource(names = {"DEFLATE", "ZSTD"})
    void aQcow2WithABombIsRefusedCheaply(Compression compression) throws IOException {
        Qcow2Writer.Packing packing = Qcow2Writer.Packing.valueOf(compression.name());
        byte[] image = new Qcow2Writer(3, CLUSTER_BITS, packing).write(new byte[UNIT], bomb(compression));
        assertRefusedCheaply(image, "Q17");
    }

    @ParameterizedTest
    @EnumSource(names = {"PACKED", "STREAM"})
    void aVmdkWithABombIsRefusedCheaply(VmdkWriter.Packing packing) throws IOException {
        byte[] noise = Contents.busy(UNIT, 1); // takes more room than the bomb
        byte[] image = new VmdkWriter(UNIT, packing).write(noise);
        int grain = packing == VmdkWriter.Packing.STREAM
                ? VmdkWriter.DIRECTORY
                : new VmdkWriter(UNIT, packing).table() + 2 * 2048;
        byte[] bomb = bomb(Compression.ZLIB);
        ByteBuffer.wrap(image)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(grain + 8, bomb.length)
                .put(grain + 12, bomb);
        assertRefusedCheaply(image, "M12");
    }

    private static void assertRefusedCheaply(byte[] image, String rule) throws IOException {
        try (DiskImage disk = MemoryFile.open(image)) {
            for (int length : new int[] {UNIT, 1}) { // all of the unit, and a part of it
                ByteBuffer target = ByteBuffer.allocate(UNIT);
                refusal(disk, target.limit(length));
                long before = THREAD.getCurrentThreadAllocatedBytes();
                UnsafeImageException refused = refusal(disk, target.clear().limit(length));
                assertThat(THREAD.getCurrentThreadAllocatedBytes() - before).isLessThan(8 * UNIT);
                assertThat(refused.rule()).isEqualTo(rule);
            }
        }
    }

    private static UnsafeImageException refusal(DiskImage disk, ByteBuffer target) {
        return catchThrowableOfType(UnsafeImageException.class, () -> disk.read(0, target));
    }
}
