// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery;

import io.github.imagegallery.model.HostCaching;
import io.github.imagegallery.model.RegionName;
import io.github.imagegallery.model.SourceKind;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;

/**
 * Where the bytes of one disk come from, and what the disk is. The bytes are always in a file, which the application
 * gives; of a managed disk or a snapshot it names the resource too, which must be in the version's home region and in
 * the gallery's subscription.
 *
 * @param file the image file
 * @param format what format it must have; empty where the content says it
 * @param insistsOnFormat whether it is read as that format even if its content says another one, or several
 * @param kind what the disk is: a file, a managed disk or a snapshot
 * @param id the name of the managed disk or snapshot, or its resource id; empty for a file
 * @param region where the disk is; empty where the whole source says it
 * @param hostCaching how the host of a machine shall cache the disk
 */
public record DiskSource(
        Path file,
        Optional<DiskFormat> format,
        boolean insistsOnFormat,
        SourceKind kind,
        Optional<String> id,
        Optional<RegionName> region,
        HostCaching hostCaching) {

    /**
     * Checks that a format is named where there is one to insist on.
     *
     * @throws IllegalArgumentException if none is
     */
    public DiskSource {
        if (insistsOnFormat && format.isEmpty()) {
            throw new IllegalArgumentException("Cannot insist on the format of " + file + ": none is named (name one)");
        }
    }

    /** Returns the disk in a file, the format found by its content. */
    public static DiskSource file(Path file) {
        return of(SourceKind.FILE, Optional.empty(), file);
    }

    /** Returns the disk in a file, which is refused if its content is not of that format. */
    public static DiskSource file(Path file, DiskFormat format) {
        return file(file).format(format);
    }

    /**
     * Returns a managed disk.
     *
     * @param id its name, if it is in the gallery's subscription, or its resource id
     * @param bytes the file that has its bytes
     */
    public static DiskSource managedDisk(String id, Path bytes) {
        return of(SourceKind.MANAGED_DISK, Optional.of(id), bytes);
    }

    /**
     * Returns a snapshot of a disk.
     *
     * @param id its name, if it is in the gallery's subscription, or its resource id
     * @param bytes the file that has its bytes
     */
    public static DiskSource snapshot(String id, Path bytes) {
        return of(SourceKind.SNAPSHOT, Optional.of(id), bytes);
    }

    private static DiskSource of(SourceKind kind, Optional<String> id, Path file) {
        return new DiskSource(file, Optional.empty(), false, kind, id, Optional.empty(), HostCaching.NONE);
    }

    /** Returns this disk, which is refused if the content of the file is not of that format. */
    public DiskSource format(DiskFormat named) {
        return new DiskSource(file, Optional.of(named), false, kind, id, region, hostCaching);
    }

    /**
     * Returns this disk, read as that format even if the content of the file says another one, or several at once, which
     * is refused otherwise. As raw any file can be read; as another format only a file whose content says that format
     * among others. No file that an image names is ever opened either way.
     */
    public DiskSource insistOnFormat(DiskFormat named) {
        return new DiskSource(file, Optional.of(named), true, kind, id, region, hostCaching);
    }

    /** Returns this disk, which is in that region. */
    public DiskSource region(String name) {
        return new DiskSource(file, format, insistsOnFormat, kind, id, Optional.of(RegionName.of(name)), hostCaching);
    }

    /** Returns this disk, cached in that way by the host of a machine. */
    public DiskSource hostCaching(HostCaching caching) {
        return new DiskSource(file, format, insistsOnFormat, kind, id, region, caching);
    }

    @Override
    public String toString() {
        return id.map(named -> kind + " " + named + " in ").orElse("")
                + file
                + format.map(named -> " as " + named.name().toLowerCase(Locale.ROOT))
                        .orElse("")
                + (insistsOnFormat ? ", whatever else its content says" : "");
    }
}
