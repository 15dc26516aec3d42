// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.disk;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * An image with any one bit of its metadata flipped is refused, or holds what a plain reader of its format finds in it;
 * where a checksum or a second copy guards the bit, the same disk as before. Of a byte that is guarded, and not in
 * the start of the file, only one bit is flipped, or as many as {@code -Dgallery.flips=8} says.
 */
class BitFlipTest {
    private static final int SIZE = 40_960;
    private static final int GUARDED_BITS = Integer.getInteger("gallery.flips", 1);
    private static final int START = 64;
    private static final int SECTOR = 512;
    private static final int LOOKED_AT = 128 << 10;
    private static final int STEP = 8192;
    private static final int EXTENTS = 64;

    /**
     * An image that is tampered with.
     *
     * @param metadata which of its bytes are
     * @param isGuarded which of these a checksum or a second copy guards
     * @param shown what the disk shows
     */
    record Victim(
            String name,
            byte[] image,
            IntStream metadata,
            IntPredicate isGuarded,
            Optional<Below> below,
            byte[] shown) {
        /** One that holds the whole of the usual content. */
        Victim(String name, byte[] image, IntStream metadata, IntPredicate isGuarded) {
            this(name, image, metadata, isGuarded, Optional.empty(), content());
        }

        Victim over(Encoding encoding, byte[] parent, byte[] nowShown) {
            Below below = new Below(encoding.encoded(parent), parent);
            return new Victim(name, image, metadata, isGuarded, Optional.of(below), nowShown);
        }

        /** What is below the image, if anything is. */
        byte[] parent() {
            return below.map(Below::content).orElse(new byte[0]);
        }

        OpenOptions options() throws IOException {
            return below.isEmpty()
                    ? OpenOptions.standard()
                    : OpenOptions.standard().parent(MemoryFile.open(below.get().image));
        }

        @Override
        public String toString() {
            return name;
        }
    }

    /** A parent. */
    record Below(byte[] image, byte[] content) {}

