// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.disk;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What a fuzzer calls, with inputs of its own making. The first byte names a {@link Victim} to be forged by number; the
 * last number says that what follows is the content of a file whose format is to be found.
 */
public final class FuzzTarget {
    private static final int FORMAT_IS_FOUND = 0xff;

    /** Of which formats the victims are; raw stands for finding the format of a file. */
    private static Set<DiskFormat> formats = EnumSet.allOf(DiskFormat.class);

    private FuzzTarget() {}

    /** Narrows the formats, before the first input. */
    public static void fuzzerInitialize(String[] labels) {
        if (labels.length > 0) {
            formats =
                    EnumSet.copyOf(Arrays.stream(labels).map(DiskFormat::parse).toList());
        }
    }

    /** Plays one input, and throws an error if a law is broken. */
    public static void fuzzerTestOneInput(byte[] input) throws IOException {
        play(input);
    }

    /** @return whether an image was opened */
    static boolean play(byte[] input) throws IOException {
        int number = input.length == 0 ? FORMAT_IS_FOUND : input[0] & 0xff;
        if (number == FORMAT_IS_FOUND) {
            byte[] file = Arrays.copyOfRange(input, Math.min(1, input.length), input.length);
            return formats.contains(DiskFormat.RAW) && ImageLaws.checkFormat(file);
        }
        Victim[] victims = Victim.values();
        return number < victims.length
                && formats.contains(victims[number].format())
                && Forgery.play(victims[number], input);
    }

    /** The inputs to begin with. */
    static List<byte[]> seeds(Set<DiskFormat> wanted) {
        List<byte[]> seeds = new ArrayList<>();
        for (Victim victim : Victim.values()) {
            if (wanted.contains(victim.format())) {
                seeds.addAll(Forgery.seeds(victim));
            }
        }
        if (wanted.contains(DiskFormat.RAW)) {
            files().forEach(file -> seeds.add(withHead(file)));
        }
        return seeds;
    }

    private static Stream<byte[]> files() {
        Stream<byte[]> images = Arrays.stream(Victim.values())
                .map(Victim::image)
                .map(image -> Arrays.copyOf(image, Math.min(image.length, 2048)));
        return Stream.concat(images, Stream.of(Victim.FIXED_VHD.image()));
    }

    private static byte[] withHead(byte[] file) {
        byte[] input = new byte[1 + file.length];
        input[0] = (byte) FORMAT_IS_FOUND;
        System.arraycopy(file, 0, input, 1, file.length);
        return input;
    }
}
