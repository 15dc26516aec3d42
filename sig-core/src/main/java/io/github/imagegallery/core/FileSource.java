// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.core;

import io.github.imagegallery.DiskFormat;
import io.github.imagegallery.DiskSource;
import io.github.imagegallery.ImageSource;
import io.github.imagegallery.ProgressListener;
import io.github.imagegallery.core.content.Cancellation;
import io.github.imagegallery.core.content.Ingest;
import io.github.imagegallery.core.record.Draft;
import io.github.imagegallery.core.record.VersionRecord.Disk;
import io.github.imagegallery.disk.DiskImage;
import io.github.imagegallery.disk.DiskMeasure;
import io.github.imagegallery.disk.OpenOptions;
import io.github.imagegallery.disk.UnsafeImageException;
import io.github.imagegallery.error.Violation;
import io.github.imagegallery.model.DiskInfo;
import io.github.imagegallery.model.Progress;
import io.github.imagegallery.model.SourceInfo;
import io.github.imagegallery.policy.SourceRule;
import java.io.IOException;
import java.io.InterruptedIOException;
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

/** A source whose bytes are in files: the disk images, opened. */
final class FileSource implements Source {
    private static final Logger LOG = LoggerFactory.getLogger(FileSource.class);

    private final Engine engine;
    private final ImageSource source;
    private final SourceInfo info;
    private final List<OpenDisk> disks = new ArrayList<>();

    /**
     * An opened disk image.
     *
     * @param lun its logical unit number, empty for the OS disk
     * @param target what error messages call it
     * @param source where it came from
     * @param image its bytes
     * @param identity says which file it is and whether that was changed since: path, format, size and time
     */
    private record OpenDisk(
            Optional<Integer> lun, String target, DiskSource source, DiskImage image, String identity) {}

    private FileSource(Engine engine, ImageSource source) {
        this.engine = engine;
        this.source = source;
        this.info = source.info();
    }

    /**
     * Opens what can be opened, and notes what is wrong with the rest, and with all that is said of it.
     *
     * @throws java.util.concurrent.CancellationException if the thread was interrupted
     */
    static FileSource open(Engine engine, ImageSource source, Faults faults) {
        faults.addAll(SourceRule.check(source.info(), engine.subscription()));
        FileSource opened = new FileSource(engine, source);
        try {
            opened.openAll(faults);
            return opened;
        } catch (RuntimeException e) {
            opened.close();
            throw e;
        }
    }

    private void openAll(Faults faults) {
        Map<Path, String> used = new HashMap<>();
        info.disks().forEach(disk -> open(disk, used, faults));
    }

    private void open(SourceInfo.Disk disk, Map<Path, String> used, Faults faults) {
        String target = disk.target();
        DiskSource from = disk.lun().map(source.dataDisks()::get).orElse(source.osDisk());
        try {
            String other = used.putIfAbsent(from.file().toRealPath(), target);
            if (other != null) {
                faults.add(SourceRule.usedTwice(target, from, other));
                return;
            }
            String identity = identity(from);
            DiskImage image = open(from);
            disks.add(new OpenDisk(disk.lun(), target, from, image, identity));
            faults.add(SourceRule.checkSize(target, from, image.virtualSize(), engine.rules()));
        } catch (IOException e) {
            Cancellation.rethrow(e);
            faults.add(unreadable(target, from, e));
        }
    }

    private static String identity(DiskSource source) throws IOException {
        return source.file().toRealPath() + " " + source.format() + (source.insistsOnFormat() ? " insisted " : " ")
                + source.hostCaching() + " "
                + Files.size(source.file()) + " " + Files.getLastModifiedTime(source.file());
    }

    private static DiskImage open(DiskSource source) throws IOException {
        OpenOptions options = OpenOptions.standard();
        return DiskImage.open(
                source.file(),
                source.format()
                        .map(FileSource::diskFormat)
                        .map(format ->
                                source.insistsOnFormat() ? options.insistOnFormat(format) : options.format(format))
                        .orElse(options));
    }

    private static io.github.imagegallery.disk.DiskFormat diskFormat(DiskFormat format) {
        return switch (format) {
            case RAW -> io.github.imagegallery.disk.DiskFormat.RAW;
            case VHD -> io.github.imagegallery.disk.DiskFormat.VHD;
            case VHDX -> io.github.imagegallery.disk.DiskFormat.VHDX;
            case QCOW2 -> io.github.imagegallery.disk.DiskFormat.QCOW2;
            case VMDK -> io.github.imagegallery.disk.DiskFormat.VMDK;
        };
    }

    private static Violation unreadable(String target, DiskSource source, IOException e) {
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

    @Override
    public String identity() {
        List<String> lines = new ArrayList<>(List.of("source=" + info));
        disks.forEach(disk -> lines.add(disk.target() + "=" + disk.identity()));
        return String.join("\n", lines);
    }

    @Override
    public Optional<Seen> look(Draft draft, Faults faults) {
        return Optional.of(new Seen(info, Optional.empty()));
    }

    /** Which files they are, and that they were not changed, is part of what is asked for. */
    @Override
    public Map<String, String> facts(Optional<Seen> seen) {
        return Map.of();
    }

    @Override
    public List<Disk> pins(Seen seen, List<Disk> base) {
        return base;
    }

    @Override
    public List<DiskInfo> measure(Publisher.Begun begun, ProgressListener listener) {
        return disks.stream().map(disk -> measure(disk, listener)).toList();
    }

    private static DiskInfo measure(OpenDisk disk, ProgressListener listener) {
        String task = "Measuring " + disk.source().file().getFileName();
        long total = Math.max(1, disk.image().virtualSize());
        try {
            DiskMeasure measure =
                    DiskMeasure.of(disk.image(), false, done -> listener.onProgress(new Progress(task, done, total)));
            if (Thread.currentThread().isInterrupted()) {
                throw Publisher.interrupted();
            }
            return DiskInfo.builder()
                    .lun(disk.lun())
                    .virtualSizeBytes(measure.virtualSize())
                    .billedBytes(measure.occupiedBytes())
                    .hostCaching(disk.source().hostCaching())
                    .build();
        } catch (InterruptedIOException e) {
            throw Publisher.interrupted();
        } catch (IOException e) {
            Cancellation.rethrow(e);
            throw new FailedException(unreadable(disk.target(), disk.source(), e));
        }
    }

    @Override
    public Stored store(Publisher.Begun begun, ProgressListener listener) {
        Intake intake = Intake.storing(engine, begun, virtualSize(), listener);
        return new Stored(take(intake), intake.inventory().addedBytes(), 0);
    }

    @Override
    public Weighed weigh(Publisher.Begun begun, Haul haul, ProgressListener listener) {
        Intake intake = Intake.weighing(engine, begun, virtualSize(), listener);
        return Weighed.of(take(intake), intake.inventory(), Intake.home(engine, begun), haul);
    }

    private long virtualSize() {
        return disks.stream().mapToLong(disk -> disk.image().virtualSize()).sum();
    }

    private List<Disk> take(Intake intake) {
        return disks.stream().map(disk -> store(intake, disk)).toList();
    }

    private static Disk store(Intake intake, OpenDisk disk) {
        DiskSource source = disk.source();
        try {
            String name = String.valueOf(source.file().getFileName());
            return intake.store(disk.lun(), source.hostCaching(), disk.image(), name);
        } catch (Ingest.SourceException e) {
            Cancellation.rethrow(e);
            throw new FailedException(unreadable(disk.target(), source, e.getCause()));
        }
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
