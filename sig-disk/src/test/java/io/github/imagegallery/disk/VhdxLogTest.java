// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.disk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.imagegallery.disk.VhdxLogWriter.Change;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The log of a VHDX that was not closed cleanly ([MS-VHDX] 2.3). */
class VhdxLogTest {
    private static final int MIB = 1 << 20;
    private static final int SECTOR = VhdxLogWriter.SECTOR;
    private static final VhdxWriter WRITER = new VhdxWriter();

    @TempDir
    Path folder;

    /** An image whose table of blocks is only in its log, and what it holds then. */
    private static byte[] bare() {
        ByteBuffer file = ByteBuffer.wrap(WRITER.write(content()));
        return file.put(WRITER.tableOffset(), new byte[SECTOR]).array();
    }

    private static byte[] content() {
        byte[] content = Contents.busy(2 * MIB, 1);
        content[0] = 1;
        return content;
    }

    private static List<Change> table() {
        return List.of(change(WRITER.write(content()), WRITER.tableOffset()));
    }

    private static Change change(byte[] image, int offset) {
        return Change.sector(offset, Arrays.copyOfRange(image, offset, offset + SECTOR));
    }

    private static VhdxLogWriter log() {
        return new VhdxLogWriter(MIB).sizes(bare().length, bare().length);
    }

    private Path file(byte[] image) throws IOException {
        return Files.write(Files.createTempFile(folder, "disk", ".vhdx"), image);
    }

    private void assertReads(byte[] image, byte[] content) throws IOException {
        Path file = file(image);
        try (DiskImage disk = DiskImage.open(file)) {
            assertThat(Contents.of(disk)).isEqualTo(content);
            assertThat(Contents.outsideOfExtents(disk, content)).isZero();
            assertThat(disk.notes())
                    .containsExactly("it was not closed cleanly: what its log says was carried out in memory");
        } finally {
            Files.delete(file);
        }
    }

    private void assertRefused(byte[] image) throws IOException {
        Path file = file(image);
        UnsafeImageException thrown = catchThrowableOfType(UnsafeImageException.class, () -> DiskImage.open(file));
        assertThat(thrown.rule()).as(thrown.getMessage()).isEqualTo("X12");
        Files.delete(file);
    }

    /**
     * Between any two images a log can be written that makes the one into the other: its changes in any number of
     * entries, anywhere in the ring, some of them done wrong first, some as zeros, after an older entry or not.
     */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
    void aLogMakesOneImageIntoAnother(long seed) throws IOException {
        Random random = new Random(seed);
        VhdxWriter writer = new VhdxWriter().layout("LLLLLLLLMT").fixed();
        byte[] content = Contents.busy(3 * MIB, seed);
        byte[] target = writer.write(content);
        byte[] other = writer.backwards().write(Contents.busy(3 * MIB, seed + 100));
        byte[] start = Arrays.copyOf(other, writer.tableOffset() + MIB + SECTOR * random.nextInt(1500));

        VhdxLogWriter log = new VhdxLogWriter(writer.logLength()).sizes(start.length, target.length);
        int position = SECTOR * random.nextInt(writer.logLength() / SECTOR);
        long sequence = random.nextBoolean() ? 1 : 0xFFFF_FFFFL;
        if (random.nextBoolean()) { // carried out already, and not to be done again
            position = log.entry(position, position, sequence++, List.of(Change.zeros(0, 16 * MIB)));
        }
        int tail = position;
        long wrong = writer.metadataOffset() + SECTOR * random.nextInt(600);
        position = log.entry(
                position,
                tail,
                sequence++,
                List.of(Change.zeros(wrong, MIB), Change.sector(wrong + 8 * SECTOR, new byte[SECTOR])));
        List<Change> changes = new ArrayList<>();
        for (int at = VhdxWriter.FIRST_LIST; at < target.length; at += SECTOR) {
            boolean isLog = at >= writer.logOffset() && at < writer.logOffset() + writer.logLength();
            boolean isSame = at < start.length && Arrays.equals(start, at, at + SECTOR, target, at, at + SECTOR);
            if (!isLog && (!isSame || at >= wrong && at < wrong + MIB)) {
                boolean zero = Zeros.areZero(target, at, at + SECTOR);
                changes.add(zero ? Change.zeros(at, SECTOR) : change(target, at));
            }
        }
        while (!changes.isEmpty()) {
            List<Change> some = changes.subList(0, Math.min(changes.size(), random.nextInt(300)));
            position = log.entry(position, tail, sequence++, some);
            some.clear();
        }
        assertReads(log.into(start, writer), content);
    }

