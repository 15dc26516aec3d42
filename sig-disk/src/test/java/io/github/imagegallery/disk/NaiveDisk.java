// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.disk;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * A disk read by the letter of its format's specification, in the plainest way: nothing is checked, kept, merged or
 * mended. The second opinion on what an image holds that was opened after all.
 */
abstract class NaiveDisk {
    final ByteBuffer file;
    private final byte[] parent;

    /** @param parent the content of the parent; empty if there is none */
    NaiveDisk(byte[] file, ByteOrder order, byte[] parent) {
        this.file = ByteBuffer.wrap(file).order(order);
        this.parent = parent;
    }

    static NaiveDisk of(DiskFormat format, byte[] file, byte[] parent) {
        return switch (format) {
            case RAW -> new NaiveRaw(file);
            case VHD -> new NaiveVhd(file, parent);
            case VHDX -> new NaiveVhdx(file, parent);
            case QCOW2 -> new NaiveQcow2(file, parent);
            case VMDK -> new NaiveVmdk(file);
        };
    }

    /** The size of the disk in bytes. */
    abstract long size();

    /** How many bytes of the disk lie together, wherever they are. */
    abstract int unitSize();

    /** The bytes of one unit; of no meaning where it is beyond the disk. */
    abstract byte[] unit(long number);

    final byte[] read(long position, int length) {
        byte[] bytes = new byte[length];
        for (int done = 0; done < length; ) {
            int within = (int) ((position + done) % unitSize());
            int count = Math.min(length - done, unitSize() - within);
            System.arraycopy(unit((position + done) / unitSize()), within, bytes, done, count);
            done += count;
        }
        return bytes;
    }

    /** Bytes of the file; zeros follow its end. */
    final byte[] fromFile(long offset, int length) {
        return bytes(file.array(), offset, length);
    }

    /** Bytes of the parent; zeros follow its end. */
    final byte[] fromParent(long position, int length) {
        return bytes(parent, position, length);
    }

    private static byte[] bytes(byte[] source, long offset, int length) {
        int from = (int) Math.min(offset, source.length);
        int to = (int) Math.min(offset + length, source.length);
        return Arrays.copyOf(Arrays.copyOfRange(source, from, to), length);
    }

    /** Inflates as many bytes. */
    static byte[] inflated(byte[] packed, int length, boolean bare) {
        Inflater inflater = new Inflater(bare);
        try {
            byte[] bytes = new byte[length];
            inflater.setInput(packed);
            int done = 0;
            for (int count = -1; done < length && count != 0; done += count) {
                count = inflater.inflate(bytes, done, length - done);
            }
            return bytes;
        } catch (DataFormatException damaged) {
            throw new IllegalStateException("Nothing can be inflated, so that it must be refused", damaged);
        } finally {
            inflater.end();
        }
    }

    private static final class NaiveRaw extends NaiveDisk {
        NaiveRaw(byte[] file) {
            super(file, ByteOrder.BIG_ENDIAN, new byte[0]);
        }

        @Override
        long size() {
            return file.limit();
        }

        @Override
        int unitSize() {
            return file.limit();
        }

        @Override
        byte[] unit(long number) {
            return file.array();
        }
    }
}
