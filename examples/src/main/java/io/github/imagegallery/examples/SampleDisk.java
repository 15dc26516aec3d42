// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.examples;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Random;

/** A small raw disk to try the library with: a partition table, noise and text, and holes between; always the same. */
final class SampleDisk {
    static final long SIZE = 256L << 20;

    private static final int MIB = 1 << 20;
    private static final int SECTOR = 512;
    private static final int BLOCK = 64 << 10;
    private static final byte LINUX_PARTITION = (byte) 0x83;

    private SampleDisk() {}

    /** Writes the disk into a new sparse file. */
    static void write(Path file) throws IOException {
        try (FileChannel disk = FileChannel.open(
                file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE, StandardOpenOption.SPARSE)) {
            disk.write(partitionTable(), 0);
            disk.write(noise(8 * MIB), MIB);
            disk.write(text(16 * MIB), 64L * MIB);
            disk.write(noise(2 * MIB), 200L * MIB);
            disk.write(ByteBuffer.allocate(1), SIZE - 1);
        }
    }

    /** Changes a few blocks of a raw disk, as a hot fix would. */
    static void change(Path file, String fix) throws IOException {
        try (FileChannel disk = FileChannel.open(file, StandardOpenOption.WRITE)) {
            byte[] bytes = fix.getBytes(StandardCharsets.UTF_8);
            long end = Math.max(0, disk.size() - bytes.length);
            int changes = 3;
            for (int i = 1; i <= changes; i++) {
                long blocks = disk.size() / BLOCK;
                disk.write(ByteBuffer.wrap(bytes), Math.min(end, blocks * i / (changes + 1) * BLOCK));
            }
        }
    }

    /** Returns a master boot record with one partition from the first MiB to the end. */
    private static ByteBuffer partitionTable() {
        ByteBuffer record = ByteBuffer.allocate(SECTOR).order(ByteOrder.LITTLE_ENDIAN);
        record.put(446 + 4, LINUX_PARTITION);
        record.putInt(446 + 8, MIB / SECTOR);
        record.putInt(446 + 12, (int) ((SIZE - MIB) / SECTOR));
        record.putShort(510, (short) 0xAA55);
        return record;
    }

    private static ByteBuffer noise(int length) {
        byte[] bytes = new byte[length];
        new Random(length).nextBytes(bytes);
        return ByteBuffer.wrap(bytes);
    }

    private static ByteBuffer text(int length) {
        StringBuilder lines = new StringBuilder(length + 100);
        for (int line = 1; lines.length() < length; line++) {
            lines.append("golden image, line ").append(line).append(": what every machine starts from\n");
        }
        return ByteBuffer.wrap(lines.substring(0, length).getBytes(StandardCharsets.US_ASCII));
    }
}
