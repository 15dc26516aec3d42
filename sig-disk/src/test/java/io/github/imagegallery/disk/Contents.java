// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.disk;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Random;

/** Contents of disks for the tests. */
final class Contents {
    private Contents() {}

    /** Zeros with a few runs of bytes, some of them random and some easy to compress. */
    static byte[] sparse(int size, long seed) {
        Random random = new Random(seed);
        byte[] content = new byte[size];
        for (int run = random.nextInt(6); run > 0; run--) {
            int from = random.nextInt(size);
            int to = Math.min(size, from + 1 + random.nextInt(20_000));
            boolean noise = random.nextBoolean();
            for (int at = from; at < to; at++) {
                content[at] = (byte) (noise ? random.nextInt() : 1 + at % 7);
            }
        }
        return content;
    }

    /** Runs of bytes and of zeros in turn, both of all lengths. */
    static byte[] busy(int size, long seed) {
        Random random = new Random(seed);
        byte[] content = new byte[size];
        for (int at = 0; at < size; at += 1 + random.nextInt(100_000)) {
            int end = Math.min(size, at + 1 + random.nextInt(100_000));
            for (; at < end; at++) {
                content[at] = (byte) (1 + random.nextInt(255));
            }
        }
        return content;
    }

    /** Which sectors of a disk are not all zero, numbered from its start. */
    static BitSet sectorsWithData(byte[] content, int sectorSize) {
        BitSet sectors = new BitSet();
        for (int at = 0; at < content.length; at += sectorSize) {
            sectors.set(at / sectorSize, !Zeros.areZero(content, at, Math.min(content.length, at + sectorSize)));
        }
        return sectors;
    }

    /** Some sectors of a disk, in runs of all lengths. */
    static BitSet someSectors(int count, long seed) {
        Random random = new Random(seed);
        BitSet sectors = new BitSet();
        for (int at = random.nextInt(20); at < count; at += random.nextInt(1, 200)) {
            int end = Math.min(count, at + 1 + (random.nextBoolean() ? 0 : random.nextInt(200)));
            sectors.set(at, end);
            at = end;
        }
        return sectors;
    }

    /** The disk that shows where some sectors of it lie over those of a parent of any size. */
    static byte[] over(byte[] parent, byte[] content, BitSet sectors, int sectorSize) {
        byte[] shown = Arrays.copyOf(parent, content.length);
        sectors.stream()
                .map(sector -> sector * sectorSize)
                .filter(at -> at < content.length)
                .forEach(at -> System.arraycopy(content, at, shown, at, Math.min(sectorSize, content.length - at)));
        return shown;
    }

    /** All of a disk, read in pieces of a size that fits no boundary. */
    static byte[] of(DiskImage image) throws IOException {
        byte[] content = new byte[Math.toIntExact(image.virtualSize())];
        for (int at = 0; at < content.length; at += 33_333) {
            image.read(at, ByteBuffer.wrap(content, at, Math.min(33_333, content.length - at)));
        }
        return content;
    }

    /** How many bytes the blocks of 4 KiB have that are not all zero. */
    static long occupied(byte[] content) {
        long occupied = 0;
        for (int at = 0; at < content.length; at += 4096) {
            int end = Math.min(content.length, at + 4096);
            boolean zero = ByteBuffer.wrap(content, at, end - at).equals(ByteBuffer.allocate(end - at));
            occupied += zero ? 0 : end - at;
        }
        return occupied;
    }

    /** How many bytes of such blocks lie outside of the extents; these must lie in order, and on the disk. */
    static long outsideOfExtents(DiskImage image, byte[] content) throws IOException {
        byte[] rest = content.clone();
        long from = 0;
        Optional<Extent> extent = image.nextExtent(from);
        while (extent.isPresent()) {
            assertThat(extent.get().offset()).isGreaterThanOrEqualTo(from);
            from = extent.get().end();
            Arrays.fill(rest, (int) extent.get().offset(), (int) from, (byte) 0);
            extent = image.nextExtent(from);
        }
        assertThat(from).isLessThanOrEqualTo(content.length);
        return occupied(rest);
    }

    static String sha256(byte[] content) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
        } catch (NoSuchAlgorithmException impossible) {
            throw new AssertionError(impossible);
        }
    }
}
