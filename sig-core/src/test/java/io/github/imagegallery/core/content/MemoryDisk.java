// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.core.content;

import io.github.imagegallery.disk.DiskFormat;
import io.github.imagegallery.disk.DiskImage;
import io.github.imagegallery.disk.Extent;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;

/** A sparse disk on the heap. What was written is an extent, though it be zero. Safe for use by many threads. */
final class MemoryDisk implements DiskImage {
    private static final int CHUNK = 4096;

    private final long size;
    private final TreeMap<Long, byte[]> chunks = new TreeMap<>();

    MemoryDisk(long size) {
        this.size = size;
    }

    /** Makes a disk with a bit of everything, mostly near its ends and the boundaries of blocks and pages. */
    static MemoryDisk random(long size, long seed) {
        MemoryDisk disk = new MemoryDisk(size);
        disk.scribble(new Random(seed), 12);
        return disk;
    }

    /** Returns a copy with a few places written over. */
    MemoryDisk changed(long seed) {
        MemoryDisk copy = new MemoryDisk(size);
        chunks.forEach((number, bytes) -> copy.chunks.put(number, bytes.clone()));
        copy.scribble(new Random(seed), 3);
        return copy;
    }

    private void scribble(Random random, int times) {
        long[] places = {0, 4096, 65_535, 65_536, 1 << 20, (1L << 30) - 1, 1L << 30, size - 70_000, size - 1};
        for (int i = 0; i < times; i++) {
            long near = random.nextInt(3) == 0
                    ? (long) (random.nextDouble() * size)
                    : places[random.nextInt(places.length)] + random.nextInt(3) - 1;
            long position = Math.max(0, Math.min(near, size - 1));
            write(position, ByteBuffer.wrap(bytes(random, (int)
                    Math.min(size - position, 1 + random.nextInt(200_000)))));
        }
    }

    private static byte[] bytes(Random random, int length) {
        byte[] bytes = new byte[length];
        switch (random.nextInt(4)) {
            case 0 -> Arrays.fill(bytes, (byte) 'x');
            case 1 -> Arrays.fill(bytes, (byte) 0);
            default -> random.nextBytes(bytes);
        }
        return bytes;
    }

    synchronized void write(long position, ByteBuffer bytes) {
        for (long at = position; bytes.hasRemaining(); ) {
            byte[] chunk = chunks.computeIfAbsent(at / CHUNK, absent -> new byte[CHUNK]);
            int length = Math.min(bytes.remaining(), CHUNK - (int) (at % CHUNK));
            bytes.get(chunk, (int) (at % CHUNK), length);
            at += length;
        }
    }

    @Override
    public DiskFormat format() {
        return DiskFormat.RAW;
    }

    @Override
    public String description() {
        return toString();
    }

    @Override
    public long virtualSize() {
        return size;
    }

    @Override
    public synchronized Optional<Extent> nextExtent(long from) {
        if (from >= size) {
            return Optional.empty();
        }
        return Optional.ofNullable(chunks.ceilingKey(from / CHUNK)).map(number -> {
            long start = Math.max(from, number * CHUNK);
            return new Extent(start, Math.min(size, (number + 1) * CHUNK) - start);
        });
    }

    @Override
    public synchronized void read(long position, ByteBuffer target) {
        for (long at = position; target.hasRemaining(); ) {
            byte[] chunk = chunks.getOrDefault(at / CHUNK, new byte[CHUNK]);
            int length = Math.min(target.remaining(), CHUNK - (int) (at % CHUNK));
            target.put(chunk, (int) (at % CHUNK), length);
            at += length;
        }
    }

    @Override
    public void close() {
        // nothing is open
    }

    /** Tells whether the other has the same size and bytes, whatever its extents. */
    @Override
    public boolean equals(Object other) {
        return other instanceof MemoryDisk disk && size == disk.size && data().equals(disk.data());
    }

    @Override
    public int hashCode() {
        return data().hashCode();
    }

    private Map<Long, ByteBuffer> data() {
        Map<Long, ByteBuffer> data = new TreeMap<>();
        chunks.forEach((number, bytes) -> data.put(number, ByteBuffer.wrap(bytes)));
        data.values().removeIf(chunk -> chunk.equals(ByteBuffer.allocate(CHUNK)));
        return data;
    }

    @Override
    public String toString() {
        return "a disk of " + size + " bytes, " + chunks.size() + " chunks written";
    }
}
