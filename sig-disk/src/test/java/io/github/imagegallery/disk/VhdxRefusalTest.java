// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.disk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every rule for VHDX refuses the image that breaks it, and says which rule it is. */
class VhdxRefusalTest {
    private static final int MIB = 1 << 20;
    private static final VhdxWriter WRITER = new VhdxWriter();
    private static final int ITEMS = WRITER.itemEntry(0);
    private static final int TABLE = WRITER.tableOffset();
    private static final int BLOCKS = 4 * MIB;

    @TempDir
    Path folder;

    /** A broken image and the rule that it breaks. */
    record Refusal(String rule, String what, byte[] image) {
        @Override
        public String toString() {
            return rule + " " + what;
        }
    }

    static Stream<Refusal> headers() {
        return Stream.of(
                image(
                        "X1",
                        "both checksums",
                        file -> file.put(VhdxWriter.FIRST_HEADER + 4, (byte) 1)
                                .put(VhdxWriter.SECOND_HEADER + 4, (byte) 1)),
                sealed("X1", "no header", header -> header.putInt(0, 0)),
                sealed("X1", "neither is newer", header -> header.putLong(8, 3).put(16, header.get(4))),
                sealed("X1", "version", header -> header.putShort(66, (short) 2)),
                sealed(
                        "X12",
                        "version of the log",
                        header -> header.putShort(64, (short) 1).putLong(48, 1)),
                sealed("X12", "no log", header -> header.putLong(48, 1).putInt(68, 0)),
                sealed("X4", "log in the headers", header -> header.putLong(72, 0)),
                sealed("X4", "log unaligned", header -> header.putLong(72, MIB + 4096)),
                sealed("X4", "log outside", header -> header.putLong(72, 1L << 40)),
                sealed("X4", "log overflows", header -> header.putLong(72, Long.MAX_VALUE - MIB + 1)),
                sealed("X4", "log too long", header -> header.putInt(68, -MIB)),
                sealed("X4", "log of half a MiB", header -> header.putInt(68, MIB / 2)),
                sealed("X4", "log over metadata", header -> header.putLong(72, 2 * MIB)));
    }

    static Stream<Refusal> regions() {
        return Stream.of(
                image(
                        "X2",
                        "both checksums",
                        file -> file.put(VhdxWriter.FIRST_LIST + 4, (byte) 1)
                                .put(VhdxWriter.SECOND_LIST + 4, (byte) 1)),
                lists("X2", "no list", list -> list.put(0, (byte) 'R')),
                lists("X2", "too many", list -> list.putInt(8, 2048)),
                lists("X2", "far too many", list -> list.putInt(8, -1)),
                lists("X2", "none", list -> list.putInt(8, 0)),
                lists("X2", "no metadata", list -> list.putInt(8, 1)),
                lists("X2", "twice", list -> {
                    list.putInt(8, 3);
                    VhdxWriter.region(list, 80, VhdxWriter.TABLE_REGION, 4 * MIB);
                }),
                image("X2", "copies differ", file -> {
                    file.putLong(VhdxWriter.SECOND_LIST + 32, 4 * MIB);
                    VhdxWriter.seal(file, VhdxWriter.SECOND_LIST, VhdxWriter.LIST_SIZE);
                }),
                lists("X3", "unknown region", list -> {
                    list.putInt(8, 3);
                    VhdxWriter.region(list, 80, new UUID(1, 2), 4 * MIB);
                }),
                lists("X3", "as many unknown regions as there can be", list -> {
                    list.putInt(8, 2047);
                    for (int region = 2; region < 2047; region++) {
                        VhdxWriter.region(list, 16 + region * 32, new UUID(1, region), 4 * MIB);
                    }
                }),
                lists("X4", "in the headers", list -> list.putLong(32, 0)),
                lists("X4", "unaligned", list -> list.putLong(32, 3 * MIB + 65_536)),
                lists("X4", "outside", list -> list.putLong(32, 1L << 40)),
                lists("X4", "negative", list -> list.putLong(32, -MIB)),
                lists("X4", "empty", list -> list.putInt(40, 0)),
                lists("X4", "too long", list -> list.putInt(40, -MIB)),
                lists("X4", "overlap", list -> list.putLong(32, 2 * MIB)),
                lists("X4", "over the log", list -> list.putLong(32, MIB)));
    }

