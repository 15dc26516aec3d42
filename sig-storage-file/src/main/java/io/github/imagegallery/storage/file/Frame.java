// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.storage.file;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * One line of the journal: its position, the length and the CRC-32C of what follows, and a commit as JSON. The numbers
 * have fixed widths, so the header of a frame is known from its position and its JSON, byte for byte.
 *
 * @param position where the line begins in the journal
 * @param json the commit, in UTF-8, without a line feed
 */
record Frame(long position, byte[] json) {
    private static final int LENGTH_AT = 21;
    private static final int CHECKSUM_AT = 32;
    private static final int HEADER = 41;

    /** Reads the frame at an offset of a file's bytes; null if there is no whole and sound one. */
    static @Nullable Frame parse(byte[] file, int offset, long position) {
        if (!looksLikeHeader(file, offset)) {
            return null;
        }
        int length = parseLength(file, offset + LENGTH_AT);
        int begin = offset + HEADER;
        if (length < 0 || length >= file.length - begin) {
            return null;
        }
        Frame frame = new Frame(position, Arrays.copyOfRange(file, begin, begin + length));
        byte[] header = frame.header();
        boolean sound = Arrays.equals(header, 0, HEADER, file, offset, begin) && file[begin + length] == '\n';
        return sound ? frame : null;
    }

    /** Returns the line as it is written. */
    byte[] bytes() {
        byte[] line = Arrays.copyOf(header(), size());
        System.arraycopy(json, 0, line, HEADER, json.length);
        line[line.length - 1] = '\n';
        return line;
    }

    /** Returns the length of the line in bytes. */
    int size() {
        return HEADER + json.length + 1;
    }

    private byte[] header() {
        byte[] header = new byte[HEADER];
        Arrays.fill(header, (byte) ' ');
        putDecimal(header, 0, LENGTH_AT - 1, position);
        putDecimal(header, LENGTH_AT, CHECKSUM_AT - 1, json.length);
        CRC32C checksum = new CRC32C();
        checksum.update(json);
        byte[] hex = HexFormat.of().toHexDigits((int) checksum.getValue()).getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(hex, 0, header, CHECKSUM_AT, hex.length);
        return header;
    }

    private static void putDecimal(byte[] header, int begin, int end, long value) {
        long rest = value;
        for (int at = end - 1; at >= begin; at--) {
            header[at] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
    }

    private static boolean looksLikeHeader(byte[] file, int offset) {
        return file.length - offset > HEADER
                && file[offset] == '0'
                && file[offset + LENGTH_AT - 1] == ' '
                && file[offset + CHECKSUM_AT - 1] == ' '
                && file[offset + HEADER - 1] == ' ';
    }

    private static int parseLength(byte[] file, int offset) {
        long length = 0;
        for (int at = offset; at < offset + CHECKSUM_AT - 1 - LENGTH_AT; at++) {
            if (file[at] < '0' || file[at] > '9') {
                return -1;
            }
            length = length * 10 + file[at] - '0';
        }
        return length <= Integer.MAX_VALUE ? (int) length : -1;
    }
}
