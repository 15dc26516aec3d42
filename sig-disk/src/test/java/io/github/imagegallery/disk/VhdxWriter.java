// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.disk;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.BitSet;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.zip.CRC32C;

/** Writes small VHDXs for the tests, laid out as this or that program does. */
final class VhdxWriter {
    static final UUID ID = new UUID(0x0102030405060708L, 0x090a0b0c0d0e0f10L);
    static final int UNIT = 1 << 20;
    static final int FIRST_HEADER = 64 << 10;
    static final int SECOND_HEADER = 128 << 10;
    static final int FIRST_LIST = 192 << 10;
    static final int SECOND_LIST = 256 << 10;
    static final int HEADER_SIZE = 4096;
    static final int LIST_SIZE = 64 << 10;
    static final UUID TABLE_REGION = UUID.fromString("2dc27766-f623-4200-9d64-115e9bfd4a08");
    static final UUID METADATA_REGION = UUID.fromString("8b7ca206-4790-4b9a-b8fe-575f050f886e");
    static final UUID VHDX_LOCATOR = UUID.fromString("b04aefb7-d19e-4a81-b789-25b8e9445913");

    private int blockSize = UNIT;
    private int sectorSize = 512;
    private boolean fixed;
    private UUID id = ID;
    private UUID parent;
    private String layout = "LMT";
    private boolean backwards;
    private int holes;
    private long size;

    VhdxWriter blocks(int size) {
        blockSize = size;
        return this;
    }

    VhdxWriter sectors(int size) {
        sectorSize = size;
        return this;
    }

    VhdxWriter fixed() {
        fixed = true;
        return this;
    }

    VhdxWriter id(UUID dataWriteId) {
        id = dataWriteId;
        return this;
    }

    /** Writes differencing images. */
    VhdxWriter parent(UUID dataWriteId) {
        parent = dataWriteId;
        return this;
    }

    /** Says in which MiB after the headers the log, the metadata and the table are; a dot is a MiB of garbage. */
    VhdxWriter layout(String units) {
        layout = units;
        return this;
    }

    /** Places blocks in the opposite order, with garbage between them. */
    VhdxWriter backwards() {
        backwards = true;
        return this;
    }

    /** Gives blocks that are not there this state. */
    VhdxWriter holes(int state) {
        holes = state;
        return this;
    }

    int logOffset() {
        return UNIT + layout.indexOf('L') * UNIT;
    }

    int logLength() {
        return (layout.lastIndexOf('L') + 1 - layout.indexOf('L')) * UNIT;
    }

    int metadataOffset() {
        return UNIT + layout.indexOf('M') * UNIT;
    }

    int tableOffset() {
        return UNIT + layout.indexOf('T') * UNIT;
    }

    /** Where the table has the entry of a block. */
    int entryOffset(int block) {
        return tableOffset() + (block + block / chunk()) * 8;
    }

    /** Where the table has the entry of the map of sectors of a block. */
    int mapEntryOffset(int block) {
        return tableOffset() + (block / chunk() * (chunk() + 1) + chunk()) * 8;
    }

    private int chunk() {
        return (int) ((long) sectorSize * (1 << 23) / blockSize);
    }

    byte[] write(byte[] content) {
        return write(content, Contents.sectorsWithData(content, sectorSize));
    }

    /** Writes an image that holds some sectors of a disk, numbered from its start. */
    byte[] write(byte[] content, BitSet sectors) {
        size = content.length;
        int blocks = (content.length + blockSize - 1) / blockSize;
        int first = UNIT + layout.length() * UNIT;
        int step = blockSize + (backwards ? UNIT : 0);
        int maps = first + blocksHere(content.length, sectors) * step;
        int mapCount = parent == null ? 0 : (blocks - 1) / chunk() + 1;
        ByteBuffer file = ByteBuffer.allocate(maps + mapCount * UNIT).order(ByteOrder.LITTLE_ENDIAN);
        Arrays.fill(file.array(), UNIT, first, (byte) 0xEE);
        headers(file);
        lists(file);
        metadata(file);
        Arrays.fill(file.array(), tableOffset(), tableOffset() + UNIT, (byte) 0);
        boolean[] mapped = new boolean[mapCount];
        int end = first;
        int taken = 0;
        for (int block = 0; block < blocks; block++) {
            int from = block * blockSize;
            int to = Math.min(content.length, from + blockSize);
            BitSet here = sectors.get(from / sectorSize, to / sectorSize);
            int at = backwards ? first + (blocks - 1 - block) * step : first + taken * step;
            if (here.isEmpty() && !fixed) {
                file.putLong(entryOffset(block), holes);
                continue;
            }
            taken++;
            end = Math.max(end, at + blockSize);
            boolean whole = parent == null || here.cardinality() == blockSize / sectorSize;
            file.putLong(entryOffset(block), at | (whole ? 6 : 7));
            for (int sector = 0; sector < (to - from) / sectorSize; sector++) {
                if (here.get(sector) || whole) {
                    file.put(at + sector * sectorSize, content, from + sector * sectorSize, sectorSize);
                } else {
                    file.put(at + sector * sectorSize, (byte) 0xEE);
                }
            }
            if (!whole) {
                mapped[block / chunk()] = true;
                byte[] map = here.toByteArray();
                file.put(maps + block / chunk() * UNIT + block % chunk() * (blockSize / sectorSize / 8), map);
            }
        }
        for (int map = 0; map < mapCount; map++) {
            if (mapped[map]) {
                file.putLong(mapEntryOffset(map * chunk()), maps + map * UNIT | 6);
                end = Math.max(end, maps + (map + 1) * UNIT);
            }
        }
        return Arrays.copyOf(file.array(), end);
    }