    @Test
    void whatAnEntryLeftOutIsAsItWas() throws IOException {
        VhdxLogWriter log = log();
        log.entry(0, 0, 1, table());
        assertReads(log.into(bare(), WRITER), content());
    }

    @Test
    void aLogThatChangesNothingIsSaidToBeOne() throws IOException {
        VhdxLogWriter log = log();
        log.entry(8192, 8192, 1, List.of());
        try (DiskImage disk = DiskImage.open(file(log.into(WRITER.write(content()), WRITER)))) {
            assertThat(Contents.of(disk)).isEqualTo(content());
            assertThat(disk.notes()).containsExactly("it was not closed cleanly: its log changes nothing");
        }
    }

    /** Without an identity in the header, nothing in the log counts. */
    @Test
    void aLogThatWasClosedIsNotCarriedOut() throws IOException {
        VhdxLogWriter log = log();
        log.entry(0, 0, 1, List.of(Change.zeros(WRITER.tableOffset(), MIB)));
        byte[] image = WRITER.write(content());
        ByteBuffer.wrap(image).put(WRITER.logOffset(), log.ring().array());
        try (DiskImage disk = DiskImage.open(file(image))) {
            assertThat(Contents.of(disk)).isEqualTo(content());
            assertThat(disk.notes()).isEmpty();
        }
    }

    @Test
    void theNewestCompleteSequenceCounts() throws IOException {
        List<Change> wrong = List.of(Change.zeros(WRITER.metadataOffset(), MIB));
        VhdxLogWriter log = log();
        log.entry(0, 0, 5, wrong);
        log.entry(100 * SECTOR, 100 * SECTOR, 9, table());
        log.entry(200 * SECTOR, 200 * SECTOR, 7, wrong);
        log.entry(240 * SECTOR, 230 * SECTOR, 12, wrong); // its tail is gone
        log.entry(250 * SECTOR, 0, 13, wrong); // its tail was written over by another sequence
        log.id(new UUID(1, 1)).entry(220 * SECTOR, 220 * SECTOR, 11, wrong); // of an older opening
        assertReads(log.into(bare(), WRITER), content());
    }

    /** An entry that was being written when the power went does not count, and no entry after a gap does. */
    @Test
    void aSequenceEndsBeforeATornEntry() throws IOException {
        List<Change> wrong = List.of(Change.zeros(WRITER.metadataOffset(), MIB));
        VhdxLogWriter log = log();
        int torn = log.entry(0, 0, 5, table());
        int next = log.entry(torn, 0, 6, wrong);
        log.entry(next, 0, 7, wrong);
        log.ring().put(torn + 2000, (byte) 1);
        assertReads(log.into(bare(), WRITER), content());
    }

    @Test
    void numbersMustFollowOneAnother() throws IOException {
        VhdxLogWriter log = log();
        int next = log.entry(0, 0, 5, table());
        log.entry(next, 0, 7, List.of(Change.zeros(WRITER.metadataOffset(), MIB)));
        assertReads(log.into(bare(), WRITER), content());
    }

    /** What lies where the log has just made the file longer is zero, and no extent. */
    @Test
    void theFileIsAsLongAsTheLogNeeds() throws IOException {
        byte[] image = WRITER.write(content());
        ByteBuffer table =
                ByteBuffer.wrap(image, WRITER.tableOffset(), SECTOR).slice().order(ByteOrder.LITTLE_ENDIAN);
        table.putLong(8, (long) image.length | 6);
        VhdxLogWriter log = log().sizes(image.length, image.length + MIB);
        log.entry(0, 0, 1, List.of(change(image, WRITER.tableOffset())));
        byte[] content = content();
        Arrays.fill(content, MIB, 2 * MIB, (byte) 0);
        byte[] dirty = log.into(bare(), WRITER);
        assertReads(dirty, content);
        try (DiskImage disk = DiskImage.open(file(dirty))) {
            assertThat(disk.nextExtent(MIB)).isEmpty();
        }
    }

