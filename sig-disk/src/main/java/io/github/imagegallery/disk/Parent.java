// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.disk;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * The image whose content shows where another one holds none of its own, as its opener gave it. Never closed here. Safe
 * for many threads.
 */
final class Parent {
    private final DiskImage image;
    private final boolean insisted;
    private final ExtentFinder extents;

    /** @param insisted whether the image is to be used whatever its identity */
    Parent(DiskImage image, boolean insisted) {
        this.image = image;
        this.insisted = insisted;
        extents = new ExtentFinder(image);
    }

    /** Refuses a parent for an image that has none, since whoever gives one expects it to show (F9). */
    static void requireNone(ImageFile file, Optional<Parent> parent) throws UnsafeImageException {
        if (parent.isPresent()) {
            throw file.refusal(
                    "F9",
                    "it holds a whole disk, so that the parent given for it would not show",
                    "open it without a parent, or give the image that differs from the parent");
        }
    }

    DiskImage image() {
        return image;
    }

    /** Whether the parent is to be used whatever its identity. */
    boolean insisted() {
        return insisted;
    }

    /** The identity by which the children of the parent know it, if it has one. */
    Optional<UUID> identity() {
        return image instanceof FileImage known ? known.identity() : Optional.empty();
    }

    /** Whether the parent is in a format, and has one of these identities there. */
    boolean is(DiskFormat format, Set<UUID> ids) {
        return image.format() == format && identity().filter(ids::contains).isPresent();
    }

    /** What the parent is, for refusing it. */
    String described() {
        return identity()
                .map(id -> "the " + image.format() + " with the id " + id)
                .orElse("a " + image.format() + " without id");
    }

    /** Fills {@code target} from a parent, or with zeros where there is none. */
    static void readBelow(Optional<Parent> parent, long position, ByteBuffer target) throws IOException {
        if (parent.isPresent()) {
            parent.get().read(position, target);
        } else {
            Zeros.fill(target);
        }
    }

    /** Finds a parent's next extent that begins before {@code end}, clipped to it; none where there is no parent. */
    static Optional<Extent> nextBelow(Optional<Parent> parent, long from, long end) throws IOException {
        return parent.isPresent() ? parent.get().nextExtent(from, end) : Optional.empty();
    }

    /** Fills {@code target} from the parent; zeros follow its end. */
    void read(long position, ByteBuffer target) throws IOException {
        int end = target.limit();
        long held = Math.max(0, Math.min(target.remaining(), image.virtualSize() - position));
        if (held > 0) {
            image.read(position, target.limit(target.position() + (int) held));
        }
        Zeros.fill(target.limit(end));
    }

    /** Finds the parent's next extent that begins before {@code end}, clipped to it. */
    Optional<Extent> nextExtent(long from, long end) throws IOException {
        return extents.next(from, end);
    }
}
