// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.disk;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.function.LongUnaryOperator;
import java.util.stream.LongStream;

/** Sparse files of images as large as their formats allow; none takes more than some MiB on the medium. */
enum HugeImages {
    /** A disk of 1 TiB, all of it there. */
    VHD {
        @Override
        void write(FileChannel channel) throws IOException {
            int blockSize = 2 << 20;
            int blocks = 1 << 19;
            vhd(channel, 1L << 40, blockSize, blocks, block -> block * (blockSize / 512 + 1));
        }
    },
    /** A disk of 2040 GiB in the smallest blocks that its table has room for; none is there. */
    VHD_SMALL_BLOCKS {
        @Override
        void write(FileChannel channel) throws IOException {
            vhd(channel, 2040L << 30, 512 << 10, 2040 << 11, block -> -1 - HugeImages.vhdStart(2040 << 11) / 512);
        }
    },
    /** A disk of 1 TiB, all of it there. */
    VHDX {
        @Override
        void write(FileChannel channel) throws IOException {
            vhdx(channel, 32 << 20, 1L << 40, 1);
        }
    },
    /** A disk of 64 TiB in the smallest blocks, each in its own place in 64 TiB of nothing. */
    VHDX_SMALL_BLOCKS {
        @Override
        void write(FileChannel channel) throws IOException {
            vhdx(channel, 1 << 20, 1L << 40, 16);
        }
    },
    /** A log with nearly as many changes as are carried out. */
    VHDX_LONG_LOG {
        @Override
        void write(FileChannel channel) throws IOException {
            VhdxWriter writer = new VhdxWriter().layout("LLMT");
            byte[] image = writer.write(new byte[512]);
            VhdxLogWriter log = new VhdxLogWriter(writer.logLength()).sizes(0, 1L << 46);
            List<VhdxLogWriter.Change> changes = LongStream.range(0, 126)
                    .mapToObj(i -> VhdxLogWriter.Change.zeros((1L << 40) + i * 8192, 4096))
                    .toList();
            int position = 0;
            for (int sequence = 1; sequence <= 260; sequence++) {
                position = log.entry(position, 0, sequence, changes);
            }
            channel.write(ByteBuffer.wrap(log.into(image, writer)));
        }
    },
    /** A log that says the file has 64 TiB, and nothing of it is there. */
    VHDX_MADE_LONGER {
        @Override
        void write(FileChannel channel) throws IOException {
            VhdxWriter writer = new VhdxWriter().blocks(256 << 20);
            ByteBuffer image = ByteBuffer.wrap(writer.write(new byte[512])).order(ByteOrder.LITTLE_ENDIAN);
            image.putLong(writer.item(1), 16L << 40);
            for (int block = 0; block < 1 << 16; block++) {
                image.putLong(writer.entryOffset(block), (long) (block + 1) << 28 | 6);
            }
            VhdxLogWriter log = new VhdxLogWriter(writer.logLength()).sizes(0, 17L << 40);
            log.entry(0, 0, 1, List.of());
            channel.write(ByteBuffer.wrap(log.into(image.array(), writer)));
        }
    },
    /** A disk of 2 TiB in the smallest grains, with the most tables, in a file with room for the most grains. */
    VMDK_SMALL_GRAINS {
        @Override
        void write(FileChannel channel) throws IOException {
            long sectors = 4L << 30;
            VmdkWriter writer = new VmdkWriter(4096, VmdkWriter.Packing.SPARSE);
            String descriptor = VmdkWriter.descriptor("monolithicSparse", sectors);
            ByteBuffer image =
                    ByteBuffer.wrap(writer.write(new byte[512], descriptor)).order(ByteOrder.LITTLE_ENDIAN);
            image.putLong(12, sectors).putLong(48, 2 << 11).putLong(56, 16 << 11);
            ByteBuffer directory = ByteBuffer.allocate(4 << 20).order(ByteOrder.LITTLE_ENDIAN);
            for (int table = 0; table < 1 << 20; table++) {
                directory.putInt((32 << 11) + table * 4);
            }
            channel.write(image.slice(0, VmdkWriter.DIRECTORY), 0);
            channel.write(directory.flip(), 16 << 20);
            channel.write(ByteBuffer.allocate(1), (64L << 30) - 4097);
        }
    },
    /** A disk of 64 TiB with the largest table that is allowed. */
    QCOW2_LARGE_TABLE {
        @Override
        void write(FileChannel channel) throws IOException {
            ByteBuffer file = ByteBuffer.wrap(new Qcow2Writer(3, 12, Qcow2Writer.Packing.PLAIN).write(new byte[4096]));
            file.putLong(24, 8L << 40).putInt(36, 4 << 20).putLong(40, 1 << 20).putLong(1 << 12, 0);
            channel.write(file);
            channel.write(ByteBuffer.allocate(1), (33L << 20) - 1);
        }
    },
    /** The same with as many clusters in the file as are checked, those in use at its end. */
    QCOW2_MANY_CLUSTERS {
        @Override
        void write(FileChannel channel) throws IOException {
            ByteBuffer file = ByteBuffer.wrap(new Qcow2Writer(3, 9, Qcow2Writer.Packing.PLAIN).write(new byte[512]));
            file.putLong(24, 128L << 30).putInt(36, 4 << 20).putLong(40, 1 << 20);
            long end = ((1L << 27) - 1) * 512;
            ByteBuffer table = ByteBuffer.allocate(1536).putLong(end - 1024).putLong(1L << 62 | end - 512);
            channel.write(file);
            channel.write(ByteBuffer.allocate(8).putLong(end - 1536).flip(), 1 << 20);
            channel.write(table.clear(), end - 1536);
        }
    };

