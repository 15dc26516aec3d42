// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.disk;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.function.LongConsumer;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

/**
 * The specifications leave it to a program where in the file it puts what it writes: tables behind the data or between
 * them, data in any order, with gaps in which anything may be, tables larger than the disk. All of that is read.
 */
class LayoutProperties {
    private static final int MIB = 1 << 20;
    private static Path folder;

    @BeforeContainer
    static void makeFolder() throws IOException {
        folder = Files.createTempDirectory("layouts");
    }

    @AfterContainer
    static void removeFolder() throws IOException {
        Files.deleteIfExists(folder.resolve("image"));
        Files.delete(folder);
    }

    /** A file whose parts are put in any order, each at a multiple of a number of bytes, with garbage between them. */
    private static final class Layout {
        private final Random random;
        private final int unit;
        private final List<Part> parts = new ArrayList<>();

        /** @param placed is told where the part is */
        private record Part(byte[] bytes, LongConsumer placed) {}

        Layout(Random random, int unit) {
            this.random = random;
            this.unit = unit;
        }

        /** Adds a part, whose bytes are taken when the file is made. */
        void add(byte[] bytes, LongConsumer placed) {
            parts.add(new Part(bytes, placed));
        }

        /** Finds a place for every part, from a first free byte on; then {@code complete} completes them. */
        byte[] file(int start, Runnable complete) {
            Collections.shuffle(parts, random);
            int[] places = new int[parts.size()];
            int end = start;
            for (int i = 0; i < places.length; i++) {
                places[i] = (ceil(end, unit) + random.nextInt(3) * random.nextInt(3)) * unit;
                end = places[i] + parts.get(i).bytes.length;
                parts.get(i).placed.accept(places[i]);
            }
            complete.run();
            ByteBuffer file = ByteBuffer.allocate(ceil(end, unit) * unit);
            Arrays.fill(file.array(), start, file.limit(), (byte) 0xEE);
            for (int i = 0; i < places.length; i++) {
                file.put(places[i], parts.get(i).bytes);
            }
            return file.array();
        }
    }

    private static void assertReads(byte[] image, byte[] content, DiskFormat format) throws IOException {
        try (DiskImage disk = DiskImage.open(Files.write(folder.resolve("image"), image))) {
            assertThat(disk.format()).isEqualTo(format);
            assertThat(Contents.of(disk)).isEqualTo(content);
            assertThat(Contents.outsideOfExtents(disk, content)).isZero();
            assertThat(disk.notes()).isEmpty();
        }
    }

    private static byte[] content(Random random) {
        return Contents.busy((1 + random.nextInt(600)) * 512, random.nextLong());
    }

    /** The bytes of one unit of a disk; zeros follow the end of the disk. */
    private static byte[] unit(byte[] content, int number, int size) {
        return Arrays.copyOfRange(content, number * size, (number + 1) * size);
    }

    private static int ceil(int dividend, int divisor) {
        return (dividend + divisor - 1) / divisor;
    }

    @Property(tries = 200, shrinking = ShrinkingMode.OFF)
    void aVhdIsReadHoweverItIsLaidOut(@ForAll long seed) throws IOException {
        Random random = new Random(seed);
        byte[] content = content(random);
        int blockSize = 512 << random.nextInt(12);
        int blocks = ceil(content.length, blockSize);
        ByteBuffer table = ByteBuffer.allocate((blocks + random.nextInt(300)) * 4);
        Arrays.fill(table.array(), (byte) 0xFF);
        ByteBuffer header = ByteBuffer.allocate(DynamicVhdHeader.SIZE);
        ByteBuffer footer = VhdFooter.ofFixed(content.length, Instant.EPOCH, new UUID(1, 2));
        Layout layout = new Layout(random, 512);
        layout.add(header.array(), place -> footer.putLong(16, place));
        layout.add(
                table.array(),
                place ->
                        DynamicVhdHeader.of(place, table.limit() / 4, blockSize).get(0, header.array()));
        int bitmap = Math.max(512, blockSize / 4096);
        for (int block = 0; block < blocks; block++) {
            byte[] data = unit(content, block, blockSize);
            int entry = block * 4;
            if (!Zeros.areZero(data, 0, blockSize) || random.nextInt(4) == 0) {
                ByteBuffer bytes = ByteBuffer.allocate(bitmap + blockSize).put(bitmap, data);
                Arrays.fill(bytes.array(), 0, bitmap, (byte) 0xFF);
                layout.add(bytes.array(), place -> table.putInt(entry, (int) (place / 512)));
            }
        }
        byte[] body = layout.file(512, () -> {
            footer.putInt(60, VhdFooter.DYNAMIC).putInt(8, random.nextInt(4)); // features
            footer.put(84, (byte) random.nextInt(2)).put(100, (byte) random.nextInt()); // a saved state, reserved bytes
            DynamicVhdWriter.sealFooter(footer, 0);
        });
        ByteBuffer file = ByteBuffer.allocate(body.length + 512).put(body).put(footer.array());
        assertReads(file.put(0, footer.array()).array(), content, DiskFormat.VHD);
    }

