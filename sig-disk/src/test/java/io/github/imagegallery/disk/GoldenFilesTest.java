// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.disk;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The same disk in a file of every kind, by the SHA-256 of its content and of the file, which {@code golden-files.txt}
 * pins: reader and writer cannot go wrong together. The files are made here, by the test's own writers and by the
 * library's.
 */
class GoldenFilesTest {
    private static final int SIZE = 5 * (1 << 20) + 3 * 512;
    private static final int PIECE = 1 << 16;
    private static final String LIST = "golden-files.txt";
    /** Packed by the zlib of the JDK, whose bytes may be others in another JDK. */
    private static final Set<Encoding> BY_ZLIB =
            EnumSet.of(Encoding.QCOW2_DEFLATE, Encoding.VMDK_PACKED, Encoding.VMDK_STREAM);

    @TempDir
    Path folder;

    /** Noise, zeros, and what is easy to compress, to the last byte. */
    private static byte[] content() {
        byte[] content = Contents.busy(SIZE, 7);
        Arrays.fill(content, 1_000_000, 3_333_333, (byte) 0);
        for (int at = 4_000_000; at < SIZE; at++) {
            content[at] = (byte) (at / 1000 % 3);
        }
        return content;
    }

    private static Map<String, String> pinned() throws IOException {
        Map<String, String> pinned = new TreeMap<>();
        try (InputStream list = GoldenFilesTest.class.getResourceAsStream(LIST)) {
            new String(list.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .map(line -> line.split(" "))
                    .forEach(words -> assertThat(pinned.put(words[0], words[1]))
                            .as("%s twice", words[0])
                            .isNull());
        }
        return pinned;
    }

    private static void requirePinned(String name, byte[] bytes) throws IOException {
        String digest = Contents.sha256(bytes);
        assertThat(digest)
                .as(
                        "SHA-256 of %s, which this build makes other than it was before."
                                + " If that is meant, the line in %s is now '%s %s'",
                        name, LIST, name, digest)
                .isEqualTo(pinned().get(name));
    }

    @Test
    void allThatIsMadeIsPinnedAndNothingElse() throws IOException {
        Set<String> names = new TreeSet<>(Set.of("content"));
        Stream.of(Encoding.values())
                .filter(encoding -> !BY_ZLIB.contains(encoding))
                .forEach(encoding -> names.add(encoding.name()));
        Stream.of(WritableFormat.values()).forEach(format -> names.add(format.label()));
        assertThat(pinned().keySet()).isEqualTo(names);
        requirePinned("content", content());
    }

    @ParameterizedTest
    @EnumSource
    void whatTheTestsWriteIsTheSameAsEver(Encoding encoding) throws IOException {
        byte[] image = encoding.encoded(content());
        if (!BY_ZLIB.contains(encoding)) {
            requirePinned(encoding.name(), image);
        }
        requireContent(encoding.name(), Files.write(folder.resolve("image"), image));
    }

    @ParameterizedTest
    @EnumSource
    void whatTheLibraryWritesIsTheSameAsEver(WritableFormat format) throws IOException {
        Path file = folder.resolve("image");
        byte[] content = content();
        try (DiskWriter writer = DiskWriter.create(file, format, SIZE)) {
            for (int at = 0; at < SIZE; at += PIECE) {
                writer.write(at, ByteBuffer.wrap(content, at, Math.min(PIECE, SIZE - at)));
            }
            writer.finish();
        }
        requirePinned(format.label(), withoutTimeAndName(format, Files.readAllBytes(file)));
        requireContent(format.label(), file);
    }

    private static void requireContent(String name, Path file) throws IOException {
        try (DiskImage image = DiskImage.open(file)) {
            assertThat(Contents.sha256(Contents.of(image)))
                    .as("SHA-256 of the content of %s", name)
                    .isEqualTo(pinned().get("content"));
        }
    }

    /** A new VHD has a time and an identity of its own in its footers, and so a checksum. */
    private static byte[] withoutTimeAndName(WritableFormat format, byte[] file) {
        List<Integer> footers = switch (format) {
            case VHD_FIXED -> List.of(file.length - 512);
            case VHD_DYNAMIC -> List.of(0, file.length - 512);
            case RAW, QCOW2, QCOW2_ZSTD -> List.of();
        };
        for (int footer : footers) {
            Arrays.fill(file, footer + 24, footer + 28, (byte) 0);
            Arrays.fill(file, footer + 64, footer + 84, (byte) 0);
        }
        return file;
    }
}