    abstract void write(FileChannel channel) throws IOException;

    Path write(Path folder) throws IOException {
        Path file = folder.resolve(name());
        try (FileChannel channel = FileChannel.open(
                file, StandardOpenOption.CREATE_NEW, StandardOpenOption.SPARSE, StandardOpenOption.WRITE)) {
            write(channel);
        }
        return file;
    }

    private static int vhdStart(int blocks) {
        return DynamicVhdWriter.TABLE + (blocks * 4 + 511) / 512 * 512;
    }

    /** @param place the sector at which a block begins, counted from the end of the table */
    private static void vhd(FileChannel channel, long size, int blockSize, int blocks, LongUnaryOperator place)
            throws IOException {
        ByteBuffer small = ByteBuffer.wrap(new DynamicVhdWriter(blockSize).write(new byte[512]));
        small.putLong(48, size).putInt(DynamicVhdWriter.HEADER + 28, blocks);
        DynamicVhdWriter.sealFooter(small, 0);
        DynamicVhdWriter.sealHeader(small);
        int start = vhdStart(blocks);
        ByteBuffer table = ByteBuffer.allocate(start - DynamicVhdWriter.TABLE);
        long end = start;
        for (int block = 0; block < blocks; block++) {
            long sector = start / 512 + place.applyAsLong(block);
            table.putInt(block * 4, (int) sector);
            end = sector < 0 ? end : Math.max(end, sector * 512 + Math.max(512, blockSize / 4096) + blockSize);
        }
        channel.write(small.slice(0, DynamicVhdWriter.TABLE), 0);
        channel.write(table, DynamicVhdWriter.TABLE);
        channel.write(small.slice(0, 512), end);
    }

    /** @param times how many times 1 MiB the table has */
    private static void vhdx(FileChannel channel, int blockSize, long size, int times) throws IOException {
        VhdxWriter writer = new VhdxWriter().blocks(blockSize).layout("LMT" + ".".repeat(times - 1));
        ByteBuffer image = ByteBuffer.wrap(writer.write(new byte[512])).order(ByteOrder.LITTLE_ENDIAN);
        image.putLong(writer.item(1), size);
        for (int list : new int[] {VhdxWriter.FIRST_LIST, VhdxWriter.SECOND_LIST}) {
            image.putInt(list + 16 + 24, times << 20);
            VhdxWriter.seal(image, list, VhdxWriter.LIST_SIZE);
        }
        long first = Math.max(blockSize, image.limit());
        int blocks = (int) (size / blockSize);
        for (int block = 0; block < blocks; block++) {
            image.putLong(writer.entryOffset(block), first + (long) block * blockSize | 6);
        }
        channel.write(image);
        channel.write(ByteBuffer.allocate(1), first + size - 1);
    }
}
