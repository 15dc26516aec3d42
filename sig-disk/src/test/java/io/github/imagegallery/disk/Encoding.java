// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.disk;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.UUID;

/** The ways in which the tests write the content of a disk into a file. */
enum Encoding {
    RAW,
    VHD_FIXED,
    VHD_DYNAMIC_4K,
    VHD_DYNAMIC_64K,
    VHDX_FIXED,
    VHDX_DYNAMIC,
    QCOW2_V2,
    QCOW2_V3,
    QCOW2_SMALL_CLUSTERS,
    QCOW2_PREALLOCATED,
    QCOW2_DEFLATE,
    QCOW2_ZSTD,
    QCOW2_EXTENDED,
    VMDK_SPARSE,
    VMDK_SMALL_GRAINS,
    VMDK_ZEROED,
    VMDK_PACKED,
    VMDK_STREAM;

    DiskFormat format() {
        return DiskFormat.parse(name().split("_")[0]);
    }

    /** Writes a file of its own into a folder, and returns it. */
    Path write(Path folder, byte[] content) {
        try {
            return Files.write(Files.createTempFile(folder, name(), ".img"), encoded(content));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    byte[] encoded(byte[] content) {
        return switch (this) {
            case RAW -> content;
            case VHD_FIXED -> fixed(content);
            case VHD_DYNAMIC_4K -> new DynamicVhdWriter(4096).write(content);
            case VHD_DYNAMIC_64K -> new DynamicVhdWriter(65536).write(content);
            case VHDX_FIXED -> new VhdxWriter().fixed().layout("T.LM").write(content);
            case VHDX_DYNAMIC -> new VhdxWriter().write(content);
            case QCOW2_V2 -> new Qcow2Writer(2, 12, Qcow2Writer.Packing.PLAIN).write(content);
            case QCOW2_V3 -> new Qcow2Writer(3, 16, Qcow2Writer.Packing.PLAIN).write(content);
            case QCOW2_SMALL_CLUSTERS -> new Qcow2Writer(3, 9, Qcow2Writer.Packing.PLAIN).write(content);
            case QCOW2_PREALLOCATED -> new Qcow2Writer(3, 12, Qcow2Writer.Packing.PREALLOCATED).write(content);
            case QCOW2_DEFLATE -> new Qcow2Writer(2, 13, Qcow2Writer.Packing.DEFLATE).write(content);
            case QCOW2_ZSTD -> new Qcow2Writer(3, 14, Qcow2Writer.Packing.ZSTD).write(content);
            case QCOW2_EXTENDED -> new Qcow2Writer(3, 14, Qcow2Writer.Packing.EXTENDED).write(content);
            case VMDK_SPARSE -> new VmdkWriter(65_536, VmdkWriter.Packing.SPARSE).write(content);
            case VMDK_SMALL_GRAINS -> new VmdkWriter(4_096, VmdkWriter.Packing.SPARSE).write(content);
            case VMDK_ZEROED -> new VmdkWriter(8_192, VmdkWriter.Packing.ZEROED).write(content);
            case VMDK_PACKED -> new VmdkWriter(65_536, VmdkWriter.Packing.PACKED).write(content);
            case VMDK_STREAM -> new VmdkWriter(16_384, VmdkWriter.Packing.STREAM).write(content);
        };
    }

    private static byte[] fixed(byte[] content) {
        ByteBuffer file = ByteBuffer.allocate(content.length + VhdFooter.SIZE).put(content);
        return file.put(VhdFooter.ofFixed(content.length, Instant.EPOCH, new UUID(1, 2)))
                .array();
    }
}