    /** Which log counts was said before any of it is carried out, and so was what is in it. */
    @Test
    void aLogThatIsWrittenOverHeadersAndItselfIsCarriedOut() throws IOException {
        VhdxLogWriter log = log();
        int next = log.entry(
                0,
                0,
                1,
                List.of(Change.zeros(0, VhdxWriter.FIRST_LIST), Change.zeros(WRITER.logOffset(), WRITER.logLength())));
        log.entry(next, 0, 2, table());
        assertReads(log.into(bare(), WRITER), content());
    }

    /** What is left once it is carried out is checked like any other image. */
    @Test
    void aLogThatDestroysTheImageIsRefused() throws IOException {
        for (int at : new int[] {VhdxWriter.FIRST_LIST, WRITER.metadataOffset()}) {
            VhdxLogWriter log = log();
            int next = log.entry(0, 0, 1, table());
            log.entry(next, 0, 2, List.of(Change.zeros(at, VhdxWriter.UNIT - at % VhdxWriter.UNIT)));
            Path file = file(log.into(bare(), WRITER));
            assertThat(catchThrowableOfType(UnsafeImageException.class, () -> DiskImage.open(file))
                            .rule())
                    .isIn("X2", "X14");
        }
    }

    static Stream<Consumer<ByteBuffer>> breaks() {
        int descriptor = 64;
        int data = SECTOR;
        return Stream.of(
                entry -> entry.put(0, (byte) 'L'),
                entry -> entry.put(100, (byte) 1),
                entry -> entry.putInt(8, 3 * SECTOR),
                entry -> entry.putInt(8, SECTOR + 512),
                entry -> entry.putInt(8, 0),
                entry -> entry.putInt(8, -SECTOR),
                entry -> entry.putInt(12, 512),
                entry -> entry.putInt(12, SECTOR),
                entry -> entry.putInt(12, 2 * MIB),
                entry -> entry.putLong(16, 0),
                entry -> entry.putInt(24, 0),
                entry -> entry.putInt(24, 2),
                entry -> entry.putInt(24, -1),
                entry -> entry.putInt(24, 1000),
                entry -> entry.put(32, (byte) 9),
                entry -> entry.putLong(48, -1),
                entry -> entry.putLong(48, 7L * MIB),
                entry -> entry.putLong(56, -1),
                entry -> entry.putLong(56, Long.MAX_VALUE),
                entry -> entry.putInt(descriptor, 0),
                entry -> entry.putLong(descriptor + 16, 1),
                entry -> entry.putLong(descriptor + 16, -SECTOR),
                entry -> entry.putLong(descriptor + 16, Long.MAX_VALUE - SECTOR + 1),
                entry -> entry.putLong(descriptor + 24, 2),
                entry -> entry.put(data, (byte) 'D'),
                entry -> entry.putInt(data + 4, 1),
                entry -> entry.putInt(data + SECTOR - 4, 2));
    }

    /** Each breaks the only entry; where it has a sound checksum still, its parts contradict. */
    @ParameterizedTest
    @MethodSource("breaks")
    void withoutASoundEntryTheImageIsRefused(Consumer<ByteBuffer> breaking) throws IOException {
        VhdxLogWriter log = log();
        log.entry(0, 0, 1, table());
        breaking.accept(log.ring());
        int length = log.ring().getInt(8);
        if (log.ring().get(100) == 0 && length > 0) {
            VhdxWriter.seal(log.ring(), 0, length);
        }
        assertRefused(log.into(bare(), WRITER));
    }

