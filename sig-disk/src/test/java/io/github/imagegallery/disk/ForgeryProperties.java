// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.disk;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;
import org.junit.jupiter.api.Assertions;

/**
 * A forger may write any number into any field of any table, and set the checksums right after. Such an image is
 * refused, or reads as a well-formed disk in bounded time; nothing else is ever thrown.
 */
class ForgeryProperties {
    private static final int MIB = 1 << 20;
    private static final Map<Victim, byte[]> SOUND = new EnumMap<>(Victim.class);
    private static Path folder;
    private static DiskImage vhdParent;
    private static DiskImage vhdxParent;

    /** Where an image has tables, and how their checksums are set. */
    enum Victim {
        FIXED_VHD {
            @Override
            byte[] image() {
                return Encoding.VHD_FIXED.encoded(content(40_960));
            }

            @Override
            int[][] tables() {
                return new int[][] {{40_960, 96}};
            }

            @Override
            void seal(ByteBuffer file) {
                DynamicVhdWriter.sealFooter(file, 40_960);
            }
        },
        DYNAMIC_VHD {
            @Override
            byte[] image() {
                return new DynamicVhdWriter(4096).write(content(40_960));
            }
        },
        DIFFERENCING_VHD {
            @Override
            byte[] image() {
                return new DynamicVhdWriter(4096, DynamicVhdWriter.ID, DynamicVhdWriter.ID, 0).write(content(40_960));
            }

            @Override
            OpenOptions options() {
                return OpenOptions.standard().parent(vhdParent);
            }
        },
        DYNAMIC_VHDX {
            @Override
            byte[] image() {
                return new VhdxWriter().write(content(3 * MIB));
            }
        },
        DIFFERENCING_VHDX {
            @Override
            byte[] image() {
                return new VhdxWriter().parent(VhdxWriter.ID).write(content(3 * MIB));
            }

            @Override
            OpenOptions options() {
                return OpenOptions.standard().parent(vhdxParent);
            }
        },
        VHDX_WITH_A_LOG {
            @Override
            byte[] image() {
                byte[] image = new VhdxWriter().write(content(3 * MIB));
                byte[] table = new byte[4096];
                ByteBuffer.wrap(image).get(3 * MIB, table);
                VhdxLogWriter log = new VhdxLogWriter(MIB).sizes(image.length, image.length + MIB);
                log.entry(
                        0,
                        0,
                        1,
                        List.of(
                                VhdxLogWriter.Change.zeros(3 * MIB, 8192),
                                VhdxLogWriter.Change.sector(3 * MIB, table)));
                return log.into(image, new VhdxWriter());
            }

            @Override
            int[][] tables() {
                return new int[][] {{MIB, 128}, {VhdxWriter.FIRST_HEADER, 80}, {MIB + 4096, 48}};
            }

            @Override
            void seal(ByteBuffer file) {
                VhdxWriter.seal(file, MIB, 8192);
                super.seal(file);
            }
        };

        abstract byte[] image();

        /** Offset and length of each. */
        int[][] tables() {
            VhdxWriter writer = new VhdxWriter();
            return name().endsWith("VHD")
                    ? new int[][] {{0, 96}, {512, 64}, {512 + 576, 48}, {DynamicVhdWriter.TABLE, 40}}
                    : new int[][] {
                        {VhdxWriter.FIRST_HEADER, 80},
                        {VhdxWriter.FIRST_LIST, 80},
                        {writer.metadataOffset(), 224},
                        {writer.item(0), 360},
                        {writer.tableOffset(), 24},
                        {writer.mapEntryOffset(0), 8}
                    };
        }

        void seal(ByteBuffer file) {
            if (name().endsWith("VHD")) {
                DynamicVhdWriter.sealHeader(file);
                DynamicVhdWriter.sealFooter(file, 0);
                file.put(file.limit() - 512, file.array(), 0, 512);
                return;
            }
            VhdxWriter.seal(file, VhdxWriter.FIRST_HEADER, VhdxWriter.HEADER_SIZE);
            VhdxWriter.seal(file, VhdxWriter.FIRST_LIST, VhdxWriter.LIST_SIZE);
            file.put(VhdxWriter.SECOND_HEADER, file.array(), VhdxWriter.FIRST_HEADER, VhdxWriter.HEADER_SIZE);
            file.put(VhdxWriter.SECOND_LIST, file.array(), VhdxWriter.FIRST_LIST, VhdxWriter.LIST_SIZE);
        }

