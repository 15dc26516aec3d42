// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.disk;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdException;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/** Inflates compressed clusters: what yields less or more than one is refused (Q17), and never inflated further. */
final class ClusterInflater {
    private ClusterInflater() {}

    /** Inflates one cluster of {@code size} bytes; what follows it in {@code packed} is not looked at. */
    static byte[] inflate(ImageFile file, byte[] packed, int size, boolean zstd) throws UnsafeImageException {
        byte[] cluster = new byte[size];
        long length = zstd ? zstd(packed, cluster) : deflate(packed, cluster);
        file.require(length == size, "Q17", "a compressed cluster does not inflate to " + size + " bytes");
        return cluster;
    }

    private static long deflate(byte[] packed, byte[] cluster) {
        Inflater inflater = new Inflater(true);
        try {
            inflater.setInput(packed);
            int length = inflater.inflate(cluster);
            return length < cluster.length ? length : length + inflater.inflate(new byte[1]);
        } catch (DataFormatException damaged) {
            return -1;
        } finally {
            inflater.end();
        }
    }

    private static long zstd(byte[] packed, byte[] cluster) {
        try {
            // in one go, since inflating as a stream takes a window of memory as large as the frame asks for
            long frame = Zstd.findFrameCompressedSize(packed);
            return Zstd.isError(frame)
                    ? -1
                    : Zstd.decompressByteArray(cluster, 0, cluster.length, packed, 0, (int) frame);
        } catch (ZstdException damaged) {
            return -1;
        }
    }
}
