// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.disk;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The items of a VHDX's metadata, by their identifiers: a table and what it points at ([MS-VHDX] 2.6.1). */
final class VhdxItems {
    private static final int TABLE = 64 << 10;
    private static final long SIGNATURE = 0x617461646174656dL; // "metadata"
    private static final int ENTRY = 32;
    private static final int MOST_ENTRIES = 2047;
    private static final int MOST_OF_USERS = 1024;
    private static final long LARGEST_ITEM = 1 << 20;

    private static final int USER = 1;
    private static final int REQUIRED = 1 << 2;
    private static final int FLAGS = 7;

    private final ImageFile file;
    private final VhdxRegions.Region region;
    private final Map<UUID, Item> items = new HashMap<>();

    /** A run of bytes in the region; users' items have identifiers of their own. */
    private record Item(UUID id, boolean ofUser, long offset, long length, boolean required) {}

    private VhdxItems(ImageFile file, VhdxRegions.Region region) {
        this.file = file;
        this.region = region;
    }

    static VhdxItems read(ImageFile file, VhdxRegions.Region region, Set<UUID> known) throws IOException {
        VhdxItems items = new VhdxItems(file, region);
        List<Item> all = items.table();
        for (Item item : all) {
            boolean understood = !item.ofUser && known.contains(item.id);
            file.require(
                    understood || !item.required,
                    "X3",
                    "it needs metadata that is not known: " + item.id,
                    "convert it without it, in the program that made it");
            if (understood) {
                items.items.put(item.id, item);
            }
        }
        return items;
    }

    private List<Item> table() throws IOException {
        ByteBuffer table = file.bytes(region.offset(), TABLE).order(ByteOrder.LITTLE_ENDIAN);
        int count = Short.toUnsignedInt(table.getShort(10));
        file.require(table.getLong(0) == SIGNATURE, "X14", "no table of metadata is where it should be");
        file.require(count <= MOST_ENTRIES, "X14", "its metadata has " + count + " items, more than " + MOST_ENTRIES);
        Set<List<Object>> names = new HashSet<>();
        List<Item> all = new ArrayList<>();
        for (int at = ENTRY; at < ENTRY + count * ENTRY; at += ENTRY) {
            Item item = item(table, at);
            file.require(
                    names.add(List.of(item.id, item.ofUser)), "X14", "its metadata has the item " + item.id + " twice");
            all.add(item);
        }
        file.require(
                all.stream().filter(Item::ofUser).count() <= MOST_OF_USERS,
                "X14",
                "its metadata has more than " + MOST_OF_USERS + " items of users");
        requireApart(all);
        return all;
    }

    private Item item(ByteBuffer table, int at) throws UnsafeImageException {
        int flags = table.getInt(at + 24);
        Item item = new Item(
                Guid.at(table, at),
                (flags & USER) != 0,
                Integer.toUnsignedLong(table.getInt(at + 16)),
                Integer.toUnsignedLong(table.getInt(at + 20)),
                (flags & REQUIRED) != 0);
        boolean inside = item.length == 0
                ? item.offset == 0
                : item.offset >= TABLE && item.length <= LARGEST_ITEM && item.offset + item.length <= region.length();
        file.require(
                inside && (flags & ~FLAGS) == 0,
                "X14",
                "its metadata has the item " + item.id + " at " + item.offset + ", " + item.length + " bytes, flags "
                        + flags);
        return item;
    }

    private void requireApart(List<Item> all) throws UnsafeImageException {
        long free = 0;
        for (Item item : all.stream().sorted(Comparator.comparing(Item::offset)).toList()) {
            file.require(item.length == 0 || item.offset >= free, "X14", "items of its metadata overlap");
            free = Math.max(free, item.offset + item.length);
        }
    }

    /** The bytes of an item, little-endian; nothing if it is not there. */
    Optional<ByteBuffer> bytes(UUID id) throws IOException {
        @Nullable Item item = items.get(id);
        return item == null
                ? Optional.empty()
                : Optional.of(file.bytes(region.offset() + item.offset, (int) item.length)
                        .order(ByteOrder.LITTLE_ENDIAN));
    }

    /** The bytes of an item that must be there, and have this length. */
    ByteBuffer bytes(UUID id, int length, String what) throws IOException {
        Optional<ByteBuffer> bytes = bytes(id);
        if (bytes.isEmpty() || bytes.get().remaining() != length) {
            throw file.refusal("X14", "its metadata has no " + what + " of " + length + " bytes");
        }
        return bytes.get();
    }
}