        OpenOptions options() {
            return OpenOptions.standard();
        }
    }

    private static byte[] content(int size) {
        byte[] content = Contents.busy(size, 3);
        Arrays.fill(content, size / 3, size / 2, (byte) 0);
        return content;
    }

    @BeforeContainer
    static void makeParents() throws IOException {
        folder = Files.createTempDirectory("forgeries");
        vhdParent = DiskImage.open(Encoding.VHD_FIXED.write(folder, content(40_960)));
        vhdxParent = DiskImage.open(Encoding.VHDX_DYNAMIC.write(folder, content(3 * MIB)));
    }

    @AfterContainer
    static void removeParents() throws IOException {
        vhdParent.close();
        vhdxParent.close();
        try (var files = Files.list(folder)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
        Files.delete(folder);
    }

    @Property(tries = 1500, shrinking = ShrinkingMode.OFF)
    void aForgedImageIsRefusedOrReads(@ForAll Victim victim, @ForAll long seed) throws IOException {
        byte[] sound = SOUND.computeIfAbsent(victim, Victim::image);
        byte[] forged = sound.clone();
        forge(ByteBuffer.wrap(forged), victim, new Random(seed));
        Path file = folder.resolve(victim.name());
        if (!Files.exists(file)) {
            Files.write(file, sound);
        }
        writeChanges(file, sound, forged);
        Assertions.assertTimeout(Duration.ofSeconds(20), () -> readOrRefuse(file, victim));
        writeChanges(file, forged, sound);
    }

    /** Makes one content of a file into another of the same length, which is faster than writing all of it. */
    private static void writeChanges(Path file, byte[] from, byte[] to) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            for (int at = Arrays.mismatch(from, to); at >= 0; at = mismatch(from, to, at)) {
                int end = Math.min(to.length, at + 512);
                channel.write(ByteBuffer.wrap(to, at, end - at), at);
                at = end;
            }
        }
    }

    private static int mismatch(byte[] one, byte[] other, int from) {
        int found = Arrays.mismatch(one, from, one.length, other, from, other.length);
        return found < 0 ? -1 : from + found;
    }

    private static void forge(ByteBuffer file, Victim victim, Random random) {
        int[][] tables = victim.tables();
        for (int count = 1 + random.nextInt(3); count > 0; count--) {
            int[] table = tables[random.nextInt(tables.length)];
            int width = 1 << random.nextInt(4);
            int at = table[0] + random.nextInt(table[1] / width) * width;
            file.order(random.nextBoolean() ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
            long old = width == 8
                    ? file.getLong(at)
                    : width == 4 ? file.getInt(at) : width == 2 ? file.getShort(at) : file.get(at);
            put(file, at, width, number(random, old));
        }
        victim.seal(file.order(ByteOrder.LITTLE_ENDIAN));
    }

    private static long number(Random random, long old) {
        List<Long> numbers = new ArrayList<>(
                List.of(0L, -1L, Long.MAX_VALUE, Long.MIN_VALUE, old + 1, old - 1, old * 2, old / 2, ~old));
        numbers.add(1L << random.nextInt(64));
        numbers.add((1L << random.nextInt(64)) - 1);
        numbers.add(random.nextLong());
        numbers.add((long) random.nextInt(8) << 20 | random.nextInt(8));
        return numbers.get(random.nextInt(numbers.size()));
    }

    private static void put(ByteBuffer file, int at, int width, long number) {
        switch (width) {
            case 8 -> file.putLong(at, number);
            case 4 -> file.putInt(at, (int) number);
            case 2 -> file.putShort(at, (short) number);
            default -> file.put(at, (byte) number);
        }
    }

    private static void readOrRefuse(Path file, Victim victim) {
        try (DiskImage image = DiskImage.open(file, victim.options())) {
            long from = 0;
            Optional<Extent> extent = image.nextExtent(from);
            for (int count = 0; extent.isPresent() && count < 100; count++) {
                Extent found = extent.get();
                assertThat(found.offset()).isGreaterThanOrEqualTo(from);
                assertThat(found.end()).isLessThanOrEqualTo(image.virtualSize());
                image.read(found.offset(), ByteBuffer.allocate((int) Math.min(found.length(), MIB)));
                from = found.end();
                extent = image.nextExtent(from);
            }
            image.read(image.virtualSize() - 1, ByteBuffer.allocate(1));
        } catch (IOException refused) {
            assertThat(refused).isInstanceOf(UnsafeImageException.class).hasMessageContaining(file.toString());
        }
    }
}