    static Stream<Victim> victims() {
        byte[] content = content();
        return Stream.of(
                flat(content),
                dynamic("dynamic VHD", new DynamicVhdWriter(4096)),
                dynamic("differencing VHD", new DynamicVhdWriter(4096, new UUID(3, 4), DynamicVhdWriter.ID, 0))
                        .over(Encoding.VHD_FIXED, parent(), overParent(content)),
                vhdx("fixed VHDX", new VhdxWriter().fixed()),
                vhdx("dynamic VHDX", new VhdxWriter()),
                vhdx("differencing VHDX", new VhdxWriter().parent(VhdxWriter.ID))
                        .over(Encoding.VHDX_DYNAMIC, parent(), overParent(content)),
                dirtyVhdx(),
                qcow2(content, 2, Qcow2Writer.Packing.PLAIN),
                qcow2(content, 3, Qcow2Writer.Packing.PREALLOCATED),
                extended(content),
                backed(content, 9, Qcow2Writer.Packing.PLAIN, IntStream.range(0, 5 << 9)),
                backed(content, 14, Qcow2Writer.Packing.EXTENDED, extendedTables()),
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

    /** Other than the content everywhere, and shorter. */
    private static byte[] parent() {
        byte[] parent = new byte[SIZE - 4096];
        IntStream.range(0, parent.length).forEach(at -> parent[at] = (byte) (1 + at % 100));
        return parent;
    }

    private static byte[] overParent(byte[] content) {
        return Contents.over(parent(), content, Contents.sectorsWithData(content, 512), 512);
    }

    private static Victim vhdx(String name, VhdxWriter writer) {
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
                at -> at >= VhdxWriter.FIRST_HEADER && at < VhdxWriter.UNIT);
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
        return new Victim("VHDX with a log", log.into(image.array(), writer), entry, at -> true);
    }

    private static Victim flat(byte[] content) {
        return new Victim(
                "fixed VHD",
                Encoding.VHD_FIXED.encoded(content),
                IntStream.range(SIZE, SIZE + 512),
                at -> at >= SIZE + 8);
    }

    private static Victim dynamic(String name, DynamicVhdWriter writer) {
        byte[] image = writer.write(content());
        IntStream footer = IntStream.range(image.length - 512, image.length);
        return new Victim(
                name,
                image,
                IntStream.concat(IntStream.range(0, 2560), footer),
                at -> at < DynamicVhdWriter.TABLE || at >= image.length - 512);
    }

    private static Victim qcow2(byte[] content, int version, Qcow2Writer.Packing packing) {
        byte[] image = new Qcow2Writer(version, 10, packing).write(content);
        boolean packed = packing == Qcow2Writer.Packing.DEFLATE || packing == Qcow2Writer.Packing.ZSTD;
        int tables = 4 << 10;
        return new Victim(
                "qcow2 v" + version + " " + packing,
                image,
                IntStream.range(0, packed ? image.length : tables),
                at -> false);
    }

    private static Victim extended(byte[] content) {
        return new Victim("qcow2 v3 EXTENDED", Encoding.QCOW2_EXTENDED.encoded(content), extendedTables(), at -> false);
    }

    private static IntStream extendedTables() {
        IntStream tables = IntStream.of(2, 3).flatMap(cluster -> IntStream.range(cluster << 14, (cluster << 14) + 64));
        return IntStream.concat(IntStream.range(0, 128), tables);
    }

    private static Victim backed(byte[] content, int clusterBits, Qcow2Writer.Packing packing, IntStream metadata) {
        Qcow2Writer writer = new Qcow2Writer(3, clusterBits, packing);
        byte[] shown = writer.shown(content, Arrays.copyOf(parent(), SIZE));
        return new Victim(
                        "qcow2 v3 " + packing + " over another", writer.writeOver("a", content), metadata, at -> false)
                .over(Encoding.RAW, parent(), shown);
    }

    private static Victim vmdk(byte[] content, VmdkWriter.Packing packing, int most) {
        VmdkWriter writer = new VmdkWriter(4096, packing);
        byte[] image = writer.write(content);
        int firstGrain = writer.table() + 2 * 2048;
        boolean isPacked = packing == VmdkWriter.Packing.PACKED;
        boolean isDouble = isPacked || packing == VmdkWriter.Packing.SPARSE;
        return new Victim(
                "vmdk " + packing,
                image,
                IntStream.range(0, Math.min(most, image.length)),
                at -> isDouble && (at >= 48 && at < 64 || at >= VmdkWriter.DIRECTORY && (isPacked || at < firstGrain)));
    }

    /** So that the second opinion is one: it finds in sound images what was written into them. */
    @ParameterizedTest
    @EnumSource
    void thePlainReaderReads(Encoding encoding) {
        byte[] content = Contents.busy(300 * 512, 5);
        NaiveDisk disk = NaiveDisk.of(encoding.format(), encoding.encoded(content), new byte[0]);
        assertThat(disk.size()).isEqualTo(content.length);
        assertThat(disk.read(0, content.length)).isEqualTo(content);
    }

    @ParameterizedTest
    @MethodSource("victims")
    @Timeout(value = 120, unit = TimeUnit.SECONDS)
    void isRefusedOrReads(Victim victim) throws IOException {
        byte[] image = victim.image.clone();
        OpenOptions options = victim.options();
        assertThat(isWhole(image, options, victim.shown)).isTrue();
        for (int at : victim.metadata.toArray()) {
            int bits = victim.isGuarded.test(at) && at >= START ? GUARDED_BITS : 8;
            for (int i = 0; i < bits; i++) {
                int bit = (at + i) % 8;
                image[at] ^= (byte) (1 << bit);
                try {
                    judge(image, options, victim, at);
                } catch (AssertionError | RuntimeException wrong) {
                    throw new AssertionError("With bit " + bit + " of byte " + at + " flipped", wrong);
                }
                image[at] = victim.image[at];
            }
        }
    }

    private static boolean isWhole(byte[] image, OpenOptions options, byte[] shown) throws IOException {
        try (DiskImage disk = open(image, options)) {
            return Arrays.equals(Contents.of(disk), shown);
        }
    }

    private static DiskImage open(byte[] image, OpenOptions options) throws IOException {
        return ImageOpener.open(new MemoryFile(image, image.length).asImageFile(), options);
    }

    private static void judge(byte[] image, OpenOptions options, Victim victim, int at) throws IOException {
        try (DiskImage disk = open(image, options)) {
            NaiveDisk expected = victim.isGuarded.test(at)
                    ? NaiveDisk.of(DiskFormat.RAW, victim.shown, new byte[0])
                    : NaiveDisk.of(disk.format(), image, victim.parent());
            require(disk.virtualSize() == expected.size(), "the size", disk.virtualSize(), expected.size());
            long most = Math.min(LOOKED_AT, disk.virtualSize());
            BitSet data = compare(disk, expected, 0, most);
            compare(disk, expected, Math.max(most, disk.virtualSize() - STEP), disk.virtualSize());
            compareExtents(disk, expected, most, data);
        } catch (UnsafeImageException refused) {
            requireWords(refused);
        }
    }

    /** @param data which sectors were found not to be zero, up to {@code most} */
    private static void compareExtents(DiskImage disk, NaiveDisk expected, long most, BitSet data) throws IOException {
        long end = 0;
        Optional<Extent> extent = disk.nextExtent(0);
        for (int count = 0; extent.isPresent() && count < EXTENTS; count++) {
            Extent found = extent.get();
            require(found.offset() >= end && found.end() <= disk.virtualSize(), "extents ascend", end, found);
            end = found.end();
            data.clear(
                    (int) Math.min(most, found.offset()) / SECTOR, (int) (Math.min(most, end) + SECTOR - 1) / SECTOR);
            long start = Math.max(most, found.offset());
            compare(disk, expected, start, Math.min(start + STEP, end));
            extent = disk.nextExtent(end);
        }
        int outside = data.nextSetBit(0);
        require(outside < 0 || extent.isPresent() && outside * SECTOR >= end, "a hole is zero", outside);
    }

    /**
     * Compares a run of a disk, of which pieces may be refused.
     *
     * @return which sectors of the run are not zero
     */
    private static BitSet compare(DiskImage disk, NaiveDisk expected, long start, long end) throws IOException {
        BitSet data = new BitSet();
        for (long at = start; at < end; at += STEP) {
            ByteBuffer piece = ByteBuffer.allocate((int) Math.min(STEP, end - at));
            try {
                disk.read(at, piece);
            } catch (UnsafeImageException refused) {
                requireWords(refused);
                continue;
            }
            int other = Arrays.mismatch(piece.array(), expected.read(at, piece.limit()));
            require(other < 0, "the content is as the format says", at + other);
            for (int i = 0; i < piece.limit(); i += SECTOR) {
                boolean zero = Zeros.areZero(piece.array(), i, Math.min(piece.limit(), i + SECTOR));
                data.set((int) (at - start + i) / SECTOR, !zero);
            }
        }
        return data;
    }

    private static void requireWords(UnsafeImageException refused) {
        String message = refused.getMessage();
        boolean complete = message.startsWith("no-such-folder") && message.endsWith(" [" + refused.rule() + "]");
        require(complete, "a refusal in words", message);
    }

    private static void require(boolean holds, String law, Object... seen) {
        if (!holds) {
            throw new AssertionError(law + ", but: " + Arrays.toString(seen));
        }
    }
}
