// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.disk;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/**
 * What is true of every file, whoever made it: it is refused in words, or reads as a well-formed disk at a bounded cost.
 * Fuzzers ask this some thousand times a second, which is why the laws are plain conditions.
 */
final class ImageLaws {
    private static final ThreadMXBean THREAD = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final long MOST_ALLOCATED = 128L << 20;
    private static final long MOST_READ = 128L << 20;
    private static final int LONGEST_MESSAGE = 1000;
    private static final int EXTENTS = 32;
    private static final int READ = 8192;

    private ImageLaws() {}

    /** @return whether it was opened */
    static boolean check(MemoryFile channel, OpenOptions options) throws IOException {
        long before = allocated();
        boolean opened = openedAndChecked(channel.asImageFile(), options);
        if (allocated() - before >= MOST_ALLOCATED) { // the first time pays for loading classes, too
            before = allocated();
            opened = openedAndChecked(channel.asImageFile(), options);
        }
        require(allocated() - before < MOST_ALLOCATED, "it takes little memory", allocated() - before);
        require(channel.bytesRead() < MOST_READ, "little is read", channel.bytesRead());
        return opened;
    }

    private static long allocated() {
        return THREAD.getCurrentThreadAllocatedBytes();
    }

    private static boolean openedAndChecked(ImageFile file, OpenOptions options) throws IOException {
        try (DiskImage image = ImageOpener.open(file, options)) {
            checkFacts(image);
            checkExtents(image);
            return true;
        } catch (UnsafeImageException refused) {
            checkWords(refused.getMessage());
            require(refused.getMessage().startsWith(file.path() + ": "), "a refusal names the file", refused);
            require(refused.getMessage().endsWith("[" + refused.rule() + "]"), "a refusal names its rule", refused);
            return false;
        }
    }

    private static void require(boolean holds, String law, Object... seen) {
        if (!holds) {
            throw new AssertionError(law + ", but: " + Arrays.toString(seen));
        }
    }

    /**
     * What a file is found to be by its content is what it is read as where that format is named; as any other it is
     * refused, and whoever insists on raw gets all bytes.
     *
     * @return whether it was opened
     */
    static boolean checkFormat(byte[] content) throws IOException {
        boolean opens = check(new MemoryFile(content, content.length), OpenOptions.standard());
        Set<DiskFormat> named = EnumSet.noneOf(DiskFormat.class);
        for (DiskFormat format : DiskFormat.values()) {
            OpenOptions options = OpenOptions.standard().format(format);
            if (check(new MemoryFile(content, content.length), options)) {
                named.add(format);
            }
        }
        require(named.size() == (opens ? 1 : 0), "one name fits what opens without", named, opens);
        if (opens) {
            try (DiskImage image = MemoryFile.open(content)) {
                require(named.contains(image.format()), "the name that fits is that of the format", image, named);
            }
        }
        checkRaw(content);
        return opens;
    }

    private static void checkRaw(byte[] content) throws IOException {
        if (content.length > 0) {
            ImageFile file = new MemoryFile(content, content.length).asImageFile();
            OpenOptions options = OpenOptions.standard().insistOnFormat(DiskFormat.RAW);
            try (DiskImage raw = ImageOpener.open(file, options)) {
                require(Arrays.equals(Contents.of(raw), content), "as raw it has all bytes");
            }
        }
    }

    private static void checkWords(String text) {
        require(!text.isBlank() && text.length() <= LONGEST_MESSAGE, "a message is a line", text);
        require(text.codePoints().noneMatch(ImageLaws::isUnprintable), "a message can be printed", text);
    }

    private static boolean isUnprintable(int letter) {
        return Character.isISOControl(letter) || Character.getType(letter) == Character.FORMAT;
    }

    private static void checkFacts(DiskImage image) {
        require(image.virtualSize() > 0, "a disk has a size", image);
        require(image.blockSize().orElse(1) > 0, "blocks have a size", image);
        checkWords(image.description());
        image.notes().forEach(ImageLaws::checkWords);
    }

    /** Extents ascend and lie on the disk; what is between them is zero. */
    private static void checkExtents(DiskImage image) throws IOException {
        long end = 0;
        Optional<Extent> extent = image.nextExtent(0);
        for (int count = 0; extent.isPresent() && count < EXTENTS; count++) {
            Extent found = extent.get();
            require(found.offset() >= end && found.length() > 0, "extents ascend", end, found);
            require(found.end() <= image.virtualSize(), "extents lie on the disk", found, image);
            checkHole(image, end, found.offset());
            checkFoundFromWithin(image, found);
            read(image, found.offset(), found.length());
            read(image, Math.max(found.offset(), found.end() - READ), Math.min(READ, found.length()));
            end = found.end();
            extent = image.nextExtent(end);
        }
        if (extent.isEmpty()) {
            checkHole(image, end, image.virtualSize());
        }
        require(image.nextExtent(image.virtualSize()).isEmpty(), "nothing is behind the disk");
        read(image, image.virtualSize() - 1, 1);
    }

    private static void checkFoundFromWithin(DiskImage image, Extent found) throws IOException {
        long within = found.offset() + found.length() / 2;
        Optional<Extent> again = image.nextExtent(within);
        require(again.isPresent() && again.get().offset() == within, "data is found from within", found, again);
    }

    private static void checkHole(DiskImage image, long start, long end) throws IOException {
        for (long at : new long[] {start, Math.max(start, end - READ)}) {
            Optional<byte[]> hole = read(image, at, end - at);
            require(hole.isPresent() && Zeros.areZero(hole.get(), 0, hole.get().length), "a hole is zero", at, end);
        }
    }

    /** Reads the first bytes of a run, in one piece and in two: both tell the same, or that it is damaged. */
    private static Optional<byte[]> read(DiskImage image, long position, long length) throws IOException {
        int most = (int) Math.min(READ, length);
        Optional<byte[]> whole = read(image, position, most, most);
        Optional<byte[]> pieces = read(image, position, most, most / 3);
        require(Arrays.equals(whole.orElse(null), pieces.orElse(null)), "reading twice tells the same", position, most);
        return whole;
    }

    private static Optional<byte[]> read(DiskImage image, long position, int length, int cut) throws IOException {
        ByteBuffer target = ByteBuffer.allocate(length);
        try {
            image.read(position, target.limit(cut));
            image.read(position + cut, target.limit(length));
            return Optional.of(target.array());
        } catch (UnsafeImageException damaged) {
            checkWords(damaged.getMessage());
            return Optional.empty();
        }
    }
}
