// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.disk;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A sparse VMDK in one file: grains that are plain, or compressed each by itself, or zero and not in the file. */
final class VmdkImage extends FileImage {
    private static final long INFLATED_KEPT_BYTES = 6 << 20;
    private static final int INFLATED_KEPT = 64;

    private static final int HEAD = 4096;

    private final VmdkHeader header;
    private final VmdkTables tables;
    private final List<String> notes;
    private final LruCache<byte[]> inflated;

    private VmdkImage(ImageFile file, VmdkHeader header, VmdkTables tables, List<String> notes) {
        super(file, DiskFormat.VMDK, description(header), header.virtualSize(), header.grainSize());
        this.header = header;
        this.tables = tables;
        this.notes = notes;
        inflated = new LruCache<>(LruCache.capacity(INFLATED_KEPT_BYTES, header.grainSize(), INFLATED_KEPT));
    }

    static VmdkImage open(ImageFile file) throws IOException {
        ByteBuffer head = file.bytes(0, (int) Math.min(HEAD, file.size()));
        if (!VmdkHeader.isAt(head)) {
            throw ofOtherKind(file, head);
        }
        VmdkHeader header = VmdkDescriptor.described(file, VmdkHeader.read(file));
        return header.redundant() == 0
                ? new VmdkImage(file, header, sound(file, header, header.directory()), List.of())
                : openWithSecondCopy(file, header);
    }

    /** Refuses what is no sparse VMDK in one file, by what it is instead. */
    private static UnsafeImageException ofOtherKind(ImageFile file, ByteBuffer head) {
        String text = StandardCharsets.ISO_8859_1.decode(head).toString();
        if (text.startsWith(VmdkHeader.COW_DISK) || text.startsWith(VmdkHeader.SE_SPARSE)) {
            String kind = text.startsWith(VmdkHeader.SE_SPARSE) ? "seSparse" : "vmfsSparse (COWD)";
            return file.refusal(
                    "M1",
                    "it is a VMDK of the kind " + kind + ", which holds a part of a disk and is not read",
                    "convert the disk that it belongs to into a sparse VMDK, by the descriptor beside it");
        }
        String kind = VmdkDescriptor.createType(text)
                .map(type -> "of the kind '" + ImageFile.shown(type) + "'")
                .orElse("of no kind");
        return file.refusal(
                "M1",
                "it is the descriptor of a VMDK " + kind + ", which only names the files that hold the disk",
                "convert it, with those files beside it, into a sparse VMDK first");
    }

    /** The tables of one directory, whatever the other one is: that it is where it cannot be may be the damage. */
    private static VmdkTables sound(ImageFile file, VmdkHeader header, long directory) throws IOException {
        VmdkHeader alone = header.ofDirectory(directory);
        VmdkTables tables = VmdkTables.read(file, alone, directory);
        VmdkAudit.check(file, alone, tables);
        return tables;
    }

    private static VmdkImage openWithSecondCopy(ImageFile file, VmdkHeader header) throws IOException {
        @Nullable VmdkTables second = soundOrNull(file, header, header.redundant());
        VmdkTables tables;
        try {
            tables = sound(file, header, header.directory());
        } catch (UnsafeImageException damaged) {
            if (second == null) {
                throw damaged;
            }
            return new VmdkImage(
                    file, header, second, List.of("its grain directory is damaged: the redundant one was used"));
        }
        if (second == null) {
            return new VmdkImage(
                    file, header, tables, List.of("its redundant grain directory is damaged: it was not used"));
        }
        requireSame(file, tables, second);
        return new VmdkImage(file, header, tables, List.of());
    }

    private static @Nullable VmdkTables soundOrNull(ImageFile file, VmdkHeader header, long directory)
            throws IOException {
        try {
            return sound(file, header, directory);
        } catch (UnsafeImageException damaged) {
            return null;
        }
    }

    /** Refuses two sound copies that differ: they are two disks in one file, and which one counts depends on the reader. */
    private static void requireSame(ImageFile file, VmdkTables first, VmdkTables second) throws IOException {
        for (int table = 0; table < first.count(); table++) {
            file.require(
                    Arrays.equals(first.load(table), second.load(table)), "M7", "its two grain directories contradict");
        }
    }

    private static String description(VmdkHeader header) {
        return (header.compressed() ? "stream-optimized VMDK, " : "sparse VMDK, ") + Sizes.text(header.grainSize())
                + " grains";
    }

    @Override
    public List<String> notes() {
        return notes;
    }

    @Override
    Optional<Extent> extentFrom(long from) throws IOException {
        long first = tables.nextData(from / header.grainSize());
        long end = tables.endOfData(first, piecesMerged());
        return first == end
                ? Optional.empty()
                : Optional.of(clipped(from, first * header.grainSize(), end * header.grainSize()));
    }

    @Override
    void readPiece(long position, ByteBuffer target) throws IOException {
        long grain = position / header.grainSize();
        int within = (int) (position % header.grainSize());
        long offset = tables.locate(grain);
        if (offset == 0) {
            Zeros.fill(target);
        } else if (header.compressed() && target.remaining() == header.grainSize()) {
            inflate(grain, offset, target);
        } else if (header.compressed()) {
            target.put(inflated.get(grain, key -> inflated(key, offset)), within, target.remaining());
        } else {
            file.read(offset + within, target);
        }
    }

    private byte[] inflated(long number, long offset) throws IOException {
        byte[] grain = new byte[header.grainSize()];
        inflate(number, offset, ByteBuffer.wrap(grain));
        return grain;
    }

    private void inflate(long number, long offset, ByteBuffer target) throws IOException {
        VmdkMarker marker = VmdkMarker.read(file, header, number, offset);
        int most = Math.min(marker.length(), Compression.mostPacked(header.grainSize()));
        int length = Compression.ZLIB.inflate(file.bytes(marker.offset(), most).array(), target);
        // the last grain may be as short as the disk leaves it
        file.require(
                length >= header.used(number) && length <= header.grainSize(),
                "M12",
                "a compressed grain does not inflate to " + header.grainSize() + " bytes");
    }
}
