// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.disk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

/** Whatever a disk holds, every format gives it back. */
class ContentProperties {
    private static Path folder;

    @BeforeContainer
    static void makeFolder() throws IOException {
        folder = Files.createTempDirectory("content");
    }

    @AfterContainer
    static void removeFolder() throws IOException {
        Files.delete(folder);
    }

    /** Sizes near boundaries of sectors, blocks, clusters and tables. */
    @Provide
    Arbitrary<byte[]> contents() {
        Arbitrary<Integer> sizes = Combinators.combine(
                        Arbitraries.of(512, 4096, 32_768, 65_536, 131_072, 262_144), Arbitraries.of(-512, 0, 512))
                .as((boundary, step) -> Math.max(512, boundary + step));
        return Combinators.combine(sizes, Arbitraries.longs()).as(Contents::sparse);
    }

    @Property(tries = 300, shrinking = ShrinkingMode.OFF)
    void everyEncodingGivesBackWhatItHolds(@ForAll("contents") byte[] content, @ForAll Encoding encoding)
            throws IOException {
        Path file = encoding.write(folder, content);
        try (DiskImage image = DiskImage.open(file)) {
            assertThat(image.format()).isEqualTo(encoding.format());
            assertThat(Contents.of(image)).isEqualTo(content);
            assertThat(Contents.outsideOfExtents(image, content)).isZero();
        } finally {
            Files.delete(file);
        }
    }

    @Property(tries = 100, shrinking = ShrinkingMode.OFF)
    void aConvertedDiskIsTheSameDisk(
            @ForAll("contents") byte[] content, @ForAll Encoding encoding, @ForAll WritableFormat format)
            throws IOException {
        Path source = encoding.write(folder, content);
        Path target = folder.resolve("target");
        convert(source, target, format, content.length);
        try (DiskImage copy = DiskImage.open(target)) {
            assertThat(Contents.of(copy)).isEqualTo(content);
        } finally {
            Files.delete(source);
            Files.delete(target);
        }
    }

    @Provide
    Arbitrary<Integer> oddSizes() {
        return Arbitraries.of(0, 1, 511, 512, 513, 4095, 4096, 4097);
    }

    /** Nothing is padded: what a format has no size for is refused in words, before anything is written. */
    @Property(shrinking = ShrinkingMode.OFF)
    void aRawDiskOfAnySizeIsConvertedAsItIsOrRefused(@ForAll("oddSizes") int size, @ForAll WritableFormat format)
            throws IOException {
        byte[] content = new byte[size];
        Arrays.fill(content, (byte) 'x');
        Path source = Encoding.RAW.write(folder, content);
        Path target = folder.resolve("target");
        try {
            if (size == 0) {
                assertThatExceptionOfType(UnsafeImageException.class)
                        .isThrownBy(() -> DiskImage.open(source))
                        .withMessage(source + ": the file is empty (give a file that holds a disk) [F1]");
                assertRefused(target, format, size, "not positive");
            } else if (size % 512 != 0 && format != WritableFormat.RAW) {
                assertRefused(target, format, size, "not a multiple of 512");
            } else {
                convert(source, target, format, size);
                try (DiskImage copy = DiskImage.open(target)) {
                    assertThat(Contents.of(copy)).isEqualTo(content);
                }
            }
        } finally {
            Files.delete(source);
            Files.deleteIfExists(target);
        }
    }

    private static void assertRefused(Path target, WritableFormat format, int size, String why) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> DiskWriter.create(target, format, size))
                .withMessageContaining(size + " bytes: " + why);
        assertThat(folder).isDirectoryNotContaining(file -> !file.toString().endsWith(".img"));
    }

    private static void convert(Path source, Path target, WritableFormat format, long size) throws IOException {
        try (DiskImage image = DiskImage.open(source);
                DiskWriter writer = DiskWriter.create(target, format, size)) {
            DiskConverter.convert(image, writer, done -> {});
            writer.finish();
        }
    }

    /** Pieces of any length, in any order, some over others. */
    @Property(tries = 100, shrinking = ShrinkingMode.OFF)
    void whatIsWrittenLastIsRead(
            @ForAll WritableFormat format,
            @ForAll @IntRange(min = 1, max = 9_000) int sectors,
            @ForAll @Size(max = 40) List<@LongRange(min = 0) Long> seeds)
            throws IOException {
        Path target = folder.resolve("target");
        byte[] model = new byte[sectors * 512];
        try (DiskWriter writer = DiskWriter.create(target, format, model.length)) {
            for (long seed : seeds) {
                Random random = new Random(seed);
                int from = random.nextInt(model.length);
                int length = 1 + random.nextInt(Math.min(model.length - from, seed % 2 == 0 ? 5_000 : 500_000));
                byte[] piece = new byte[length];
                if (seed % 3 != 0) {
                    Arrays.fill(piece, (byte) seed);
                } else {
                    random.nextBytes(piece);
                }
                System.arraycopy(piece, 0, model, from, length);
                writer.write(from, ByteBuffer.wrap(piece));
            }
            writer.finish();
        }
        try (DiskImage image = DiskImage.open(target)) {
            assertThat(Contents.of(image)).isEqualTo(model);
        } finally {
            Files.delete(target);
        }
    }

    @Property(tries = 100, shrinking = ShrinkingMode.OFF)
    void aDiskMeasuresTheSameInEveryEncoding(@ForAll("contents") byte[] content, @ForAll Encoding encoding)
            throws IOException {
        Path file = encoding.write(folder, content);
        try (DiskImage image = DiskImage.open(file)) {
            DiskMeasure measure = DiskMeasure.of(image, true, done -> {});
            assertThat(measure.virtualSize()).isEqualTo(content.length);
            assertThat(measure.occupiedBytes()).isEqualTo(Contents.occupied(content));
            assertThat(measure.sha256()).contains(Contents.sha256(content));
        } finally {
            Files.delete(file);
        }
    }
}
