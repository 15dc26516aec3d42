// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.disk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.io.TempDir;

/** A file with changes laid over it is what a plain array is in which they are made. */
class ReplayedFileTest {
    private static final int SECTOR = 4096;
    private static final int SIZE = 24 * SECTOR + 100;
    private static final int LONGEST = 40 * SECTOR;

    @TempDir
    Path folder;

    @RepeatedTest(100)
    void readsAsIfItWereWritten(RepetitionInfo repetition) throws IOException {
        Random random = new Random(repetition.getCurrentRepetition());
        byte[] original = new byte[SIZE];
        random.nextBytes(original);
        try (ImageFile file = ImageFile.open(Files.write(folder.resolve("file"), original))) {
            ReplayedFile replayed = new ReplayedFile(file);
            byte[] model = Arrays.copyOf(original, LONGEST);
            int size = SIZE;
            for (int changes = random.nextInt(12); changes > 0; changes--) {
                int start = SECTOR * random.nextInt(30);
                int end = random.nextBoolean() ? start + SECTOR : start + SECTOR * random.nextInt(10);
                if (end == start + SECTOR && random.nextBoolean()) {
                    write(replayed, model, original, start, random);
                } else {
                    replayed.zero(start, end);
                    Arrays.fill(model, start, end, (byte) 0);
                }
                size = Math.max(size, end == start ? 0 : end);
            }
            size = Math.max(size, random.nextInt(LONGEST));
            assertSame(replayed.extended(size), Arrays.copyOf(model, size), random);
        }
    }

    private static void write(ReplayedFile replayed, byte[] model, byte[] original, int start, Random random) {
        int source = random.nextInt(SIZE - SECTOR);
        long first = random.nextLong();
        int last = random.nextInt();
        replayed.write(start, start + SECTOR, source, first, last);
        System.arraycopy(original, source, model, start, SECTOR);
        ByteBuffer.wrap(model)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(start, first)
                .putInt(start + SECTOR - 4, last);
    }

    private static void assertSame(ReplayedFile file, byte[] model, Random random) throws IOException {
        assertThat(file.size()).isEqualTo(model.length);
        assertThat(file.bytes(0, model.length).array()).isEqualTo(model);
        for (int reads = 0; reads < 20; reads++) {
            int start = random.nextInt(model.length);
            int length = random.nextInt(model.length - start + 1);
            assertThat(file.bytes(start, length).array()).isEqualTo(Arrays.copyOfRange(model, start, start + length));
            boolean zero = Zeros.areZero(model, start, start + length);
            assertThat(file.isNew(start, length) && !zero).isFalse();
        }
        assertThat(catchThrowableOfType(UnsafeImageException.class, () -> file.bytes(model.length - 3, 4))
                        .rule())
                .isEqualTo("F7");
    }
}