    static Stream<Refusal> metadata() {
        return Stream.of(
                image(
                        "X3",
                        "unknown item",
                        file -> VhdxWriter.putGuid(file, ITEMS + 160, new UUID(1, 2))
                                .putInt(ITEMS + 160 + 24, 4)
                                .putShort(2 * MIB + 10, (short) 6)),
                image("X3", "known item of users", file -> file.putInt(ITEMS + 24, 5)),
                image("X5", "block too small", file -> file.putInt(WRITER.item(0), MIB / 2)),
                image("X5", "block too large", file -> file.putInt(WRITER.item(0), 512 * MIB)),
                image("X5", "block size odd", file -> file.putInt(WRITER.item(0), 3 * MIB)),
                image("X5", "no block size", file -> file.putInt(WRITER.item(0), 0)),
                image("X7", "no disk", file -> file.putLong(WRITER.item(1), 0)),
                image("X7", "odd size", file -> file.putLong(WRITER.item(1), 1000)),
                image("X7", "too large", file -> file.putLong(WRITER.item(1), (64L << 40) + 512)),
                image("X7", "negative", file -> file.putLong(WRITER.item(1), -512)),
                image("X8", "logical sectors", file -> file.putInt(WRITER.item(3), 1024)),
                image("X8", "physical sectors", file -> file.putInt(WRITER.item(4), 0)),
                image("X14", "no metadata", file -> file.put(2 * MIB, (byte) 'M')),
                image("X14", "too many items", file -> file.putShort(2 * MIB + 10, (short) 2048)),
                image("X14", "an item is missing", file -> file.putShort(2 * MIB + 10, (short) 4)),
                image("X14", "parameters missing", file -> file.putInt(ITEMS, 9).putInt(ITEMS + 24, 0)),
                image("X14", "item twice", file -> VhdxWriter.putGuid(file, ITEMS + 32, Guid.at(file, ITEMS))),
                image("X14", "item in the table", file -> file.putInt(ITEMS + 16, 4096)),
                image("X14", "item outside", file -> file.putInt(ITEMS + 16, MIB - 4)),
                image("X14", "item far outside", file -> file.putInt(ITEMS + 16, -4)),
                image("X14", "item too long", file -> file.putInt(ITEMS + 20, MIB + 1)),
                image("X14", "item of another length", file -> file.putInt(ITEMS + 20, 7)),
                image("X14", "empty item somewhere", file -> file.putInt(ITEMS + 20, 0)),
                image("X14", "items overlap", file -> file.putInt(ITEMS + 16, WRITER.item(1) - 2 * MIB + 4)),
                image("X14", "unknown flag", file -> file.putInt(ITEMS + 24, 12)),
                image("X14", "unknown parameter", file -> file.putInt(WRITER.item(0) + 4, 4)),
                image("X14", "no locator", file -> file.putInt(WRITER.item(0) + 4, 2)));
    }

    static Stream<Refusal> table() {
        return Stream.of(
                image("X9", "table too short", file -> file.putLong(WRITER.item(1), 1L << 40)),
                image("X9", "block outside", file -> file.putLong(TABLE, 1L << 40 | 6)),
                image("X9", "block far outside", file -> file.putLong(TABLE, Long.MIN_VALUE | 6)),
                image("X9", "block in the headers", file -> file.putLong(TABLE, 6)),
                image("X10", "block over the log", file -> file.putLong(TABLE, MIB | 6)),
                image("X10", "block over metadata", file -> file.putLong(TABLE, 2 * MIB | 6)),
                image("X10", "block over the table", file -> file.putLong(TABLE, 3 * MIB | 6)),
                image("X10", "block used twice", file -> file.putLong(TABLE, file.getLong(TABLE + 8))),
                image("X11", "reserved state", file -> file.putLong(TABLE, BLOCKS | 4)),
                image("X11", "partly here without parent", file -> file.putLong(TABLE, BLOCKS | 7)),
                image("X11", "reserved bits", file -> file.putLong(TABLE, BLOCKS | 6 | 1 << 10)));
    }

    static Stream<Refusal> differencing() {
        VhdxWriter writer = new VhdxWriter().id(new UUID(3, 4)).parent(VhdxWriter.ID);
        int map = writer.mapEntryOffset(0);
        return Stream.of(
                child("X9", "map outside", file -> file.putLong(map, 1L << 40 | 6)),
                child("X10", "map is a block", file -> file.putLong(map, BLOCKS | 6)),
                child("X11", "map missing", file -> file.putLong(map, 0)),
                child("X11", "map of an unknown state", file -> file.putLong(map, file.getLong(map) & -MIB | 7)),
                child("X11", "map with reserved bits", file -> file.putLong(map, file.getLong(map) | 8)),
                child("X14", "another kind of parent", file -> file.put(writer.item(5), (byte) 0)),
                child("X14", "too many texts", file -> file.putShort(writer.item(5) + 18, (short) -1)),
                child("X14", "no texts", file -> file.putShort(writer.item(5) + 18, (short) 0)),
                child("X14", "key outside", file -> file.putInt(writer.item(5) + 20, -1)),
                child("X14", "key nowhere", file -> file.putInt(writer.item(5) + 20, 0)),
                child("X14", "value too long", file -> file.putShort(writer.item(5) + 30, (short) -1)),
                child("X14", "value empty", file -> file.putShort(writer.item(5) + 30, (short) 0)),
                child("X14", "texts overlap", VhdxRefusalTest::repeatTexts),
                locator("X14", "no identity", "relative_path", "a"),
                locator("X14", "only the second", "parent_linkage2", "{" + VhdxWriter.ID + "}"),
                locator("X14", "no such identity", "parent_linkage", "{me}"),
                locator("X14", "identity without braces", "parent_linkage", VhdxWriter.ID.toString()),
                locator("X14", "twice", "parent_linkage", "{" + VhdxWriter.ID + "}", "parent_linkage", "{x}"),
                locator("X13", "another", "parent_linkage", "{" + new UUID(7, 7) + "}"));
    }

