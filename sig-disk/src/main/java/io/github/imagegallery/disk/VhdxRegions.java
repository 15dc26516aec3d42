// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.disk;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Where the tables of a VHDX are ([MS-VHDX] 2.2.3).
 *
 * @param blockTable the table of blocks, which the specification calls BAT
 * @param metadata the metadata
 * @param all these two and others that need not be understood
 * @param notes whether one of the two copies of the list is damaged
 */
record VhdxRegions(Region blockTable, Region metadata, List<Region> all, List<String> notes) {
    private static final int SIZE = 64 << 10;
    private static final int FIRST = 192 << 10;
    private static final int SECOND = 256 << 10;
    private static final int SIGNATURE = 0x69676572; // "regi"
    private static final int HEADER = 16;
    private static final int ENTRY = 32;
    private static final int MOST_ENTRIES = 2047;
    private static final UUID BLOCK_TABLE = UUID.fromString("2dc27766-f623-4200-9d64-115e9bfd4a08");
    private static final UUID METADATA = UUID.fromString("8b7ca206-4790-4b9a-b8fe-575f050f886e");

    /** A part of the file, in bytes. */
    record Region(long offset, long length) {}

    static VhdxRegions read(ImageFile file) throws IOException {
        Optional<ByteBuffer> first = VhdxHeader.sound(file, FIRST, SIZE, SIGNATURE);
        Optional<ByteBuffer> second = VhdxHeader.sound(file, SECOND, SIZE, SIGNATURE);
        ByteBuffer list = first.or(() -> second)
                .orElseThrow(() -> file.refusal("X2", "the checksums of both copies of its list of regions are wrong"));
        Map<UUID, Region> regions = regions(file, list);
        boolean both = first.isPresent() && second.isPresent();
        // two sound lists that differ are two disks in one file: which one counts depends on the reader
        file.require(
                !both || regions.equals(regions(file, second.get())),
                "X2",
                "the two copies of its list of regions differ");
        return new VhdxRegions(
                known(file, regions, BLOCK_TABLE, "block table"),
                known(file, regions, METADATA, "metadata"),
                List.copyOf(regions.values()),
                both
                        ? List.of()
                        : List.of("one of the two copies of its list of regions is damaged: the other was used"));
    }

    private static Region known(ImageFile file, Map<UUID, Region> regions, UUID id, String what)
            throws UnsafeImageException {
        @Nullable Region region = regions.get(id);
        if (region == null) {
            throw file.refusal("X2", "it has no region for its " + what);
        }
        return region;
    }

    private static Map<UUID, Region> regions(ImageFile file, ByteBuffer list) throws UnsafeImageException {
        long count = Integer.toUnsignedLong(list.getInt(8));
        file.require(count <= MOST_ENTRIES, "X2", "its list has " + count + " regions, more than " + MOST_ENTRIES);
        Map<UUID, Region> regions = new HashMap<>();
        List<UUID> needed = new ArrayList<>();
        for (int at = HEADER; at < HEADER + count * ENTRY; at += ENTRY) {
            UUID id = Guid.at(list, at);
            Region region = region(file, list, at);
            file.require(regions.put(id, region) == null, "X2", "its list names the region " + id + " twice");
            if (list.getInt(at + 28) != 0) {
                needed.add(id);
            }
        }
        needed.removeAll(List.of(BLOCK_TABLE, METADATA));
        file.require(
                needed.isEmpty(),
                "X3",
                "it needs " + needed.size() + " regions that are not known, such as "
                        + needed.stream().limit(3).toList(),
                "convert it without them, in the program that made it");
        return regions;
    }

    private static Region region(ImageFile file, ByteBuffer list, int at) throws UnsafeImageException {
        long offset = list.getLong(at + 16);
        long length = Integer.toUnsignedLong(list.getInt(at + 24));
        file.require(
                VhdxHeader.isPlace(offset) && length > 0 && length % VhdxHeader.UNIT == 0 && file.holds(offset, length),
                "X4",
                "it places a region at offset " + offset + ", " + length + " bytes");
        return new Region(offset, length);
    }
}
