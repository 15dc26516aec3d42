// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.disk;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * What the bytes of a fuzzer mean, so that changing them at random makes what a forger would make. The first byte names
 * the victim, the second says what to leave undone; then changes follow, each of five bytes and its content:
 *
 * <ul>
 *   <li>where: a table of the victim by its number; 14 is anywhere in the file, 15 the size of the file
 *   <li>the offset there, in three bytes
 *   <li>how many bytes of content follow
 * </ul>
 *
 * In the end copies of tables are made the same, and checksums right.
 */
final class Forgery {
    private static final int UNSEALED = 1;
    private static final int COPIES_DIFFER = 2;
    private static final int ANYWHERE = 14;
    private static final int SIZE = 15;
    private static final int LONGEST = 32;
    private static final long LARGEST_FILE = 1L << 33;
    /** The images, copied once, as that of some MiB takes longer than all that is done with them. */
    private static final Map<Victim, byte[]> COPIES = new EnumMap<>(Victim.class);

    private final Victim victim;
    private final ByteBuffer file;
    private final List<Victim.Place> changed = new ArrayList<>();
    private long size;

    private Forgery(Victim victim) {
        this.victim = victim;
        file = ByteBuffer.wrap(COPIES.computeIfAbsent(victim, key -> key.image().clone()));
        size = file.capacity();
    }

    /** @return whether the forged image was opened */
    static boolean play(Victim victim, byte[] input) throws IOException {
        Forgery forgery = new Forgery(victim);
        try {
            forgery.forge(ByteBuffer.wrap(input));
            return forgery.check();
        } finally {
            forgery.undo();
        }
    }

    private void forge(ByteBuffer input) {
        input.position(Math.min(1, input.limit()));
        int undone = input.hasRemaining() ? input.get() : 0;
        while (input.remaining() > 5) {
            change(input);
        }
        if ((undone & COPIES_DIFFER) == 0) {
            victim.mirror(file);
        }
        if ((undone & UNSEALED) == 0) {
            victim.seal(file);
        }
    }

    private void change(ByteBuffer input) {
        int where = input.get() & 15;
        int offset = (input.get() & 0xff) << 16 | input.getShort() & 0xffff;
        byte[] content = new byte[Math.min(input.get() & LONGEST - 1, input.remaining() - 1) + 1];
        input.get(content);
        if (where == SIZE) {
            size = Math.floorMod(ByteBuffer.wrap(Arrays.copyOf(content, 8)).getLong(), LARGEST_FILE);
        } else {
            boolean inTable = where < Math.min(ANYWHERE, victim.tables().size());
            put(inTable ? victim.tables().get(where) : new Victim.Place(0, file.capacity()), offset, content);
        }
    }

    private void put(Victim.Place place, int offset, byte[] content) {
        int at = place.offset() + offset % place.length();
        int length = Math.min(content.length, place.offset() + place.length() - at);
        file.put(at, content, 0, length);
        changed.add(new Victim.Place(at, length));
    }

    private boolean check() throws IOException {
        return ImageLaws.check(new MemoryFile(file.array(), size), victim.options());
    }

    private void undo() {
        changed.addAll(victim.sealed());
        changed.forEach(place -> file.put(place.offset(), victim.image(), place.offset(), place.length()));
    }

    /** The inputs to begin with: one that changes nothing, and one that writes all tables as they are. */
    static List<byte[]> seeds(Victim victim) {
        ByteArrayOutputStream tables = new ByteArrayOutputStream();
        tables.writeBytes(head(victim));
        for (int table = 0; table < victim.tables().size(); table++) {
            Victim.Place place = victim.tables().get(table);
            for (int at = 0; at < place.length(); at += LONGEST) {
                int length = Math.min(LONGEST, place.length() - at);
                tables.writeBytes(new byte[] {(byte) table, 0, (byte) (at >> 8), (byte) at, (byte) (length - 1)});
                tables.write(victim.image(), place.offset() + at, length);
            }
        }
        return List.of(head(victim), tables.toByteArray());
    }

    private static byte[] head(Victim victim) {
        return new byte[] {(byte) victim.ordinal(), 0};
    }
}
