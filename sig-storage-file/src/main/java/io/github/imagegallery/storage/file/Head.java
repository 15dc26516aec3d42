// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.storage.file;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HexFormat;
import java.util.zip.CRC32C;

/**
 * The file that says up to which position the journal is durable. It is not flushed with each commit, so it may lag
 * behind after a loss of power; it is never ahead.
 */
final class Head implements AutoCloseable {
    private static final int LENGTH = 30;

    private final FileChannel channel;

    private Head(FileChannel channel) {
        this.channel = channel;
    }

    static Head open(Path records) throws IOException {
        return new Head(FileChannel.open(
                records.resolve("head"), StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE));
    }

    /** Returns the position, 0 if there is none that can be relied on, as after a loss of power. */
    long read() throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(LENGTH);
        channel.read(bytes, 0);
        String text = StandardCharsets.ISO_8859_1.decode(bytes.flip()).toString();
        if (!text.matches("[0-9]{20} [0-9a-f]{8}\n")) {
            return 0;
        }
        long position = Long.parseLong(text, 0, 20, 10);
        return text.equals(text(position)) ? position : 0;
    }

    void write(long position) throws IOException {
        channel.write(ByteBuffer.wrap(text(position).getBytes(StandardCharsets.US_ASCII)), 0);
    }

    void force() throws IOException {
        channel.force(true);
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }

    private static String text(long position) {
        String decimal = String.format("%020d", position);
        CRC32C checksum = new CRC32C();
        checksum.update(decimal.getBytes(StandardCharsets.US_ASCII));
        return decimal + " " + HexFormat.of().toHexDigits((int) checksum.getValue()) + "\n";
    }
}
