// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.disk;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import java.util.function.LongConsumer;

/** The counting behind {@link DiskMeasure}, step by step. */
final class Measuring implements DiskWalk.Visitor {
    private final Optional<MessageDigest> digest;
    private final LongConsumer progress;
    private long occupiedBytes;

    private Measuring(Optional<MessageDigest> digest, LongConsumer progress) {
        this.digest = digest;
        this.progress = progress;
    }

    static DiskMeasure measure(DiskImage image, boolean digest, LongConsumer progress) throws IOException {
        Measuring measuring = new Measuring(digest ? Optional.of(sha256()) : Optional.empty(), progress);
        DiskWalk.through(image, measuring);
        return new DiskMeasure(
                image.virtualSize(),
                measuring.occupiedBytes,
                measuring.digest.map(done -> HexFormat.of().formatHex(done.digest())));
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException impossible) { // every Java platform has it
            throw new IllegalStateException(impossible);
        }
    }

    @Override
    public void data(long offset, ByteBuffer buffer) {
        byte[] bytes = buffer.array();
        int length = buffer.limit();
        digest.ifPresent(sum -> sum.update(bytes, 0, length));
        for (int at = 0; at < length; at += DiskWalk.GRAIN) {
            count(bytes, at, Math.min(length, at + DiskWalk.GRAIN));
        }
        progress.accept(offset + length);
    }

    private void count(byte[] bytes, int from, int to) {
        if (Zeros.areZero(bytes, from, to)) {
            return;
        }
        for (int at = from; at < to; at += Zeros.BLOCK) {
            int end = Math.min(to, at + Zeros.BLOCK);
            occupiedBytes += Zeros.areZero(bytes, at, end) ? 0 : end - at;
        }
    }

    @Override
    public void hole(long offset, long length) {
        digest.ifPresent(sum -> digestZeros(sum, length));
        progress.accept(offset + length);
    }

    private static void digestZeros(MessageDigest sum, long length) {
        for (long left = length; left > 0; ) {
            ByteBuffer zeros = Zeros.buffer(left);
            left -= zeros.remaining();
            sum.update(zeros);
        }
    }
}