    @Test
    void zerosBeyondAllFilesAreRefused() throws IOException {
        for (long length : new long[] {1L << 48, -SECTOR, SECTOR - 1}) {
            VhdxLogWriter log = log();
            log.entry(0, 0, 1, List.of(Change.zeros(SECTOR * 1000, length)));
            assertRefused(log.into(bare(), WRITER));
        }
    }

    @Test
    void twoNewestSequencesAreRefused() throws IOException {
        VhdxLogWriter log = log();
        log.entry(0, 0, 1, table());
        log.entry(100 * SECTOR, 100 * SECTOR, 1, List.of());
        assertRefused(log.into(bare(), WRITER));
    }

    /** Of 32768 changes; programs write logs of 1 MiB, which has no room for more. */
    @Test
    void tooManyChangesAreRefused() throws IOException {
        VhdxWriter writer = new VhdxWriter().layout("LLMT");
        byte[] content = content();
        byte[] image = writer.write(content);
        Change change = change(image, writer.tableOffset());
        for (int entries : new int[] {260, 261}) {
            VhdxLogWriter log = new VhdxLogWriter(writer.logLength()).sizes(image.length, image.length);
            List<Change> changes = Collections.nCopies(126, Change.zeros(writer.tableOffset() + MIB - SECTOR, SECTOR));
            int position = 0;
            for (int sequence = 1; sequence <= entries; sequence++) {
                position = log.entry(position, 0, sequence, changes);
            }
            log.entry(position, 0, entries + 1, List.of(change));
            if (entries == 260) {
                assertReads(log.into(image, writer), content);
            } else {
                assertRefused(log.into(image, writer));
            }
        }
    }

    /** All of the log is a hole at the file's end; where nothing of it counts it may be as long as it likes. */
    @Test
    void aLogOfMoreThan32MibIsNotReadButRefused() throws IOException {
        byte[] image = WRITER.write(content());
        for (UUID logId : List.of(VhdxLogWriter.ID, new UUID(0, 0))) {
            ByteBuffer file = ByteBuffer.wrap(image).order(ByteOrder.LITTLE_ENDIAN);
            for (int header : new int[] {VhdxWriter.FIRST_HEADER, VhdxWriter.SECOND_HEADER}) {
                VhdxWriter.putGuid(file, header + 48, logId);
                file.putInt(header + 68, 33 * MIB).putLong(header + 72, image.length);
                VhdxWriter.seal(file, header, VhdxWriter.HEADER_SIZE);
            }
            Path path = file(image);
            try (FileChannel channel = FileChannel.open(path, StandardOpenOption.WRITE)) {
                channel.write(ByteBuffer.allocate(1), image.length + 33L * MIB - 1);
            }
            CountingFile counted = CountingFile.open(path);
            if (logId.equals(VhdxLogWriter.ID)) {
                assertThat(catchThrowableOfType(
                                UnsafeImageException.class, () -> ImageOpener.open(counted, OpenOptions.standard())))
                        .hasMessageContaining("more than 32 MiB")
                        .hasMessageEndingWith("[X12]");
                assertThat(counted.bytesRead()).isLessThan(MIB);
            } else {
                try (DiskImage disk = ImageOpener.open(counted, OpenOptions.standard())) {
                    assertThat(Contents.of(disk)).isEqualTo(content());
                }
            }
        }
    }

    @Test
    void anEmptyLogIsRefused() throws IOException {
        assertRefused(log().into(bare(), WRITER));
    }

    /** Each sector claims to begin an entry as long as the ring: a naive reader takes hours. */
    @Test
    @Timeout(20)
    void entriesThatOverlapAreRefusedInTime() throws IOException {
        VhdxWriter writer = new VhdxWriter().layout("L".repeat(32) + "MT");
        VhdxLogWriter log = new VhdxLogWriter(writer.logLength());
        ByteBuffer entry = log.bytes(0, 1, table());
        entry.putInt(8, writer.logLength());
        for (int at = 0; at < writer.logLength(); at += SECTOR) {
            log.ring().put(at, entry.array(), 0, SECTOR);
        }
        assertRefused(log.into(writer.write(content()), writer));
    }
}