    private int blocksHere(int size, BitSet sectors) {
        int blocks = (size + blockSize - 1) / blockSize;
        int perBlock = blockSize / sectorSize;
        return backwards || fixed
                ? blocks
                : (int) IntStream.range(0, blocks)
                        .filter(block -> !sectors.get(block * perBlock, (block + 1) * perBlock)
                                .isEmpty())
                        .count();
    }

    private void headers(ByteBuffer file) {
        file.put(0, "vhdxfile".getBytes(StandardCharsets.US_ASCII));
        for (int header : new int[] {FIRST_HEADER, SECOND_HEADER}) {
            file.put(header, "head".getBytes(StandardCharsets.US_ASCII));
            file.putLong(header + 8, header == FIRST_HEADER ? 6 : 7);
            putGuid(file, header + 16, new UUID(1, 1));
            putGuid(file, header + 32, id);
            file.putShort(header + 66, (short) 1);
            if (layout.indexOf('L') >= 0) {
                file.putInt(header + 68, logLength()).putLong(header + 72, logOffset());
            }
            seal(file, header, HEADER_SIZE);
        }
    }

    private void lists(ByteBuffer file) {
        for (int list : new int[] {FIRST_LIST, SECOND_LIST}) {
            file.put(list, "regi".getBytes(StandardCharsets.US_ASCII)).putInt(list + 8, 2);
            region(file, list + 16, TABLE_REGION, tableOffset());
            region(file, list + 48, METADATA_REGION, metadataOffset());
            seal(file, list, LIST_SIZE);
        }
    }

    static void region(ByteBuffer file, int at, UUID id, long offset) {
        putGuid(file, at, id);
        file.putLong(at + 16, offset).putInt(at + 24, UNIT).putInt(at + 28, 1);
    }

    /** Where the metadata table has its nth entry. */
    int itemEntry(int item) {
        return metadataOffset() + 32 + item * 32;
    }

    /** Where the nth item of the metadata is. */
    int item(int item) {
        return metadataOffset() + LIST_SIZE + 3 + item * 40; // items need no alignment
    }

    private void metadata(ByteBuffer file) {
        file.put(metadataOffset(), new byte[LIST_SIZE]);
        file.put(metadataOffset(), "metadata".getBytes(StandardCharsets.US_ASCII));
        put(file, 0, "caa16737-fa36-4d43-b3b6-33f0aa44e76b", 8);
        put(file, 1, "2fa54224-cd1b-4876-b211-5dbed83bf4b8", 8);
        put(file, 2, "beca12ab-b2e6-4523-93ef-c309e000c746", 16);
        put(file, 3, "8141bf1d-a96f-4709-ba47-f233a8faab5f", 4);
        put(file, 4, "cda348c7-445d-4471-9cc9-e9885251c556", 4);
        file.putInt(item(0), blockSize).putInt(item(0) + 4, (fixed ? 1 : 0) | (parent == null ? 0 : 2));
        file.putLong(item(1), size).putInt(item(3), sectorSize).putInt(item(4), 4096);
        int count = 5;
        if (parent != null) {
            byte[] locator = locator("parent_linkage", "{" + parent + "}", "relative_path", ".\\no-such-file.vhdx");
            put(file, 5, "a8d35f2d-b30b-454d-abf7-d3d84834ab0c", locator.length);
            file.put(item(5), locator);
            count++;
        }
        file.putShort(metadataOffset() + 10, (short) count);
    }

    private void put(ByteBuffer file, int item, String itemId, int length) {
        int at = itemEntry(item);
        putGuid(file, at, UUID.fromString(itemId));
        file.putInt(at + 16, item(item) - metadataOffset())
                .putInt(at + 20, length)
                .putInt(at + 24, 4);
    }

    static byte[] locator(String... keysAndValues) {
        int count = keysAndValues.length / 2;
        ByteBuffer locator = ByteBuffer.allocate(4096).order(ByteOrder.LITTLE_ENDIAN);
        putGuid(locator, 0, VHDX_LOCATOR);
        locator.putShort(18, (short) count).position(20 + count * 12);
        for (int i = 0; i < keysAndValues.length; i++) {
            byte[] text = keysAndValues[i].getBytes(StandardCharsets.UTF_16LE);
            int entry = 20 + i / 2 * 12;
            locator.putInt(entry + i % 2 * 4, locator.position()).putShort(entry + 8 + i % 2 * 2, (short) text.length);
            locator.put(text);
        }
        return Arrays.copyOf(locator.array(), locator.position());
    }

    static ByteBuffer putGuid(ByteBuffer file, int at, UUID id) {
        long numbers = id.getMostSignificantBits();
        file.putInt(at, (int) (numbers >>> 32)).putShort(at + 4, (short) (numbers >>> 16));
        return file.putShort(at + 6, (short) numbers).putLong(at + 8, Long.reverseBytes(id.getLeastSignificantBits()));
    }

    /** Sets the checksum of a structure. */
    static void seal(ByteBuffer file, int at, int length) {
        CRC32C sum = new CRC32C();
        file.putInt(at + 4, 0);
        sum.update(file.slice(at, length));
        file.putInt(at + 4, (int) sum.getValue());
    }
}
