// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.disk;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.Optional;

/** A qcow2 image: clusters that are plain, compressed, zero, or its backing image's. */
final class Qcow2Image extends FileImage {
    private static final long INFLATED_KEPT_BYTES = 6 << 20;
    private static final int INFLATED_KEPT = 64;
    private static final Map<String, DiskFormat> QEMU_NAMES = Map.of(
            "raw",
            DiskFormat.RAW,
            "vpc",
            DiskFormat.VHD,
            "vhdx",
            DiskFormat.VHDX,
            "qcow2",
            DiskFormat.QCOW2,
            "vmdk",
            DiskFormat.VMDK);

    private final Qcow2Header header;
    private final Qcow2Tables tables;
    private final Optional<Parent> parent;
    private final LruCache<byte[]> inflated;

    private Qcow2Image(ImageFile file, Qcow2Header header, Qcow2Tables tables, Optional<Parent> parent) {
        super(file, DiskFormat.QCOW2, description(header), header.virtualSize(), header.clusterSize());
        this.header = header;
        this.tables = tables;
        this.parent = parent;
        inflated = new LruCache<>(LruCache.capacity(INFLATED_KEPT_BYTES, header.clusterSize(), INFLATED_KEPT));
    }

    static Qcow2Image open(ImageFile file, Optional<Parent> parent) throws IOException {
        Qcow2Header header = Qcow2Header.read(file);
        checkParent(file, header, parent);
        Qcow2Tables tables = Qcow2Tables.read(file, header);
        Qcow2Audit.check(file, header, tables);
        return new Qcow2Image(file, header, tables, parent);
    }

    private static void checkParent(ImageFile file, Qcow2Header header, Optional<Parent> parent)
            throws UnsafeImageException {
        if (!header.backed()) {
            Parent.requireNone(file, parent);
            return;
        }
        file.require(
                parent.isPresent(),
                "Q1",
                "it names a backing file, and holds only what differs from it",
                "open its backing image and give it as parent, or merge the two first");
        DiskFormat given = parent.orElseThrow().image().format();
        file.require(
                header.backing().isEmpty()
                        || parent.orElseThrow().insisted()
                        || given == QEMU_NAMES.get(header.backing()),
                "Q19",
                "its backing image is of the format '" + ImageFile.shown(header.backing()) + "', but a " + given
                        + " was given",
                "give its true parent, or insist on this one");
    }

    private static String description(Qcow2Header header) {
        return "qcow2 v" + header.version() + ", " + Sizes.text(header.clusterSize()) + " clusters"
                + (header.extended() ? " in 32 parts" : "")
                + (header.backed() ? ", over a backing image" : "");
    }

    @Override
    Optional<Extent> extentFrom(long from) throws IOException {
        Optional<Extent> own = ownExtentFrom(from);
        long end = own.map(Extent::offset).orElse(virtualSize());
        Optional<Extent> below = from < end ? belowExtentFrom(from, end) : Optional.empty();
        return below.or(() -> own);
    }

    private Optional<Extent> ownExtentFrom(long from) throws IOException {
        long first = tables.nextData(from >> header.clusterBits());
        long end = tables.endOfData(first, piecesMerged());
        return first == end
                ? Optional.empty()
                : Optional.of(clipped(from, first << header.clusterBits(), end << header.clusterBits()));
    }

    /** Finds what shows of the parent before the next cluster that holds data of its own. */
    private Optional<Extent> belowExtentFrom(long from, long end) throws IOException {
        Optional<Extent> below = Parent.nextBelow(parent, from, end);
        while (below.isPresent()) {
            Extent extent = below.get();
            long most = (extent.end() - 1 >> header.clusterBits()) + 1;
            long first = tables.nextShowing(extent.offset() >> header.clusterBits(), most, true);
            if (first < most) {
                long start = Math.max(extent.offset(), first << header.clusterBits());
                long stop = tables.nextShowing(first, most, false) << header.clusterBits();
                return Optional.of(clipped(start, start, Math.min(extent.end(), stop)));
            }
            below = Parent.nextBelow(parent, extent.end(), end);
        }
        return Optional.empty();
    }

    @Override
    void readPiece(long position, ByteBuffer target) throws IOException {
        long number = position >> header.clusterBits();
        int within = (int) (position & header.clusterSize() - 1);
        Qcow2Cluster cluster = tables.locate(number);
        if (cluster.kind() == Qcow2Cluster.Kind.COMPRESSED && target.remaining() == header.clusterSize()) {
            inflate(cluster, target);
        } else if (cluster.kind() == Qcow2Cluster.Kind.COMPRESSED) {
            target.put(inflated.get(number, key -> inflated(cluster)), within, target.remaining());
        } else {
            readParts(cluster, position, target);
        }
    }

    private void readParts(Qcow2Cluster cluster, long position, ByteBuffer target) throws IOException {
        int partSize = header.clusterSize() / Qcow2Cluster.PARTS;
        int within = (int) (position & header.clusterSize() - 1);
        long start = position - within;
        int end = target.limit();
        while (target.position() < end) {
            int part = within / partSize;
            int run = Math.min(end - target.position(), cluster.endOfRun(part) * partSize - within);
            target.limit(target.position() + run);
            switch (cluster.place(part)) {
                case HERE -> file.read(cluster.offset() + within, target);
                case ABSENT -> Parent.readBelow(parent, start + within, target);
                case ZERO -> Zeros.fill(target);
            }
            within += run;
        }
    }

    private byte[] inflated(Qcow2Cluster cluster) throws IOException {
        byte[] content = new byte[header.clusterSize()];
        inflate(cluster, ByteBuffer.wrap(content));
        return content;
    }

    private void inflate(Qcow2Cluster cluster, ByteBuffer target) throws IOException {
        int most = Math.min(cluster.length(), Compression.mostPacked(header.clusterSize()));
        byte[] packed = file.bytes(cluster.offset(), most).array();
        int length = (header.zstd() ? Compression.ZSTD : Compression.DEFLATE).inflate(packed, target);
        file.require(
                length == header.clusterSize(),
                "Q17",
                "a compressed cluster does not inflate to " + header.clusterSize() + " bytes");
    }
}
