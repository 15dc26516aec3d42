// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.core.content;

import io.github.imagegallery.core.content.BlockIndex.Location;
import io.github.imagegallery.storage.BlobId;
import io.github.imagegallery.storage.ContentStore;
import io.github.imagegallery.storage.Site;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.IntPredicate;

/**
 * Builds the manifest of one disk, block by block in ascending order, and puts its pages and root at a site. A page that
 * speaks of the open pack waits until that pack has its name, and one that speaks of a pack of which little is used so far until
 * it is known whether that pack is kept. Not for use by several threads.
 */
final class ManifestWriter {
    /** How many pages may wait for the open pack, so that memory is bounded. */
    private static final int MAX_WAITING = 16;

    /** How many bytes may be held of pages that wait for what becomes of packs, and of those packs, so that memory is bounded. */
    private static final long MAX_DOUBTFUL_BYTES = 64 << 20;

    private final ContentStore contents;
    private final Site site;
    private final PackTable packs;
    private final Set<BlobId> known;
    private final Inventory inventory;
    private final PackUse use;
    private final Deque<OpenPage> waiting = new ArrayDeque<>();
    private final Deque<OpenPage> doubtful = new ArrayDeque<>();
    private final TreeMap<Integer, BlobId> pages = new TreeMap<>();
    private long billedBytes;
    /** Whether a page names a pack of this publication. */
    private boolean own;

    private OpenPage page = new OpenPage(0);

    /** @param known the packs, pages and roots that the publication builds upon, and then what it has put itself */
    ManifestWriter(
            ContentStore contents, Site site, PackTable packs, PackUse use, Set<BlobId> known, Inventory inventory) {
        this.contents = contents;
        this.site = site;
        this.packs = packs;
        this.use = use;
        this.known = known;
        this.inventory = inventory;
    }

    /** Says where a block is. */
    void add(long block, byte[] digest, Location location, int billed) {
        int number = (int) (block / ManifestPage.BLOCKS);
        if (number != page.number) {
            waiting.add(page);
            page = new OpenPage(number);
        }
        page.add((int) (block % ManifestPage.BLOCKS), digest, location, billed);
        use.use(location);
        billedBytes += billed;
    }

    /** Tells whether the open pack should be closed for the sake of the pages that wait for it. */
    boolean isCrowded() {
        return waiting.size() >= MAX_WAITING;
    }

    /** A block and where it is. */
    record Placed(byte[] digest, Location location) {}

    /** Packs blocks anew that are in packs which are not kept. */
    interface Mover {
        /** Returns where the blocks are then, in the same order. */
        List<Location> move(List<Placed> blocks);
    }

    /**
     * Puts the pages that waited and speak only of packs that are kept. No pack that they speak of is open any more.
     *
     * @param mover used where so many pages are left that it cannot be awaited what becomes of their packs
     */
    void putWaiting(Mover mover) {
        doubtful.addAll(waiting);
        waiting.clear();
        doubtful.removeIf(this::putIfCertain);
        while (doubtfulBytes() > MAX_DOUBTFUL_BYTES && !doubtful.isEmpty()) {
            settle(doubtful.remove(), mover);
        }
    }

    private long doubtfulBytes() {
        return use.size() + doubtful.stream().mapToLong(OpenPage::size).sum();
    }

    private boolean putIfCertain(OpenPage done) {
        boolean certain = done.packs.keySet().stream().allMatch(use::isKept);
        if (certain) {
            put(done);
        }
        return certain;
    }

    /** Has what a page uses of packs that are not kept packed anew. */
    private void settle(OpenPage page, Mover mover) {
        page.packs.keySet().stream().filter(pack -> !use.isKept(pack)).forEach(use::giveUp);
        waiting.add(page.moved(use::isKept, mover));
    }

    /** Ends the last page, and settles what becomes of all packs. No pack is open any more before, one may be open after it. */
    void settle(Mover mover) {
        waiting.add(page);
        putWaiting(mover);
        while (!doubtful.isEmpty()) {
            settle(doubtful.remove(), mover);
        }
    }