    @ParameterizedTest
    @MethodSource({"headers", "regions", "metadata", "table"})
    void isRefusedByItsRule(Refusal refusal) throws IOException {
        assertRefused(refusal, OpenOptions.standard());
    }

    @ParameterizedTest
    @MethodSource("differencing")
    void aDifferencingOneIsRefusedByItsRule(Refusal refusal) throws IOException {
        try (DiskImage parent = DiskImage.open(Files.write(folder.resolve("parent"), WRITER.write(content())))) {
            assertRefused(refusal, OpenOptions.standard().parent(parent));
        }
    }

    @Test
    void withoutItsParentADifferencingOneIsRefused() throws IOException {
        assertRefused(child("X6", "no parent", file -> {}), OpenOptions.standard());
        assertRefused(
                new Refusal(
                        "V2",
                        "no parent",
                        new DynamicVhdWriter(4096, new UUID(1, 1), new UUID(1, 2), 0).write(content())),
                OpenOptions.standard());
    }

    private void assertRefused(Refusal refusal, OpenOptions options) throws IOException {
        Path file = Files.write(folder.resolve("image"), refusal.image);
        UnsafeImageException thrown =
                catchThrowableOfType(UnsafeImageException.class, () -> DiskImage.open(file, options));
        assertThat(thrown).isNotNull();
        assertThat(thrown.rule()).as(thrown.getMessage()).isEqualTo(refusal.rule);
        assertThat(thrown).hasMessageStartingWith(file + ": ").hasMessageEndingWith(") [" + refusal.rule + "]");
        assertThat(thrown.getMessage()).hasSizeLessThan(1000);
    }

    private static byte[] content() {
        byte[] content = new byte[3 * MIB];
        content[0] = 1;
        content[MIB] = 1;
        return content;
    }

    private static Refusal image(String rule, String what, Consumer<ByteBuffer> breaking) {
        return broken(rule, what, WRITER.write(content()), breaking);
    }

    /** Breaks both headers alike, and seals them. */
    private static Refusal sealed(String rule, String what, Consumer<ByteBuffer> breaking) {
        return image(rule, what, file -> {
            for (int header : new int[] {VhdxWriter.FIRST_HEADER, VhdxWriter.SECOND_HEADER}) {
                breaking.accept(file.slice(header, VhdxWriter.HEADER_SIZE).order(ByteOrder.LITTLE_ENDIAN));
                VhdxWriter.seal(file, header, VhdxWriter.HEADER_SIZE);
            }
        });
    }

    private static Refusal lists(String rule, String what, Consumer<ByteBuffer> breaking) {
        return image(rule, what, file -> {
            for (int list : new int[] {VhdxWriter.FIRST_LIST, VhdxWriter.SECOND_LIST}) {
                breaking.accept(file.slice(list, VhdxWriter.LIST_SIZE).order(ByteOrder.LITTLE_ENDIAN));
                VhdxWriter.seal(file, list, VhdxWriter.LIST_SIZE);
            }
        });
    }

    private static Refusal child(String rule, String what, Consumer<ByteBuffer> breaking) {
        BitSet sectors = new BitSet();
        sectors.set(0);
        sectors.set(5000);
        byte[] image = new VhdxWriter().id(new UUID(3, 4)).parent(VhdxWriter.ID).write(content(), sectors);
        return broken(rule, what, image, breaking);
    }

    /** Makes the locator an item of 1 MiB with as many entries, each of which has a key of its own of nearly 64 KiB. */
    private static void repeatTexts(ByteBuffer file) {
        int item = WRITER.metadataOffset() + VhdxWriter.LIST_SIZE + 4096;
        int size = 900_000;
        file.putInt(WRITER.itemEntry(5) + 16, item - WRITER.metadataOffset()).putInt(WRITER.itemEntry(5) + 20, size);
        VhdxWriter.putGuid(file, item, VhdxWriter.VHDX_LOCATOR).putShort(item + 18, (short) 65_535);
        for (int entry = 0; entry < 65_535; entry++) {
            int at = item + 20 + entry * 12;
            file.putInt(at, 1 + entry * 12)
                    .putInt(at + 4, 1)
                    .putShort(at + 8, (short) -2)
                    .putShort(at + 10, (short) -2);
        }
    }

    private static Refusal locator(String rule, String what, String... texts) {
        byte[] locator = VhdxWriter.locator(texts);
        return child(
                rule, what, file -> file.put(WRITER.item(5), locator).putInt(WRITER.itemEntry(5) + 20, locator.length));
    }

    private static Refusal broken(String rule, String what, byte[] image, Consumer<ByteBuffer> breaking) {
        breaking.accept(ByteBuffer.wrap(image).order(ByteOrder.LITTLE_ENDIAN));
        return new Refusal(rule, what, image);
    }
}
