// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.disk;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import org.junit.jupiter.api.Assertions;

/**
 * A forger may write any number into any field of any table, and set the checksums right after. Such an image is
 * refused, or reads as a well-formed disk in bounded time; nothing else is ever thrown.
 */
class ForgeryProperties {
    private static final int WIDEST = 8;

    @Property(tries = 3000, shrinking = ShrinkingMode.OFF)
    void aForgedImageIsRefusedOrReads(@ForAll Victim victim, @ForAll long seed) {
        byte[] forged = victim.image().clone();
        forge(ByteBuffer.wrap(forged), victim, new Random(seed));
        Assertions.assertTimeout(
                Duration.ofSeconds(20), () -> ImageLaws.check(new MemoryFile(forged, forged.length), victim.options()));
    }

    private static void forge(ByteBuffer file, Victim victim, Random random) {
        List<Victim.Place> tables = victim.tables().stream()
                .filter(table -> table.length() >= WIDEST)
                .toList();
        for (int count = 1 + random.nextInt(3); count > 0; count--) {
            Victim.Place table = tables.get(random.nextInt(tables.size()));
            int width = 1 << random.nextInt(4);
            int at = table.offset() + random.nextInt(table.length() / width) * width;
            file.order(random.nextBoolean() ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
            long old = width == 8
                    ? file.getLong(at)
                    : width == 4 ? file.getInt(at) : width == 2 ? file.getShort(at) : file.get(at);
            put(file, at, width, number(random, old));
        }
        victim.mirror(file);
        victim.seal(file);
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
}
