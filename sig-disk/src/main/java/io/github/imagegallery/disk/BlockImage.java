// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.disk;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.BitSet;
import java.util.Optional;

/** An image in blocks of equal size, each of which is in the file only if it was written to. */
abstract class BlockImage extends FileImage {
    private static final long MAPS_KEPT_BYTES = 1 << 20;
    private static final int MAPS_KEPT = 64;

    private final long blockSize;
    private final int sectorSize;
    private final Optional<Parent> parent;
    private final LruCache<BitSet> maps;

    /** Where the content of a block is. */
    enum Place {
        /** All of it is in the file. */
        HERE,
        /** Some of its sectors are in the file; the others are as if absent. */
        PARTLY_HERE,
        /** It is the parent's, or zero where there is no parent. */
        ABSENT,
        /** It is zero, whatever the parent holds. */
        ZERO
    }

    /** @param blockSize bytes of the disk in a block, at most 256 MiB */
    BlockImage(
            ImageFile file,
            DiskFormat format,
            String description,
            long virtualSize,
            long blockSize,
            int sectorSize,
            Optional<Parent> parent) {
        super(file, format, description, virtualSize, blockSize);
        this.blockSize = blockSize;
        this.sectorSize = sectorSize;
        this.parent = parent;
        maps = new LruCache<>(LruCache.capacity(MAPS_KEPT_BYTES, blockSize / sectorSize / 8 + 1, MAPS_KEPT));
    }

    abstract Place place(long block) throws IOException;

    /** Where the data of a block that is here, wholly or partly, begins in the file, in bytes. */
    abstract long start(long block) throws IOException;

    /** Reads which sectors of a block that is partly here are in the file. */
    abstract BitSet sectorsHere(long block) throws IOException;

    /** Fills {@code target} from the file. */
    void readHere(long offset, ByteBuffer target) throws IOException {
        file.read(offset, target);
    }

    @Override
    final Optional<Extent> extentFrom(long from) throws IOException {
        Optional<Extent> below = Parent.nextBelow(parent, from, virtualSize());
        for (long block = from / blockSize; block * blockSize < virtualSize(); block++) {
            long start = Math.max(from, block * blockSize);
            Place place = place(block);
            if (isHere(place)) {
                return Optional.of(clipped(start, start, endOfRun(block) * blockSize));
            }
            if (below.isPresent() && below.get().end() <= start) {
                below = Parent.nextBelow(parent, start, virtualSize());
            }
            long end = (block + 1) * blockSize;
            if (place == Place.ABSENT && below.isPresent() && below.get().offset() < end) {
                Extent shown = below.get();
                return Optional.of(clipped(start, shown.offset(), Math.min(end, shown.end())));
            }
        }
        return Optional.empty();
    }

    private static boolean isHere(Place place) {
        return place == Place.HERE || place == Place.PARTLY_HERE;
    }

    private long endOfRun(long block) throws IOException {
        long most = Math.min((virtualSize() - 1) / blockSize + 1, block + piecesMerged());
        long end = block + 1;
        while (end < most && isHere(place(end))) {
            end++;
        }
        return end;
    }

    @Override
    final void readPiece(long position, ByteBuffer target) throws IOException {
        long block = position / blockSize;
        switch (place(block)) {
            case HERE -> readHere(start(block) + position % blockSize, target);
            case PARTLY_HERE -> readSectors(block, position, target);
            case ABSENT -> Parent.readBelow(parent, position, target);
            case ZERO -> Zeros.fill(target);
        }
    }

    private void readSectors(long block, long position, ByteBuffer target) throws IOException {
        BitSet here = maps.get(block, this::sectorsHere);
        long data = start(block);
        int within = (int) (position % blockSize);
        int end = target.limit();
        while (target.position() < end) {
            int run = run(here, within, end - target.position());
            target.limit(target.position() + run);
            if (here.get(within / sectorSize)) {
                readHere(data + within, target);
            } else {
                Parent.readBelow(parent, block * blockSize + within, target);
            }
            within += run;
        }
    }

    /** How many of the next bytes lie in sectors that are all here, or all not. */
    private int run(BitSet here, int within, int most) {
        int sector = within / sectorSize;
        int other = here.get(sector) ? here.nextClearBit(sector) : here.nextSetBit(sector);
        return other < 0 ? most : (int) Math.min(most, (long) other * sectorSize - within);
    }
}
