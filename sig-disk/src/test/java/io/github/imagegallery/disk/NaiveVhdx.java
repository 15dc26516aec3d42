// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.disk;

import java.nio.ByteOrder;
import java.util.UUID;

/** A VHDX without a log by the letter of [MS-VHDX]: list of regions, metadata, block table, maps of sectors. */
final class NaiveVhdx extends NaiveDisk {
    private static final int REGIONS = 192 << 10;
    private static final String BLOCK_TABLE = "2dc27766-f623-4200-9d64-115e9bfd4a08";
    private static final String METADATA = "8b7ca206-4790-4b9a-b8fe-575f050f886e";
    private static final String FILE_PARAMETERS = "caa16737-fa36-4d43-b3b6-33f0aa44e76b";
    private static final String DISK_SIZE = "2fa54224-cd1b-4876-b211-5dbed83bf4b8";
    private static final String LOGICAL_SECTOR = "8141bf1d-a96f-4709-ba47-f233a8faab5f";
    private static final int NOT_PRESENT = 0;
    private static final int FULLY_PRESENT = 6;
    private static final int PARTIALLY_PRESENT = 7;

    NaiveVhdx(byte[] file, byte[] parent) {
        super(file, ByteOrder.LITTLE_ENDIAN, parent);
    }

    /** Where the entry with an identifier begins in a list of entries of 32 bytes. */
    private int entry(int list, String id) {
        int at = list;
        while (!guid(at).equals(UUID.fromString(id))) {
            at += 32;
        }
        return at;
    }

    private UUID guid(int at) {
        long numbers = (long) file.getInt(at) << 32 | (file.getShort(at + 4) & 0xffffL) << 16;
        return new UUID(numbers | file.getShort(at + 6) & 0xffffL, Long.reverseBytes(file.getLong(at + 8)));
    }

    private int region(String id) {
        return (int) file.getLong(entry(REGIONS + 16, id) + 16);
    }

    private int item(String id) {
        return region(METADATA) + file.getInt(entry(region(METADATA) + 32, id) + 16);
    }

    @Override
    long size() {
        return file.getLong(item(DISK_SIZE));
    }

    @Override
    int unitSize() {
        return file.getInt(item(LOGICAL_SECTOR));
    }

    @Override
    byte[] unit(long sector) {
        int size = unitSize();
        int perBlock = file.getInt(item(FILE_PARAMETERS)) / size;
        long perChunk = (1L << 23) / perBlock;
        long block = sector / perBlock;
        long within = sector % perBlock;
        int table = region(BLOCK_TABLE);
        long entry = file.getLong(table + (int) (block + block / perChunk) * 8);
        long map = file.getLong(table + (int) (block / perChunk * (perChunk + 1) + perChunk) * 8) >>> 20 << 20;
        return switch ((int) (entry & 7)) {
            case NOT_PRESENT -> fromParent(sector * size, size);
            case FULLY_PRESENT -> fromFile((entry >>> 20 << 20) + within * size, size);
            case PARTIALLY_PRESENT ->
                isSet(map, block % perChunk * perBlock + within)
                        ? fromFile((entry >>> 20 << 20) + within * size, size)
                        : fromParent(sector * size, size);
            default -> new byte[size];
        };
    }

    private boolean isSet(long map, long bit) {
        return (file.get((int) (map + bit / 8)) & 1 << bit % 8) != 0;
    }
}