    @Property(tries = 200, shrinking = ShrinkingMode.OFF)
    void aVmdkIsReadHoweverItIsLaidOut(@ForAll long seed) throws IOException {
        Random random = new Random(seed);
        byte[] content = content(random);
        int grainSize = 4096 << random.nextInt(4);
        int grains = ceil(content.length, grainSize);
        int copies = 1 + random.nextInt(2);
        int descriptorSectors = 1 + random.nextInt(30);
        ByteBuffer header = ByteBuffer.wrap(new VmdkWriter(grainSize, VmdkWriter.Packing.ZEROED).write(content))
                .order(ByteOrder.LITTLE_ENDIAN);
        header.putInt(4, 1 + random.nextInt(3)).putInt(8, 1 + 2 * (copies - 1)).putLong(36, descriptorSectors);
        header.putLong(64, random.nextLong()).put(72, (byte) random.nextInt(2)); // overhead, not closed cleanly
        Layout layout = new Layout(random, 512);
        List<ByteBuffer> tables = new ArrayList<>();
        for (int copy = 0; copy < copies; copy++) {
            ByteBuffer directory = ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN);
            ByteBuffer table = ByteBuffer.allocate(2048).order(ByteOrder.LITTLE_ENDIAN);
            int at = 56 - 8 * copy;
            layout.add(directory.array(), place -> header.putLong(at, place / 512));
            layout.add(table.array(), place -> directory.putInt(0, (int) (place / 512)));
            tables.add(table);
        }
        for (int grain = 0; grain < grains; grain++) {
            byte[] data = unit(content, grain, grainSize);
            int entry = grain * 4;
            if (!Zeros.areZero(data, 0, grainSize) || random.nextInt(4) == 0) {
                layout.add(data, place -> tables.forEach(table -> table.putInt(entry, (int) (place / 512))));
            }
        }
        byte[] file = layout.file((1 + descriptorSectors) * 512, () -> {});
        System.arraycopy(header.array(), 0, file, 0, 512);
        byte[] descriptor =
                VmdkWriter.descriptor("monolithicSparse", content.length / 512).getBytes(StandardCharsets.UTF_8);
        System.arraycopy(descriptor, 0, file, VmdkWriter.DESCRIPTOR, descriptor.length);
        assertReads(file, content, DiskFormat.VMDK);
    }

    @Property(tries = 200, shrinking = ShrinkingMode.OFF)
    void aQcow2IsReadHoweverItIsLaidOut(@ForAll long seed) throws IOException {
        Random random = new Random(seed);
        byte[] content = content(random);
        int version = 2 + random.nextInt(2);
        int bits = 9 + random.nextInt(6);
        int clusters = ceil(content.length, 1 << bits);
        int perTable = 1 << bits - 3;
        int tables = ceil(clusters, perTable);
        ByteBuffer header = ByteBuffer.wrap(new Qcow2Writer(version, bits, Qcow2Writer.Packing.PLAIN).write(content));
        ByteBuffer l1 = ByteBuffer.allocate((tables + random.nextInt(20)) * 8);
        header.putInt(36, l1.limit() / 8).putInt(56, 1 + random.nextInt(3));
        if (version == 3) {
            header.putLong(80, random.nextLong()).putLong(88, random.nextLong()); // neither keeps anyone from reading
            header.putInt(96, random.nextInt(7)).putLong(72, random.nextInt(2));
            header.putInt(112, 0x23852875).putInt(116, 1 + random.nextInt(24)).putLong(120, random.nextLong());
        }
        Layout layout = new Layout(random, 1 << bits);
        layout.add(new byte[header.getInt(56) << bits], place -> header.putLong(48, place));
        layout.add(l1.array(), place -> header.putLong(40, place));
        List<ByteBuffer> seconds = new ArrayList<>();
        for (int table = 0; table < tables; table++) {
            ByteBuffer second = ByteBuffer.allocate(1 << bits);
            int entry = table * 8;
            layout.add(second.array(), place -> l1.putLong(entry, place | random.nextLong() & Qcow2Cluster.COPIED));
            seconds.add(second);
        }
        for (int cluster = 0; cluster < clusters; cluster++) {
            byte[] data = unit(content, cluster, 1 << bits);
            ByteBuffer second = seconds.get(cluster / perTable);
            int entry = cluster % perTable * 8;
            if (!Zeros.areZero(data, 0, data.length) || random.nextInt(4) == 0) {
                layout.add(data, place -> second.putLong(entry, place | random.nextLong() & Qcow2Cluster.COPIED));
            }
        }
        byte[] file = layout.file(1 << bits, () -> {});
        System.arraycopy(header.array(), 0, file, 0, 512);
        assertReads(file, content, DiskFormat.QCOW2);
    }

    @Property(tries = 30, shrinking = ShrinkingMode.OFF)
    void aVhdxIsReadHoweverItIsLaidOut(@ForAll long seed) throws IOException {
        Random random = new Random(seed);
        int sectorSize = random.nextBoolean() ? 512 : 4096;
        int blockSize = MIB << random.nextInt(2);
        byte[] content = Contents.busy((1 + random.nextInt(800)) * 4096, random.nextLong());
        byte[] table = new byte[MIB];
        Map<UUID, byte[]> regions = Map.of(
                VhdxWriter.TABLE_REGION,
                table,
                VhdxWriter.METADATA_REGION,
                metadata(random, blockSize, content.length, sectorSize),
                new UUID(random.nextLong(), random.nextLong()),
                new byte[MIB]);
        Map<UUID, Long> places = new HashMap<>();
        ByteBuffer start = ByteBuffer.allocate(MIB).order(ByteOrder.LITTLE_ENDIAN);
        Layout layout = new Layout(random, MIB);
        layout.add(new byte[MIB], place -> headers(start, place, random.nextInt(2)));
        regions.forEach((id, bytes) -> layout.add(bytes, place -> places.put(id, place)));
        for (int block = 0; block * blockSize < content.length; block++) {
            byte[] data = unit(content, block, blockSize);
            ByteBuffer entry = ByteBuffer.wrap(table, block * 8, 8).slice().order(ByteOrder.LITTLE_ENDIAN);
            if (Arrays.equals(data, new byte[blockSize])) {
                entry.putLong(0, random.nextInt(4));
            } else {
                layout.add(data, place -> entry.putLong(0, place | 6));
            }
        }
        byte[] file = layout.file(MIB, () -> lists(start, places));
        System.arraycopy(start.array(), 0, file, 0, MIB);
        assertReads(file, content, DiskFormat.VHDX);
    }

    /** Two headers, of which the one counts and the other names a log that is long gone. */
    private static void headers(ByteBuffer start, long log, int older) {
        start.put(0, "vhdxfile".getBytes(StandardCharsets.US_ASCII));
        for (int header = 0; header < 2; header++) {
            int at = VhdxWriter.FIRST_HEADER * (1 + header);
            start.put(at, "head".getBytes(StandardCharsets.US_ASCII)).putLong(at + 8, header == older ? 41 : 42);
            start.putShort(at + 66, (short) 1).putInt(at + 68, MIB).putLong(at + 72, header == older ? 3 : log);
            VhdxWriter.putGuid(start, at + 48, new UUID(0, header == older ? 9 : 0));
            VhdxWriter.seal(start, at, VhdxWriter.HEADER_SIZE);
        }
    }

    private static void lists(ByteBuffer start, Map<UUID, Long> places) {
        for (int list : new int[] {VhdxWriter.FIRST_LIST, VhdxWriter.SECOND_LIST}) {
            start.put(list, "regi".getBytes(StandardCharsets.US_ASCII)).putInt(list + 8, places.size());
            int at = list + 16;
            for (UUID id : places.keySet()) {
                boolean known = id.equals(VhdxWriter.TABLE_REGION) || id.equals(VhdxWriter.METADATA_REGION);
                VhdxWriter.region(start, at, id, places.get(id));
                start.putInt(at + 28, known ? 1 : 0);
                at += 32;
            }
            VhdxWriter.seal(start, list, VhdxWriter.LIST_SIZE);
        }
    }

    /** A region of metadata whose items are in any order, and so are those of others among them. */
    private static byte[] metadata(Random random, int blockSize, long size, int sectorSize) {
        ByteBuffer region = ByteBuffer.allocate(MIB).order(ByteOrder.LITTLE_ENDIAN);
        Map<UUID, ByteBuffer> items = Map.of(
                UUID.fromString("caa16737-fa36-4d43-b3b6-33f0aa44e76b"),
                item(8).putInt(0, blockSize).putInt(4, random.nextInt(2)),
                UUID.fromString("2fa54224-cd1b-4876-b211-5dbed83bf4b8"),
                item(8).putLong(0, size),
                UUID.fromString("beca12ab-b2e6-4523-93ef-c309e000c746"),
                item(16).putLong(0, random.nextLong()),
                UUID.fromString("8141bf1d-a96f-4709-ba47-f233a8faab5f"),
                item(4).putInt(0, sectorSize),
                UUID.fromString("cda348c7-445d-4471-9cc9-e9885251c556"),
                item(4).putInt(0, 4096));
        List<UUID> ids = new ArrayList<>(items.keySet());
        ids.addAll(List.of(new UUID(random.nextLong(), 1), new UUID(random.nextLong(), 2)));
        Collections.shuffle(ids, random);
        int end = VhdxWriter.LIST_SIZE;
        int entry = 32;
        region.put(0, "metadata".getBytes(StandardCharsets.US_ASCII)).putShort(10, (short) ids.size());
        for (UUID id : ids) {
            ByteBuffer bytes = items.getOrDefault(id, ByteBuffer.allocate(1 + random.nextInt(5000)));
            int at = end + random.nextInt(100);
            VhdxWriter.putGuid(region, entry, id);
            region.putInt(entry + 16, at).putInt(entry + 20, bytes.limit());
            region.putInt(entry + 24, items.containsKey(id) ? 4 : random.nextInt(4))
                    .put(at, bytes.array());
            end = at + bytes.limit();
            entry += 32;
        }
        return region.array();
    }

    private static ByteBuffer item(int length) {
        return ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
    }
}
