// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.core.content;

import io.github.imagegallery.core.content.DiskReader.Pending;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Reads a disk in runs of blocks: one block where reads jump, longer and longer runs where they follow each other, and then the
 * next run while the present one is being used. Keeps two runs, 2 MiB at most. Not for use by several threads.
 */
public final class ReadAhead {
    /** The longest run, in blocks: 1 MiB. */
    private static final int LONGEST = 16;

    private final DiskReader disk;
    private final long blocks;
    private long first;
    private byte[] run = {};
    private @Nullable Pending ahead;

    public ReadAhead(DiskReader disk) {
        this.disk = disk;
        this.blocks = (disk.virtualSize() + Block.SIZE - 1) / Block.SIZE;
    }

    /**
     * Reads bytes that lie on the disk, as many as are at hand.
     *
     * @param most how many at most, at least 1
     * @return how many
     */
    public int read(long position, ByteBuffer target, int most) {
        long block = position / Block.SIZE;
        if (block < first || block >= end()) {
            load(block);
        }
        int at = (int) (position - first * Block.SIZE);
        int length = Math.min(most, run.length - at);
        target.put(run, at, length);
        return length;
    }

    /** Returns the block after the present run. */
    private long end() {
        return first + run.length / Block.SIZE;
    }

    private void load(long block) {
        boolean follows = block == end();
        int count = follows ? longer(run.length / Block.SIZE, block) : 1;
        Pending present = take(block, count);
        first = block;
        run = new byte[0]; // until it is there: if it cannot be read, nothing is at hand
        if (follows) {
            expect(block + present.count(), present.count());
        }
        run = present.get();
    }

    /** Takes what was read ahead if it begins with a block; otherwise begins to read. */
    private Pending take(long block, int count) {
        Pending expected = ahead;
        ahead = null;
        return expected != null && expected.first() == block ? expected : disk.read(block, count);
    }

    private void expect(long block, int after) {
        if (block < blocks) {
            ahead = disk.read(block, longer(after, block));
        }
    }

    /** Returns how many blocks a run has that follows one of so many. */
    private int longer(int count, long block) {
        return (int) Math.min(Math.min(LONGEST, Math.max(1, count * 2)), blocks - block);
    }
}
