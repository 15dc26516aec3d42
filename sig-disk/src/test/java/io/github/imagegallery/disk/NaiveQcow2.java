// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.disk;

import com.github.luben.zstd.RecyclingBufferPool;
import com.github.luben.zstd.ZstdInputStreamNoFinalizer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteOrder;
import java.util.Arrays;

/** A qcow2 by the letter of QEMU's specification: header, L1, L2, clusters and their parts. */
final class NaiveQcow2 extends NaiveDisk {
    private static final long OFFSET = 0x00ff_ffff_ffff_fe00L;
    private static final long COMPRESSED = 1L << 62;
    private static final int ZSTD = 1 << 3;
    private static final int EXTENDED = 1 << 4;

    NaiveQcow2(byte[] file, byte[] parent) {
        super(file, ByteOrder.BIG_ENDIAN, parent);
    }

    private boolean has(int feature) {
        return file.getInt(4) == 3 && (file.getLong(72) & feature) != 0;
    }

    @Override
    long size() {
        return file.getLong(24);
    }

    @Override
    int unitSize() {
        return 1 << file.getInt(20);
    }

    @Override
    byte[] unit(long cluster) {
        int entrySize = has(EXTENDED) ? 16 : 8;
        long perTable = unitSize() / entrySize;
        int table = (int) (file.getLong((int) (file.getLong(40) + cluster / perTable * 8)) & OFFSET);
        byte[] below = fromParent(cluster * unitSize(), unitSize());
        if (table == 0) {
            return below;
        }
        int at = table + (int) (cluster % perTable) * entrySize;
        long entry = file.getLong(at);
        if ((entry & COMPRESSED) != 0) {
            return inflated(entry);
        }
        if (has(EXTENDED)) {
            return parts(entry & OFFSET, file.getLong(at + 8), below);
        }
        byte[] zeros = new byte[unitSize()];
        boolean zero = (entry & 1) != 0;
        return zero ? zeros : (entry & OFFSET) == 0 ? below : fromFile(entry & OFFSET, unitSize());
    }

    private byte[] parts(long offset, long bits, byte[] below) {
        int size = unitSize() / 32;
        byte[] bytes = below.clone();
        for (int part = 0; part < 32; part++) {
            if ((bits & 1L << part) != 0) {
                System.arraycopy(fromFile(offset + part * size, size), 0, bytes, part * size, size);
            } else if ((bits & 1L << 32 + part) != 0) {
                Arrays.fill(bytes, part * size, (part + 1) * size, (byte) 0);
            }
        }
        return bytes;
    }

    private byte[] inflated(long entry) {
        int offsetBits = 62 - (file.getInt(20) - 8);
        long offset = entry & (1L << offsetBits) - 1;
        int sectors = (int) ((entry & COMPRESSED - 1) >>> offsetBits) + 1;
        byte[] packed = fromFile(offset, sectors * 512 - (int) (offset % 512));
        return has(ZSTD) ? zstd(packed) : inflated(packed, unitSize(), true);
    }

    private byte[] zstd(byte[] packed) {
        try (ZstdInputStreamNoFinalizer stream =
                new ZstdInputStreamNoFinalizer(new ByteArrayInputStream(packed), RecyclingBufferPool.INSTANCE)) {
            return stream.setLongMax(31).readNBytes(unitSize());
        } catch (IOException damaged) {
            throw new UncheckedIOException(damaged);
        }
    }
}
