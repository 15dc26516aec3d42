// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.disk;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * An image that forgers try their hands on: where it has tables, and how their checksums are set. Cases that a fuzzer
 * found count the victims and their tables, so that new ones come last.
 */
enum Victim {
    FIXED_VHD(DiskFormat.VHD) {
        @Override
        byte[] make() {
            return Encoding.VHD_FIXED.encoded(content(8192));
        }

        @Override
        List<Place> findTables() {
            return List.of(new Place(8192, 96));
        }

        @Override
        List<Place> findSealed() {
            return List.of(new Place(8192, 512));
        }
    },
    DYNAMIC_VHD(DiskFormat.VHD) {
        @Override
        byte[] make() {
            return new DynamicVhdWriter(4096).write(content(40_960));
        }
    },
    DIFFERENCING_VHD(DiskFormat.VHD) {
        @Override
        byte[] make() {
            return new DynamicVhdWriter(4096, DynamicVhdWriter.ID, DynamicVhdWriter.ID, 0).write(content(40_960));
        }

        @Override
        Optional<DiskImage> openParent() throws IOException {
            return Optional.of(MemoryFile.open(Encoding.VHD_FIXED.encoded(content(40_960))));
        }
    },
    DYNAMIC_VHDX(DiskFormat.VHDX) {
        @Override
        byte[] make() {
            return new VhdxWriter().write(content(3 * MIB));
        }
    },
    DIFFERENCING_VHDX(DiskFormat.VHDX) {
        @Override
        byte[] make() {
            return new VhdxWriter().parent(VhdxWriter.ID).write(content(3 * MIB));
        }

        @Override
        List<Place> findTables() {
            Stream<Place> map = Stream.of(new Place(image().length - MIB, 32), new Place(parentLocator(), 80));
            return Stream.concat(super.findTables().stream(), map).toList();
        }

        private int parentLocator() {
            return new VhdxWriter().item(5);
        }

        @Override
        Optional<DiskImage> openParent() throws IOException {
            return Optional.of(MemoryFile.open(Encoding.VHDX_DYNAMIC.encoded(content(3 * MIB))));
        }
    },
    VHDX_WITH_A_LOG(DiskFormat.VHDX) {
        @Override
        byte[] make() {
            byte[] image = new VhdxWriter().write(content(3 * MIB));
            byte[] table = new byte[4096];
            ByteBuffer.wrap(image).get(3 * MIB, table);
            VhdxLogWriter log = new VhdxLogWriter(MIB).sizes(image.length, image.length + MIB);
            List<VhdxLogWriter.Change> changes =
                    List.of(VhdxLogWriter.Change.zeros(3 * MIB, 8192), VhdxLogWriter.Change.sector(3 * MIB, table));
            int next = log.entry(0, 0, 1, changes);
            log.entry(next, 0, 2, List.of(VhdxLogWriter.Change.sector(3 * MIB, table)));
            return log.into(image, new VhdxWriter());
        }

        @Override
        List<Place> findTables() {
            return List.of(
                    new Place(MIB, 128),
                    new Place(VhdxWriter.FIRST_HEADER, 80),
                    new Place(MIB + 4096, 48),
                    new Place(MIB + 8192 - 4, 4),
                    new Place(MIB + 8192, 128));
        }

        @Override
        List<Place> findSealed() {
            return Stream.concat(
                            super.findSealed().stream(), Stream.of(new Place(MIB, 8192), new Place(MIB + 8192, 8192)))
                    .toList();
        }

        @Override
        void seal(ByteBuffer file) {
            super.seal(file);
            for (int entry = MIB; entry <= MIB + 8192; entry += 8192) {
                int length = file.getInt(entry + 8); // forged, perhaps; both entries fit into the room of three
                if (length > 0 && length % 4096 == 0 && length <= 3 * 8192) {
                    VhdxWriter.seal(file, entry, length);
                }
            }
        }
    },
    QCOW2(DiskFormat.QCOW2) {
        @Override
        Qcow2Writer qcow2() {
            return new Qcow2Writer(3, 10, Qcow2Writer.Packing.PLAIN);
        }
    },
    QCOW2_VERSION_2(DiskFormat.QCOW2) {
        @Override
        Qcow2Writer qcow2() {
            return new Qcow2Writer(2, 9, Qcow2Writer.Packing.PLAIN);
        }
    },
    QCOW2_OVER_ANOTHER(DiskFormat.QCOW2) {
        @Override
        Qcow2Writer qcow2() {
            return new Qcow2Writer(3, 10, Qcow2Writer.Packing.PLAIN);
        }

        @Override
        byte[] make() {
            return qcow2().writeOver("a", content(SMALL));
        }

        @Override
        Optional<DiskImage> openParent() throws IOException {
            return Optional.of(MemoryFile.open(Contents.busy(SMALL + 1024, 4)));
        }
    },
    QCOW2_EXTENDED_OVER_ANOTHER(DiskFormat.QCOW2) {
        @Override
        Qcow2Writer qcow2() {
            return new Qcow2Writer(3, 14, Qcow2Writer.Packing.EXTENDED);
        }

        @Override
        byte[] make() {
            return qcow2().writeOver("a", content(40_960));
        }

        @Override
        Optional<DiskImage> openParent() throws IOException {
            return Optional.of(MemoryFile.open(Contents.busy(30_720, 4)));
        }
    },
    QCOW2_DEFLATE(DiskFormat.QCOW2) {
        @Override
        Qcow2Writer qcow2() {
            return new Qcow2Writer(3, 10, Qcow2Writer.Packing.DEFLATE);
        }
    },
    QCOW2_ZSTD(DiskFormat.QCOW2) {
        @Override
        Qcow2Writer qcow2() {
            return new Qcow2Writer(3, 10, Qcow2Writer.Packing.ZSTD);
        }
    },
    SPARSE_VMDK(DiskFormat.VMDK) {
        @Override
        VmdkWriter vmdk() {
            return new VmdkWriter(4096, VmdkWriter.Packing.SPARSE);
        }
    },
    ZEROED_VMDK(DiskFormat.VMDK) {
        @Override
        VmdkWriter vmdk() {
            return new VmdkWriter(4096, VmdkWriter.Packing.ZEROED);
        }
    },
    PACKED_VMDK(DiskFormat.VMDK) {
        @Override
        VmdkWriter vmdk() {
            return new VmdkWriter(4096, VmdkWriter.Packing.PACKED);
        }
    },
    STREAM_VMDK(DiskFormat.VMDK) {
        @Override
        VmdkWriter vmdk() {
            return new VmdkWriter(4096, VmdkWriter.Packing.STREAM);
        }

        @Override
        List<Place> findTables() {
            int end = image().length;
            int directory = (int) ByteBuffer.wrap(image())
                            .order(ByteOrder.LITTLE_ENDIAN)
                            .getLong(end - 1024 + 56)
                    * 512;
            return List.of(
                    new Place(0, 80),
                    new Place(VmdkWriter.DESCRIPTOR, 224),
                    new Place(VmdkWriter.DIRECTORY, 96),
                    new Place(directory, 8),
                    new Place(directory + 512, 32),
                    new Place(end - 1536, 16),
                    new Place(end - 1024, 80),
                    new Place(end - 512, 16));
        }
    };

