// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.disk;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;

/**
 * The footers of a VHD: one at its end, and in all but a fixed one a copy at its start.
 *
 * @param footer what both say, or the one that is sound
 * @param end where blocks end at the latest, in bytes: before the footer at the end if that is sound
 * @param notes whether one of them is damaged
 */
record VhdFooters(VhdFooter footer, long end, List<String> notes) {
    static VhdFooters read(ImageFile file) throws IOException {
        ByteBuffer tail = tail(file);
        long end = file.size() - tail.limit();
        Optional<VhdFooter> last = VhdFooter.parse(filled(tail));
        Optional<VhdFooter> first = VhdFooter.parse(file.bytes(0, VhdFooter.SIZE))
                .filter(copy -> last.isPresent() || copy.type() != VhdFooter.FIXED);
        // two sound footers that differ are two disks in one file: which one counts depends on the reader
        file.require(first.isEmpty() || last.isEmpty() || first.equals(last), "V1", "its two footers contradict");
        if (last.isEmpty()) {
            VhdFooter copy = first.orElseThrow(() -> file.refusal("V1", "the checksum of its footer is wrong"));
            return new VhdFooters(copy, file.size(), List.of("its footer is damaged: the copy at its start was used"));
        }
        boolean lacksCopy = first.isEmpty() && last.get().type() != VhdFooter.FIXED;
        return new VhdFooters(
                last.get(), end, lacksCopy ? List.of("the copy of its footer at its start is damaged") : List.of());
    }

    /** The last bytes of a file from where a footer may begin; Virtual PC before 2004 wrote one byte less. */
    private static ByteBuffer tail(ImageFile file) throws IOException {
        ByteBuffer whole = file.bytes(file.size() - VhdFooter.SIZE, VhdFooter.SIZE);
        return VhdFooter.isAt(whole) || !VhdFooter.isAt(whole.position(1)) ? whole.rewind() : whole.slice();
    }

    private static ByteBuffer filled(ByteBuffer tail) {
        return ByteBuffer.allocate(VhdFooter.SIZE).put(tail.duplicate()).rewind();
    }
}
