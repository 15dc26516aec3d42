// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.disk;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * An image with any one bit of its metadata flipped is refused, or reads as a well-formed disk; where a checksum guards
 * the bit, as the same disk as before.
 */
class BitFlipTest {
    private static final int SIZE = 40_960;

    @TempDir
    Path folder;

    /** An image, which of its bytes are metadata, and which of these a checksum guards. */
    record Victim(String name, byte[] image, IntStream metadata, IntPredicate isGuarded, Optional<byte[]> parent) {
        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Victim> victims() {
        byte[] content = content();
        return Stream.of(
                flat(content),
                dynamic("dynamic VHD", new DynamicVhdWriter(4096).write(content), Optional.empty()),
                dynamic("differencing VHD", differencingVhd(content), Optional.of(Encoding.VHD_FIXED.encoded(content))),
                vhdx("fixed VHDX", new VhdxWriter().fixed(), Optional.empty()),
                vhdx("dynamic VHDX", new VhdxWriter(), Optional.empty()),
                vhdx(
                        "differencing VHDX",
                        new VhdxWriter().parent(VhdxWriter.ID),
                        Optional.of(new VhdxWriter().write(content))),
                dirtyVhdx(),
                qcow2(content, 2, Qcow2Writer.Packing.PLAIN),
                qcow2(content, 3, Qcow2Writer.Packing.PREALLOCATED),
                extended(content),
                qcow2(content, 3, Qcow2Writer.Packing.DEFLATE),
                qcow2(content, 3, Qcow2Writer.Packing.ZSTD),
                vmdk(content, VmdkWriter.Packing.SPARSE, 10_000),
                vmdk(content, VmdkWriter.Packing.ZEROED, 6_500),
                vmdk(content, VmdkWriter.Packing.PACKED, Integer.MAX_VALUE),
                vmdk(content, VmdkWriter.Packing.STREAM, Integer.MAX_VALUE));
    }

    private static byte[] content() {
        byte[] content = new byte[SIZE];
        Arrays.fill(content, 5_000, 12_000, (byte) 'x');
        content[30_000] = 1;
        return content;
    }

    private static byte[] differencingVhd(byte[] content) {
        return new DynamicVhdWriter(4096, new UUID(3, 4), DynamicVhdWriter.ID, 0).write(content);
    }

    private static Victim vhdx(String name, VhdxWriter writer, Optional<byte[]> parent) {
        byte[] image = writer.write(content());
        IntStream guarded = IntStream.of(
                        VhdxWriter.FIRST_HEADER,
                        VhdxWriter.SECOND_HEADER,
                        VhdxWriter.FIRST_LIST,
                        VhdxWriter.SECOND_LIST)
                .flatMap(start -> IntStream.range(start, start + 100));
        IntStream rest = IntStream.of(
                        0, writer.metadataOffset(), writer.item(0), writer.tableOffset(), writer.mapEntryOffset(0))
                .flatMap(start -> IntStream.range(
                        start, start + (start == writer.item(0) ? 300 : start == writer.metadataOffset() ? 230 : 12)));
        return new Victim(
                name,
                image,
                IntStream.concat(guarded, rest).filter(at -> at < image.length),
                at -> at >= VhdxWriter.FIRST_HEADER && at < VhdxWriter.UNIT,
                parent);
    }

    /** The only entry of its log makes the table of blocks. */
    private static Victim dirtyVhdx() {
        VhdxWriter writer = new VhdxWriter();
        ByteBuffer image = ByteBuffer.wrap(writer.write(content()));
        byte[] table = new byte[4096];
        image.get(writer.tableOffset(), table).put(writer.tableOffset(), new byte[4096]);
        VhdxLogWriter log = new VhdxLogWriter(writer.logLength()).sizes(image.limit(), image.limit());
        log.entry(0, 0, 1, List.of(VhdxLogWriter.Change.sector(writer.tableOffset(), table)));
        int start = writer.logOffset();
        IntStream entry = IntStream.of(
                        start, start + 4096, start + 8180, VhdxWriter.FIRST_HEADER, VhdxWriter.SECOND_HEADER)
                .flatMap(at -> IntStream.range(at, at + 100));
        return new Victim("VHDX with a log", log.into(image.array(), writer), entry, at -> true, Optional.empty());
    }

