// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.core.content;

import com.github.luben.zstd.ZstdCompressCtx;
import com.github.luben.zstd.ZstdDecompressCtx;
import org.jspecify.annotations.Nullable;

/**
 * What compresses and decompresses in one thread; it holds memory outside the heap until it is released. Native code is
 * loaded by the first thread that needs it, not by one that only ends.
 */
record Zstandard(ZstdCompressCtx compressor, ZstdDecompressCtx decompressor) {
    private static final int COMPRESSION_LEVEL = 1;
    private static final ThreadLocal<@Nullable Zstandard> MINE = new ThreadLocal<>();

    static Zstandard ofThread() {
        Zstandard mine = MINE.get();
        if (mine == null) {
            mine = new Zstandard(new ZstdCompressCtx().setLevel(COMPRESSION_LEVEL), new ZstdDecompressCtx());
            MINE.set(mine);
        }
        return mine;
    }

    /** Gives back what this thread holds outside the heap. */
    static void releaseThread() {
        Zstandard mine = MINE.get();
        if (mine != null) {
            mine.compressor.close();
            mine.decompressor.close();
            MINE.remove();
        }
    }
}
