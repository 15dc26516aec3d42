// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.disk;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdDecompressCtx;
import com.github.luben.zstd.ZstdException;
import java.nio.ByteBuffer;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.jspecify.annotations.Nullable;

/** The ways in which formats compress the units of a disk. Whatever is packed, no more than a unit is ever inflated. */
enum Compression {
    /** Deflate without any wrapping. */
    DEFLATE,
    /** Deflate in the wrapping of zlib, which carries a checksum. */
    ZLIB,
    ZSTD;

    /** Says of an inflated length that the bytes are damaged. */
    static final int DAMAGED = -1;

    private static final int KEPT = 16;
    private static final int WRAPPING = 64;
    private static final BlockingQueue<ZstdDecompressCtx> CONTEXTS = new ArrayBlockingQueue<>(KEPT);

    // making one anew for each unit takes as long as inflating it
    private final BlockingQueue<Inflater> inflaters = new ArrayBlockingQueue<>(KEPT);

    /**
     * How many bytes a unit may take packed: more than what cannot be packed takes at its worst, with codes of nine bits
     * for each byte. Who claims more for a unit need not be believed, so that what is read of it is bounded.
     */
    static int mostPacked(int unitSize) {
        return unitSize + unitSize / 8 + unitSize / 64 + WRAPPING;
    }

    /**
     * Inflates one unit to its end, into what remains of {@code target}, which is left at its end. What follows the unit
     * in {@code packed} is not looked at.
     *
     * @return how many bytes the unit has: one more than {@code target} holds if there are more; or {@link #DAMAGED}
     */
    int inflate(byte[] packed, ByteBuffer target) {
        int start = target.position();
        int length = this == ZSTD ? zstd(packed, target) : deflate(packed, target);
        target.position(Math.min(target.limit(), start + Math.max(0, length)));
        return length;
    }

    private int deflate(byte[] packed, ByteBuffer target) {
        @Nullable Inflater kept = inflaters.poll();
        Inflater inflater = kept == null ? new Inflater(this == DEFLATE) : kept;
        try {
            inflater.setInput(packed);
            int most = target.remaining();
            while (target.hasRemaining() && !stuck(inflater)) {
                inflater.inflate(target);
            }
            int length = most - target.remaining();
            return inflater.finished() ? length : ending(inflater, length, most);
        } catch (DataFormatException damaged) {
            return DAMAGED;
        } finally {
            inflater.reset();
            if (!inflaters.offer(inflater)) {
                inflater.end();
            }
        }
    }

    private static boolean stuck(Inflater inflater) {
        return inflater.finished() || inflater.needsInput() || inflater.needsDictionary();
    }

    /** What follows a full target may be no more than the unit's end. */
    private static int ending(Inflater inflater, int length, int most) throws DataFormatException {
        if (length < most) {
            return DAMAGED;
        }
        return inflater.inflate(new byte[1]) > 0 ? most + 1 : inflater.finished() ? length : DAMAGED;
    }

    private static int zstd(byte[] packed, ByteBuffer target) {
        @Nullable ZstdDecompressCtx kept = CONTEXTS.poll();
        ZstdDecompressCtx context = kept == null ? new ZstdDecompressCtx() : kept;
        try {
            // in one go, since inflating as a stream takes a window of memory as large as the frame asks for
            long frame = Zstd.findFrameCompressedSize(packed);
            return Zstd.isError(frame) ? DAMAGED : zstd(context, packed, (int) frame, target);
        } catch (ZstdException damaged) {
            return DAMAGED;
        } finally {
            if (!CONTEXTS.offer(context)) {
                context.close();
            }
        }
    }

    private static int zstd(ZstdDecompressCtx context, byte[] packed, int frame, ByteBuffer target) {
        return target.isDirect()
                ? context.decompressByteArrayToDirectByteBuffer(
                        target, target.position(), target.remaining(), packed, 0, frame)
                : context.decompressByteArray(
                        target.array(), target.arrayOffset() + target.position(), target.remaining(), packed, 0, frame);
    }
}
