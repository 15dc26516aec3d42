// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.core;

import io.github.imagegallery.DiskExport;
import io.github.imagegallery.ExportFormat;
import io.github.imagegallery.Operation;
import io.github.imagegallery.ProgressListener;
import io.github.imagegallery.core.content.Cancellation;
import io.github.imagegallery.core.content.DiskReader;
import io.github.imagegallery.disk.DiskWriter;
import io.github.imagegallery.disk.WritableFormat;
import io.github.imagegallery.error.GalleryException;
import io.github.imagegallery.error.Violation;
import io.github.imagegallery.model.ExportReport;
import io.github.imagegallery.model.Progress;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** A disk that is about to be written to a file. */
final class PendingExport implements DiskExport {
    private final VersionHandle version;
    private final String region;
    /** Which disk: empty for the OS disk. */
    private final Setting<Optional<Integer>> lun = new Setting<>("disk");

    private final Setting<ExportFormat> format = new Setting<>("format");
    private ProgressListener listener = ProgressListener.none();

    PendingExport(VersionHandle version, String region) {
        this.version = version;
        this.region = region;
    }

    @Override
    public DiskExport osDisk() {
        lun.set(Optional.empty());
        return this;
    }

    @Override
    public DiskExport dataDisk(int number) {
        lun.set(Optional.of(number));
        return this;
    }

    @Override
    public DiskExport as(ExportFormat asked) {
        format.set(asked);
        return this;
    }

    @Override
    public DiskExport onProgress(ProgressListener told) {
        listener = told;
        return this;
    }

    @Override
    public ExportReport to(Path file) {
        try (DiskReader disk = version.reader(region, lun.orElse(Optional.empty()))) {
            write(disk, file);
            return new ExportReport(file, disk.virtualSize(), disk.site().toString(), disk.fallbacks());
        }
    }

    @Override
    public Operation<ExportReport> start(Path file) {
        return Background.start(
                "export " + version.address(),
                listener,
                told -> onProgress(told).to(file));
    }

    private void write(DiskReader disk, Path file) {
        String task = "Exporting " + version.address();
        long total = Math.max(1, disk.virtualSize());
        try (DiskWriter writer = create(file, disk.virtualSize())) {
            disk.forEach(
                    (position, bytes) -> write(writer, position, bytes),
                    done -> listener.onProgress(new Progress(task, done, total)));
            writer.finish();
        } catch (IOException e) {
            Cancellation.rethrow(e);
            throw new UncheckedIOException("Cannot write " + file + ": " + e.getMessage(), e);
        }
    }

    private DiskWriter create(Path file, long size) throws IOException {
        ExportFormat asked = format.orElse(ExportFormat.RAW);
        try {
            return DiskWriter.create(file, writable(asked), size);
        } catch (IllegalArgumentException unfit) {
            throw GalleryException.of(
                    "Cannot export " + version.address(),
                    List.of(Violation.invalid(
                            "format", asked, unfit.getMessage(), "export it as " + ExportFormat.RAW)));
        }
    }

    private static void write(DiskWriter writer, long position, ByteBuffer bytes) {
        try {
            writer.write(position, bytes);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot write the export: " + e.getMessage(), e);
        }
    }

    private static WritableFormat writable(ExportFormat format) {
        return switch (format) {
            case RAW -> WritableFormat.RAW;
            case VHD_FIXED -> WritableFormat.VHD_FIXED;
            case VHD_DYNAMIC -> WritableFormat.VHD_DYNAMIC;
            case QCOW2 -> WritableFormat.QCOW2;
            case QCOW2_ZSTD -> WritableFormat.QCOW2_ZSTD;
        };
    }
}