    private static final int MIB = 1 << 20;
    private static final int SMALL = 16 << 10;

    private final DiskFormat format;
    private byte[] image;
    private List<Place> tables;
    private List<Place> sealed;
    private OpenOptions options;

    /** Bytes of an image that have one meaning. */
    record Place(int offset, int length) {}

    Victim(DiskFormat format) {
        this.format = format;
    }

    DiskFormat format() {
        return format;
    }

    /** The image as it was made; not to be changed. */
    synchronized byte[] image() {
        image = image == null ? make() : image;
        return image;
    }

    /** What is worth forging. */
    synchronized List<Place> tables() {
        tables = tables == null ? findTables() : tables;
        return tables;
    }

    /** What is under a checksum. */
    synchronized List<Place> sealed() {
        sealed = sealed == null ? findSealed() : sealed;
        return sealed;
    }

    /** The options that open it, with its parent if it has one. */
    synchronized OpenOptions options() {
        try {
            options = options == null
                    ? openParent().map(OpenOptions.standard()::parent).orElse(OpenOptions.standard())
                    : options;
            return options;
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    /** Makes the second copy of a table that is there twice the same as the first. */
    void mirror(ByteBuffer file) {
        if (format == DiskFormat.VHD && this != FIXED_VHD) {
            file.put(image().length - 512, file.array(), 0, 512);
        } else if (format == DiskFormat.VHDX) {
            file.put(VhdxWriter.SECOND_HEADER, file.array(), VhdxWriter.FIRST_HEADER, VhdxWriter.HEADER_SIZE);
            file.put(VhdxWriter.SECOND_LIST, file.array(), VhdxWriter.FIRST_LIST, VhdxWriter.LIST_SIZE);
        }
    }

    /** Sets all checksums. */
    void seal(ByteBuffer file) {
        file.order(format == DiskFormat.VHD ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
        for (Place place : sealed()) {
            if (format == DiskFormat.VHDX) {
                VhdxWriter.seal(file, place.offset, place.length);
            } else if (place.offset == DynamicVhdWriter.HEADER) {
                DynamicVhdWriter.sealHeader(file);
            } else {
                DynamicVhdWriter.sealFooter(file, place.offset);
            }
        }
    }

    byte[] make() {
        return format == DiskFormat.QCOW2 ? qcow2().write(content(SMALL)) : vmdk().write(content(SMALL));
    }

    Qcow2Writer qcow2() {
        throw new IllegalStateException(this + " is no qcow2");
    }

    VmdkWriter vmdk() {
        throw new IllegalStateException(this + " is no VMDK");
    }

    Optional<DiskImage> openParent() throws IOException {
        return Optional.empty();
    }

    List<Place> findTables() {
        return switch (format) {
            case RAW -> List.of();
            case VHD ->
                List.of(
                        new Place(0, 96),
                        new Place(512, 64),
                        new Place(512 + 576, 48),
                        new Place(DynamicVhdWriter.TABLE, 40),
                        new Place(DynamicVhdWriter.TABLE + 512, 8),
                        new Place(image().length - 512, 96));
            case VHDX -> vhdxTables(new VhdxWriter());
            case QCOW2 ->
                List.of(
                        new Place(0, 160),
                        new Place(480, 16),
                        new Place(qcow2().l1Offset(), 24),
                        new Place(qcow2().l2Offset(), 96),
                        new Place(qcow2().l2Offset() + qcow2().clusterSize(), 64));
            case VMDK -> vmdkTables(vmdk());
        };
    }

    private static List<Place> vhdxTables(VhdxWriter writer) {
        return List.of(
                new Place(VhdxWriter.FIRST_HEADER, 80),
                new Place(VhdxWriter.FIRST_LIST, 80),
                new Place(writer.metadataOffset(), 224),
                new Place(writer.item(0), 164),
                new Place(writer.tableOffset(), 24),
                new Place(writer.mapEntryOffset(0), 8),
                new Place(VhdxWriter.SECOND_HEADER, 80),
                new Place(VhdxWriter.SECOND_LIST, 80));
    }

    private static List<Place> vmdkTables(VmdkWriter writer) {
        return List.of(
                new Place(0, 80),
                new Place(VmdkWriter.DESCRIPTOR, 224),
                new Place(VmdkWriter.DIRECTORY, 8),
                new Place(VmdkWriter.DIRECTORY + 512, 8),
                new Place(writer.table(), 32),
                new Place(writer.table() + 2048, 32),
                new Place(writer.table() + 4096, 64));
    }

    List<Place> findSealed() {
        return switch (format) {
            case VHD -> List.of(new Place(0, 512), new Place(512, 1024), new Place(image().length - 512, 512));
            case VHDX ->
                List.of(
                        new Place(VhdxWriter.FIRST_HEADER, VhdxWriter.HEADER_SIZE),
                        new Place(VhdxWriter.SECOND_HEADER, VhdxWriter.HEADER_SIZE),
                        new Place(VhdxWriter.FIRST_LIST, VhdxWriter.LIST_SIZE),
                        new Place(VhdxWriter.SECOND_LIST, VhdxWriter.LIST_SIZE));
            case RAW, QCOW2, VMDK -> List.of();
        };
    }

    /** Noise, then zeros, then what is easy to compress. */
    private static byte[] content(int size) {
        byte[] content = Contents.busy(size, 3);
        Arrays.fill(content, size / 3, size / 3 * 2, (byte) 0);
        IntStream.range(size / 3 * 2, size / 6 * 5).forEach(at -> content[at] = (byte) (1 + at / 300 % 5));
        return content;
    }
}
