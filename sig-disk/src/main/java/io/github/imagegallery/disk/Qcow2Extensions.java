// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.disk;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.IntStream;

/**
 * What follows the header of a qcow2 image in its first cluster: extensions that a reader need not know, and some that
 * it must.
 *
 * @param backing the name of the backing file's format; empty if none is given
 * @param features the names of features, in entries of 48 bytes
 */
record Qcow2Extensions(String backing, ByteBuffer features) {
    private static final int END = 0;
    private static final int DATA_FILE_NAME = 0x44415441;
    private static final int ENCRYPTION = 0x0537be77;
    private static final int BACKING_FORMAT = 0xe2792aca;
    private static final int FEATURE_NAMES = 0x6803f857;
    private static final int FEATURE_SIZE = 48;
    private static final int INCOMPATIBLE = 0;
    private static final int LONGEST_NAME = 1023;

    /** Where in the header the place of the backing file's name is; 0 there says that there is none. */
    static final int BACKING_NAME_AT = 8;

    private static final int BACKING_LENGTH_AT = 16;

    static Qcow2Extensions read(ImageFile file, ByteBuffer cluster, int start) throws UnsafeImageException {
        String backing = "";
        ByteBuffer features = ByteBuffer.allocate(0);
        int end = end(file, cluster, start);
        for (long at = start; at + 8 <= end; ) {
            int type = cluster.getInt((int) at);
            long length = Integer.toUnsignedLong(cluster.getInt((int) at + 4));
            if (type == END) {
                break;
            }
            file.require(type != DATA_FILE_NAME, "Q2", "it names a data file", "convert it without data file");
            file.require(type != ENCRYPTION, "Q5", "it is encrypted", "decrypt it first");
            long next = at + 8 + (length + 7) / 8 * 8;
            file.require(next <= end, "Q13", "a header extension leaves its part of the first cluster");
            ByteBuffer data = cluster.slice((int) at + 8, (int) length);
            if (type == BACKING_FORMAT) {
                backing = StandardCharsets.US_ASCII.decode(data).toString();
            } else if (type == FEATURE_NAMES) {
                features = data;
            }
            at = next;
        }
        return new Qcow2Extensions(backing, features);
    }

    /** Extensions end with the first cluster, or with the name of the backing file: some old programs write no other end. */
    private static int end(ImageFile file, ByteBuffer cluster, int start) throws UnsafeImageException {
        long name = cluster.getLong(BACKING_NAME_AT);
        if (name == 0) {
            return cluster.limit();
        }
        long length = Integer.toUnsignedLong(cluster.getInt(BACKING_LENGTH_AT));
        file.require(
                name >= start && length <= LONGEST_NAME && name <= cluster.limit() - length,
                "Q13",
                "the name of its backing file leaves the first cluster, or is too long");
        return (int) name;
    }

    /** The names of incompatible features, as far as the image gives them, and their numbers. */
    List<String> names(long bits) {
        return IntStream.range(0, Long.SIZE)
                .filter(bit -> (bits & 1L << bit) != 0)
                .mapToObj(this::name)
                .toList();
    }

    private String name(int bit) {
        for (int at = 0; at + FEATURE_SIZE <= features.limit(); at += FEATURE_SIZE) {
            if (features.get(at) == INCOMPATIBLE && features.get(at + 1) == bit) {
                ByteBuffer name = features.slice(at + 2, FEATURE_SIZE - 2);
                return ImageFile.shown(StandardCharsets.UTF_8.decode(name).toString()) + " (bit " + bit + ")";
            }
        }
        return "bit " + bit;
    }
}