    /** Puts what is left of the manifest and returns its root. No pack is open any more. */
    BlobId finish(long virtualSize) {
        waiting.forEach(this::put);
        return put(new ManifestRoot(virtualSize, billedBytes, pages).encode(), own);
    }

    long billedBytes() {
        return billedBytes;
    }

    private void put(OpenPage done) {
        if (done.count > 0) {
            done.packs.keySet().forEach(pack -> inventory.use(packs.id(pack)));
            boolean ownPage = done.packs.keySet().stream().anyMatch(pack -> !known.contains(packs.id(pack)));
            own |= ownPage;
            pages.put(done.number, put(done.encode(packs), ownPage));
        }
    }

    /** @param owned whether nobody but this publication can have put it there before */
    private BlobId put(ByteBuffer bytes, boolean owned) {
        BlobId id = BlobId.of(bytes);
        Soundness there = Soundness.of(contents, site, id);
        if (there == Soundness.DAMAGED) {
            contents.replace(site, id, bytes);
        } else {
            contents.put(site, id, bytes);
        }
        if (there != Soundness.SOUND) {
            inventory.add(id, bytes.remaining());
        } else if (!owned && !known.contains(id)) {
            inventory.report(bytes.remaining());
        }
        known.add(id);
        inventory.use(id);
        return id;
    }

    /** A page that is not written yet. */
    private static final class OpenPage {
        /** What a pack takes in the map of those that the page names. */
        private static final int PACK_BYTES = 80;

        private final int number;
        private final Map<Integer, Integer> packs = new LinkedHashMap<>();
        private ByteBuffer entries = ByteBuffer.allocate(64 * ManifestPage.ENTRY_SIZE);
        private int count;
        private long billed;

        OpenPage(int number) {
            this.number = number;
        }

        void add(int block, byte[] digest, Location location, int billedBytes) {
            if (!entries.hasRemaining()) {
                entries = ByteBuffer.allocate(entries.capacity() * 2).put(entries.flip());
            }
            Integer pack = packs.computeIfAbsent(location.pack(), unseen -> packs.size());
            entries.putChar((char) block)
                    .putChar((char) pack.intValue())
                    .putInt(location.offset())
                    .putInt(location.length())
                    .put(digest);
            count++;
            billed += billedBytes;
        }

        /** Returns how much memory this page takes, in bytes. */
        long size() {
            return entries.capacity() + (long) packs.size() * PACK_BYTES;
        }

        /** Returns this page with all blocks in packs that are kept. */
        OpenPage moved(IntPredicate kept, Mover mover) {
            List<Placed> before = placed();
            Iterator<Location> after = mover.move(before.stream()
                            .filter(block -> !kept.test(block.location().pack()))
                            .toList())
                    .iterator();
            OpenPage moved = new OpenPage(number);
            for (int i = 0; i < count; i++) {
                Placed block = before.get(i);
                boolean stays = kept.test(block.location().pack());
                int inPage = entries.getChar(i * ManifestPage.ENTRY_SIZE);
                moved.add(inPage, block.digest(), stays ? block.location() : after.next(), 0);
            }
            moved.billed = billed;
            return moved;
        }

        private List<Placed> placed() {
            List<Placed> placed = new ArrayList<>(count);
            List<Integer> numbers = new ArrayList<>(packs.keySet());
            ByteBuffer source = entries.duplicate().flip();
            while (source.hasRemaining()) {
                source.getChar();
                Location location = new Location(numbers.get(source.getChar()), source.getInt(), source.getInt());
                byte[] digest = new byte[Block.DIGEST_SIZE];
                source.get(digest);
                placed.add(new Placed(digest, location));
            }
            return placed;
        }

        ByteBuffer encode(PackTable table) {
            List<Integer> numbers = new ArrayList<>(packs.keySet());
            ByteBuffer bytes = ByteBuffer.allocate(
                    ManifestPage.HEADER_SIZE + numbers.size() * Block.DIGEST_SIZE + entries.position());
            bytes.put(ManifestPage.MAGIC).putLong(billed).putInt(numbers.size()).putInt(count);
            numbers.forEach(pack -> bytes.put(table.id(pack).digest()));
            return bytes.put(entries.flip()).flip();
        }
    }
}
