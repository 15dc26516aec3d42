// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.disk;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.luben.zstd.Zstd;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.zip.Deflater;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What reading an image costs whose compressed units are as large as its format allows. */
class LargeUnitsTest {
    private static final int UNIT = 2 << 20;
    private static final int UNITS = 10;

    @TempDir
    Path folder;

    /** Images that claim for each unit the most bytes that they can, twice its size. */
    enum Greedy {
        QCOW2_DEFLATE {
            @Override
            byte[] image(byte[] content) {
                return qcow2(Qcow2Writer.Packing.DEFLATE, content);
            }
        },
        QCOW2_ZSTD {
            @Override
            byte[] image(byte[] content) {
                return qcow2(Qcow2Writer.Packing.ZSTD, content);
            }
        },
        VMDK {
            @Override
            byte[] image(byte[] content) {
                VmdkWriter writer = new VmdkWriter(UNIT, VmdkWriter.Packing.PACKED);
                ByteBuffer file = ByteBuffer.wrap(writer.write(content)).order(ByteOrder.LITTLE_ENDIAN);
                for (int grain = 0; grain < content.length / UNIT; grain++) {
                    file.putInt(file.getInt(writer.table() + grain * 4) * 512 + 8, 2 * UNIT);
                }
                return file.array();
            }
        };

        abstract byte[] image(byte[] content);

        private static byte[] qcow2(Qcow2Writer.Packing packing, byte[] content) {
            Qcow2Writer writer = new Qcow2Writer(3, 21, packing);
            ByteBuffer file = ByteBuffer.wrap(writer.write(content));
            for (int entry = writer.l2Offset(); entry < writer.l2Offset() + content.length / UNIT * 8; entry += 8) {
                file.putLong(entry, file.getLong(entry) | 0x1FFFL << 49);
            }
            return file.array();
        }

        Path write(Path folder, byte[] content) throws IOException {
            Path path = Files.write(folder.resolve(name()), image(content));
            try (FileChannel channel = FileChannel.open(path, StandardOpenOption.WRITE)) {
                channel.write(ByteBuffer.allocate(1), Files.size(path) + (content.length / UNIT + 1) * 2L * UNIT - 1);
            }
            return path;
        }
    }

    private static byte[] content(int units) {
        byte[] content = new byte[units * UNIT];
        for (int unit = 0; unit < units; unit++) {
            System.arraycopy(Contents.busy(4096, unit), 0, content, unit * UNIT + 1234, 4096);
        }
        return content;
    }

    /** A process with 64 MiB for everything reads it with as many threads as ever read. */
    @ParameterizedTest
    @EnumSource
    @Timeout(value = 120, unit = TimeUnit.SECONDS)
    void memoryIsBounded(Greedy greedy) throws Exception {
        String output = SmallJvm.run(Reading.class, greedy.write(folder, content(UNITS)));
        assertThat(output).contains("read DiskMeasure[");
    }

    /** Reads all of a disk. */
    static final class Reading {
        private Reading() {}

        public static void main(String[] arguments) throws IOException {
            try (DiskImage image = DiskImage.open(Path.of(arguments[0]))) {
                System.out.println("read " + DiskMeasure.of(image, true, done -> {}));
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void whatIsClaimedDoesNotMatter(Greedy greedy) throws IOException {
        byte[] content = content(2);
        try (DiskImage image = DiskImage.open(greedy.write(folder, content))) {
            assertThat(Contents.of(image)).isEqualTo(content);
        }
    }

    /** Eight threads want the same unit at the same time, each a part of it. */
    @ParameterizedTest
    @EnumSource
    void aUnitAndItsTableAreReadOnce(Greedy greedy) throws IOException {
        CountingFile file = CountingFile.open(greedy.write(folder, content(1)));
        try (DiskImage image = ImageOpener.open(file, OpenOptions.standard())) {
            long before = file.bytesRead(); // then one table, and one unit packed
            CyclicBarrier start = new CyclicBarrier(8);
            Thread[] threads = IntStream.range(0, 8)
                    .mapToObj(part -> new Thread(() -> readPart(image, part, start)))
                    .toArray(Thread[]::new);
            for (Thread thread : threads) {
                thread.start();
            }
            for (Thread thread : threads) {
                join(thread);
            }
            assertThat(file.bytesRead() - before).isLessThan(3L * UNIT);
        }
    }

    private static void readPart(DiskImage image, int part, CyclicBarrier start) {
        try {
            start.await();
            image.read((long) part * UNIT / 8, ByteBuffer.allocate(UNIT / 8));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } catch (Exception failure) {
            throw new IllegalStateException(failure);
        }
    }

    private static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException interrupted) {
            throw new IllegalStateException(interrupted);
        }
    }

    /** Noise, packed as badly as packers do. */
    @Test
    void whatCannotBePackedFits() {
        for (int size : new int[] {512, 4096, 65_536, UNIT}) {
            byte[] noise = Contents.busy(size, size);
            Deflater deflater = new Deflater(Deflater.DEFAULT_COMPRESSION);
            deflater.setStrategy(Deflater.HUFFMAN_ONLY);
            deflater.setInput(noise);
            deflater.finish();
            byte[] packed = new byte[2 * size + 1024];
            assertThat(deflater.deflate(packed)).isLessThanOrEqualTo(Compression.mostPacked(size));
            assertThat(Zstd.compressBound(size)).isLessThanOrEqualTo(Compression.mostPacked(size));
            deflater.end();
        }
    }
}
