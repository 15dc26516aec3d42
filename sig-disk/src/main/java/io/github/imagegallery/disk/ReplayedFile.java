// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.disk;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A file as it is once what its log says is written into it. Only places are in memory, the bytes stay in the log. Safe
 * for many threads once all changes are made.
 */
final class ReplayedFile extends ImageFile {
    private static final int SECTOR = VhdxLogEntry.SECTOR;
    private static final long ZEROS = -1;

    private final ImageFile file;
    private final TreeMap<Long, Change> changes;

    /**
     * A run of bytes that is written: zeros, or one sector.
     *
     * @param end where it ends
     * @param source where its bytes are in the file, all but the first eight and the last four; {@link #ZEROS} for zeros
     */
    private record Change(long end, long source, long first, int last) {
        Change until(long sooner) {
            return new Change(sooner, source, first, last);
        }
    }

    /** The file as it is. */
    ReplayedFile(ImageFile file) {
        this(file, file.size(), new TreeMap<>());
    }

    private ReplayedFile(ImageFile file, long size, TreeMap<Long, Change> changes) {
        super(file, size);
        this.file = file;
        this.changes = changes;
    }

    /** The same, made longer if a size or a change needs it; what is new is zero. */
    ReplayedFile extended(long size) {
        long needed = changes.isEmpty()
                ? size
                : Math.max(size, changes.lastEntry().getValue().end());
        return new ReplayedFile(file, Math.max(needed, size()), changes);
    }

    /** Writes zeros; both ends are at the start of a sector. */
    void zero(long start, long end) {
        if (end > start) {
            put(start, new Change(end, ZEROS, 0, 0));
        }
    }

    /** Writes one sector. */
    void write(long start, long end, long source, long first, int last) {
        put(start, new Change(end, source, first, last));
    }

    private void put(long start, Change change) {
        keepWhatIsAfter(changes.lowerEntry(change.end()), change.end());
        Map.@Nullable Entry<Long, Change> before = changes.lowerEntry(start);
        if (before != null && before.getValue().end() > start) {
            changes.put(before.getKey(), before.getValue().until(start));
        }
        changes.subMap(start, change.end()).clear();
        changes.put(start, change);
    }

    // only zeros are longer than a sector, so that nothing else is ever cut
    private void keepWhatIsAfter(Map.@Nullable Entry<Long, Change> cut, long end) {
        if (cut != null && cut.getValue().end() > end) {
            changes.put(end, cut.getValue());
        }
    }

    boolean isChanged() {
        return !changes.isEmpty();
    }

    /** Whether a run of bytes is only there since the file was made longer, and so is zero. */
    boolean isNew(long start, long length) {
        Map.@Nullable Entry<Long, Change> last = changes.lowerEntry(start + length);
        return start >= file.size() && (last == null || last.getValue().end() <= start);
    }

    @Override
    void read(long position, ByteBuffer target) throws IOException {
        if (!holds(position, target.remaining())) {
            throw endsBefore(position, target.remaining());
        }
        int end = target.limit();
        long at = position;
        while (target.position() < end) {
            Map.@Nullable Entry<Long, Change> change = changes.floorEntry(at);
            @Nullable Long next = changes.higherKey(at);
            boolean changed = change != null && change.getValue().end() > at;
            long runEnd = changed ? change.getValue().end() : next == null ? Long.MAX_VALUE : next;
            int run = (int) Math.min(end - target.position(), runEnd - at);
            target.limit(target.position() + run);
            if (changed) {
                readChange(change.getKey(), change.getValue(), at, target);
            } else {
                readFile(at, target);
            }
            at += run;
        }
        target.limit(end);
    }

    private void readChange(long start, Change change, long position, ByteBuffer target) throws IOException {
        if (change.source() == ZEROS) {
            Zeros.fill(target);
            return;
        }
        ByteBuffer sector = file.bytes(change.source(), SECTOR).order(ByteOrder.LITTLE_ENDIAN);
        sector.putLong(0, change.first()).putInt(SECTOR - 4, change.last());
        target.put(sector.slice((int) (position - start), target.remaining()));
    }

    private void readFile(long position, ByteBuffer target) throws IOException {
        int end = target.limit();
        long held = Math.max(0, Math.min(target.remaining(), file.size() - position));
        if (held > 0) {
            file.read(position, target.limit(target.position() + (int) held));
        }
        Zeros.fill(target.limit(end));
    }
}