    private static Victim flat(byte[] content) {
        return new Victim(
                "fixed VHD",
                Encoding.VHD_FIXED.encoded(content),
                IntStream.range(SIZE, SIZE + 512),
                at -> at >= SIZE + 8,
                Optional.empty());
    }

    private static Victim dynamic(String name, byte[] image, Optional<byte[]> parent) {
        IntStream footer = IntStream.range(image.length - 512, image.length);
        return new Victim(
                name,
                image,
                IntStream.concat(IntStream.range(0, 2560), footer),
                at -> at < DynamicVhdWriter.TABLE || at >= image.length - 512,
                parent);
    }

    private static Victim qcow2(byte[] content, int version, Qcow2Writer.Packing packing) {
        byte[] image = new Qcow2Writer(version, 10, packing).write(content);
        boolean packed = packing == Qcow2Writer.Packing.DEFLATE || packing == Qcow2Writer.Packing.ZSTD;
        int tables = 4 << 10;
        return new Victim(
                "qcow2 v" + version + " " + packing,
                image,
                IntStream.range(0, packed ? image.length : tables),
                at -> false,
                Optional.empty());
    }

    private static Victim extended(byte[] content) {
        byte[] image = Encoding.QCOW2_EXTENDED.encoded(content);
        IntStream header = IntStream.range(0, 128);
        IntStream tables = IntStream.of(2, 3).flatMap(cluster -> IntStream.range(cluster << 14, (cluster << 14) + 64));
        return new Victim("qcow2 v3 EXTENDED", image, IntStream.concat(header, tables), at -> false, Optional.empty());
    }

    private static Victim vmdk(byte[] content, VmdkWriter.Packing packing, int most) {
        VmdkWriter writer = new VmdkWriter(4096, packing);
        byte[] image = writer.write(content);
        int firstGrain = writer.table() + 2 * 2048;
        return new Victim(
                "vmdk " + packing,
                image,
                IntStream.range(0, Math.min(most, image.length)),
                at -> packing == VmdkWriter.Packing.PACKED && at >= firstGrain,
                Optional.empty());
    }

    @ParameterizedTest
    @MethodSource("victims")
    @Timeout(value = 120, unit = TimeUnit.SECONDS)
    void isRefusedOrReads(Victim victim) throws IOException {
        Path file = Files.write(folder.resolve("image"), victim.image);
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE);
                Below below = new Below(victim)) {
            for (int at : victim.metadata.toArray()) {
                for (int bit = 1; bit < 256; bit <<= 1) {
                    put(channel, at, victim.image[at] ^ bit);
                    readOrRefuse(file, below.options, victim.isGuarded.test(at));
                }
                put(channel, at, victim.image[at]);
            }
            readOrRefuse(file, below.options, true);
        }
    }

    /** The parent of a victim, if it has one, while it is looked at. */
    private final class Below implements Closeable {
        private final Optional<DiskImage> image;
        private final OpenOptions options;

        Below(Victim victim) throws IOException {
            image = victim.parent.isEmpty()
                    ? Optional.empty()
                    : Optional.of(DiskImage.open(Files.write(folder.resolve("parent"), victim.parent.get())));
            options = image.map(OpenOptions.standard()::parent).orElse(OpenOptions.standard());
        }

        @Override
        public void close() throws IOException {
            if (image.isPresent()) {
                image.get().close();
            }
        }
    }

    private static void put(FileChannel channel, int at, int value) throws IOException {
        channel.write(ByteBuffer.wrap(new byte[] {(byte) value}), at);
    }

    private static void readOrRefuse(Path file, OpenOptions options, boolean sameIfRead) {
        try (DiskImage image = DiskImage.open(file, options)) {
            assertThat(image.virtualSize()).isPositive();
            if (sameIfRead) {
                assertThat(Contents.of(image)).isEqualTo(content());
            }
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
