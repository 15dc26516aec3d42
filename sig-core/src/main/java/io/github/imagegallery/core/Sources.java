// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.core;

import io.github.imagegallery.DiskFormat;
import io.github.imagegallery.DiskSource;
import io.github.imagegallery.ImageSource;
import io.github.imagegallery.core.content.Cancellation;
import io.github.imagegallery.disk.DiskImage;
import io.github.imagegallery.disk.UnsafeImageException;
import io.github.imagegallery.error.ErrorCode;
import io.github.imagegallery.error.Violation;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The disk images of a source, opened. */
final class Sources implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Sources.class);
    private static final int MAX_LUN = 63;

    private final List<OpenDisk> disks = new ArrayList<>();

    /**
     * An opened disk image.
     *
     * @param lun its logical unit number, empty for the OS disk
     * @param source where it came from
     * @param image its bytes
     * @param identity says which file it is and whether that was changed since: path, format, size and time
     */
    record OpenDisk(Optional<Integer> lun, DiskSource source, DiskImage image, String identity) {
        /** Returns what error messages call it. */
        String target() {
            return Sources.target(lun);
        }
    }

    private Sources() {}

    /**
     * Opens what can be opened, and notes what is wrong with the rest.
     *
     * @throws java.util.concurrent.CancellationException if the thread was interrupted
     */
    static Sources open(ImageSource source, long maxDiskBytes, Faults faults) {
        Sources sources = new Sources();
        try {
            sources.openAll(source, maxDiskBytes, faults);
            return sources;
        } catch (RuntimeException e) {
            sources.close();
            throw e;
        }
    }

    private void openAll(ImageSource source, long maxBytes, Faults faults) {
        Map<Path, String> used = new HashMap<>();
        open(Optional.empty(), source.osDisk(), maxBytes, used, faults);
        source.dataDisks().forEach((lun, disk) -> {
            if (lun < 0 || lun > MAX_LUN) {
                faults.add(Violation.invalid(
                        "dataDisk.lun", lun, "a logical unit number is 0 to " + MAX_LUN, "choose another number"));
            }
            open(Optional.of(lun), disk, maxBytes, used, faults);
        });
    }

    private void open(Optional<Integer> lun, DiskSource source, long maxBytes, Map<Path, String> used, Faults faults) {
        String target = target(lun);
        try {
            String other = used.putIfAbsent(source.file().toRealPath(), target);
            if (other != null) {
                faults.add(Violation.invalid(
                        target, source, "it is the " + other + " as well", "use each disk image once"));
                return;
            }
            String identity = identity(source);
            DiskImage image = open(source);
            disks.add(new OpenDisk(lun, source, image, identity));
            if (image.virtualSize() > maxBytes) {
                faults.add(tooLarge(target, source, image.virtualSize(), maxBytes));
            }
        } catch (IOException e) {
            Cancellation.rethrow(e);
            faults.add(unreadable(target, source, e));
        }
    }

    private static String target(Optional<Integer> lun) {
        return lun.map(number -> "dataDisk " + number).orElse("osDisk");
    }

    private static String identity(DiskSource source) throws IOException {
        return source.file().toRealPath() + " " + source.format() + " " + Files.size(source.file()) + " "
                + Files.getLastModifiedTime(source.file());
    }

    private static DiskImage open(DiskSource source) throws IOException {
        if (source.format().isEmpty()) {
            return DiskImage.open(source.file());
        }
        return DiskImage.open(source.file(), diskFormat(source.format().get()));
    }

    private static io.github.imagegallery.disk.DiskFormat diskFormat(DiskFormat format) {
        return switch (format) {
            case RAW -> io.github.imagegallery.disk.DiskFormat.RAW;
            case VHD -> io.github.imagegallery.disk.DiskFormat.VHD;
            case QCOW2 -> io.github.imagegallery.disk.DiskFormat.QCOW2;
        };
    }

    private static Violation tooLarge(String target, DiskSource source, long size, long maxBytes) {
        return new Violation(
                ErrorCode.SOURCE_EXCEEDS_MAX_SIZE,
                target,
                source.toString(),
                "the disk has " + size + " bytes; a disk may have " + maxBytes,
                "shrink the disk, or raise the limit in the rules");
    }

    /** Returns that a disk image cannot be read. */
    static Violation unreadable(String target, DiskSource source, IOException e) {
        if (e instanceof UnsafeImageException unsafe) {
            return Violation.invalid(target, source, unsafe.getMessage(), "or give another image");
        }
        return Violation.invalid(target, source, reason(e), "give the path of a disk image that can be read");
    }

    private static String reason(IOException e) {
        if (e instanceof NoSuchFileException) {
            return "there is no such file";
        }
        if (e instanceof AccessDeniedException) {
            return "the file may not be read";
        }
        return Optional.ofNullable(e.getMessage()).orElse(e.toString());
    }

    List<OpenDisk> disks() {
        return disks;
    }

    @Override
    public void close() {
        for (OpenDisk disk : disks) {
            try {
                disk.image().close();
            } catch (IOException e) {
                // all that was wanted of it was read
                LOG.warn("Cannot close {}", disk.source(), e);
            }
        }
    }
}
