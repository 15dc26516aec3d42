// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.disk;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** An image with any one bit of its metadata flipped is refused, or reads as a well-formed disk. */
class BitFlipTest {
    private static final int SIZE = 40_960;

    @TempDir
    Path folder;

    /** An image, and which of its bytes are metadata. */
    record Victim(String name, byte[] image, IntStream metadata) {
        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Victim> victims() {
        byte[] content = new byte[SIZE];
        Arrays.fill(content, 5_000, 12_000, (byte) 'x');
        content[30_000] = 1;
        return Stream.of(
                flat(content),
                dynamic(content),
                qcow2(content, 2, Qcow2Writer.Packing.PLAIN),
                qcow2(content, 3, Qcow2Writer.Packing.PREALLOCATED),
                qcow2(content, 3, Qcow2Writer.Packing.DEFLATE),
                qcow2(content, 3, Qcow2Writer.Packing.ZSTD));
    }

    private static Victim flat(byte[] content) {
        return new Victim("fixed VHD", Encoding.VHD_FIXED.encoded(content), IntStream.range(SIZE, SIZE + 512));
    }

    private static Victim dynamic(byte[] content) {
        byte[] image = Encoding.VHD_DYNAMIC_4K.encoded(content);
        IntStream footer = IntStream.range(image.length - 512, image.length);
        return new Victim("dynamic VHD", image, IntStream.concat(IntStream.range(0, 2560), footer));
    }

    private static Victim qcow2(byte[] content, int version, Qcow2Writer.Packing packing) {
        byte[] image = new Qcow2Writer(version, 10, packing).write(content);
        boolean packed = packing == Qcow2Writer.Packing.DEFLATE || packing == Qcow2Writer.Packing.ZSTD;
        int tables = 4 << 10;
        return new Victim(
                "qcow2 v" + version + " " + packing, image, IntStream.range(0, packed ? image.length : tables));
    }

    @ParameterizedTest
    @MethodSource("victims")
    @Timeout(value = 60, unit = TimeUnit.SECONDS)
    void isRefusedOrReads(Victim victim) throws IOException {
        Path file = Files.write(folder.resolve("image"), victim.image);
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            for (int at : victim.metadata.toArray()) {
                for (int bit = 1; bit < 256; bit <<= 1) {
                    put(channel, at, victim.image[at] ^ bit);
                    readOrRefuse(file);
                }
                put(channel, at, victim.image[at]);
            }
        }
    }

    private static void put(FileChannel channel, int at, int value) throws IOException {
        channel.write(ByteBuffer.wrap(new byte[] {(byte) value}), at);
    }

    private static void readOrRefuse(Path file) {
        try (DiskImage image = DiskImage.open(file)) {
            assertThat(image.virtualSize()).isPositive();
            long from = 0;
            Optional<Extent> extent = image.nextExtent(from);
            for (int count = 0; extent.isPresent() && count < 200; count++) {
                Extent found = extent.get();
                assertThat(found.offset()).isGreaterThanOrEqualTo(from);
                assertThat(found.end()).isLessThanOrEqualTo(image.virtualSize());
                image.read(found.offset(), ByteBuffer.allocate((int) Math.min(found.length(), SIZE)));
                from = found.end();
                extent = image.nextExtent(from);
            }
        } catch (IOException refused) {
            assertThat(refused).hasMessageContaining(file.toString());
        }
    }
}
