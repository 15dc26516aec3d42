// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.disk;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;

/** A qcow2 image: clusters that are plain, compressed, or zero and not in the file. */
final class Qcow2Image extends FileImage {
    private static final long INFLATED_KEPT_BYTES = 1 << 20;
    private static final int INFLATED_KEPT = 64;

    private final Qcow2Header header;
    private final Qcow2Tables tables;
    private final LruCache<byte[]> inflated;

    private Qcow2Image(ImageFile file, Qcow2Header header, Qcow2Tables tables) {
        super(file, DiskFormat.QCOW2, description(header), header.virtualSize(), header.clusterSize());
        this.header = header;
        this.tables = tables;
        inflated = new LruCache<>(LruCache.capacity(INFLATED_KEPT_BYTES, header.clusterSize(), INFLATED_KEPT));
    }

    static Qcow2Image open(ImageFile file) throws IOException {
        Qcow2Header header = Qcow2Header.read(file);
        Qcow2Tables tables = Qcow2Tables.read(file, header);
        Qcow2Audit.check(file, header, tables);
        return new Qcow2Image(file, header, tables);
    }

    private static String description(Qcow2Header header) {
        return "qcow2 v" + header.version() + ", " + Sizes.text(header.clusterSize()) + " clusters";
    }

    @Override
    Optional<Extent> extentFrom(long from) throws IOException {
        long first = tables.nextData(from >> header.clusterBits());
        long end = tables.endOfData(first, piecesMerged());
        return first == end
                ? Optional.empty()
                : Optional.of(clipped(from, first << header.clusterBits(), end << header.clusterBits()));
    }

    @Override
    void readPiece(long position, ByteBuffer target) throws IOException {
        long number = position >> header.clusterBits();
        int within = (int) (position & header.clusterSize() - 1);
        Qcow2Cluster cluster = tables.locate(number);
        switch (cluster.kind()) {
            case ZERO -> Zeros.fill(target);
            case PLAIN -> file.read(cluster.offset() + within, target);
            case COMPRESSED -> target.put(inflated.get(number, key -> inflate(cluster)), within, target.remaining());
        }
    }

    private byte[] inflate(Qcow2Cluster cluster) throws IOException {
        byte[] packed = file.bytes(cluster.offset(), cluster.length()).array();
        byte[] content = new byte[header.clusterSize()];
        int length = (header.zstd() ? Compression.ZSTD : Compression.DEFLATE).inflate(packed, content);
        file.require(
                length == content.length,
                "Q17",
                "a compressed cluster does not inflate to " + content.length + " bytes");
        return content;
    }
}
