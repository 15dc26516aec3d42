// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.examples;

import io.github.imagegallery.DiskSource;
import io.github.imagegallery.model.HostCaching;
import io.github.imagegallery.model.SourceKind;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How a command line says what an image is made from: its disks, and the resources that they are of. */
final class SourceArguments {
    private static final Pattern DATA_DISK = Pattern.compile("([0-9]{1,9})=(.+)");
    private static final Pattern DISK_CACHING = Pattern.compile("(?i)(os|[0-9]{1,9})=(.+)");

    private static final SortedMap<String, SourceKind> KINDS = new TreeMap<>(Map.of(
            "vm", SourceKind.VIRTUAL_MACHINE,
            "disk", SourceKind.MANAGED_DISK,
            "snapshot", SourceKind.SNAPSHOT,
            "managed-image", SourceKind.MANAGED_IMAGE));

    private SourceArguments() {}

    /** A data disk: its logical unit number and its file. */
    record DataDisk(int lun, Path file) {
        @Override
        public String toString() {
            return lun + "=" + file;
        }
    }

    /**
     * How a disk is cached.
     *
     * @param lun its logical unit number, empty for the OS disk
     */
    record DiskCaching(Optional<Integer> lun, HostCaching caching) {
        String disk() {
            return lun.map(Object::toString).orElse("os");
        }

        @Override
        public String toString() {
            return disk() + "=" + caching;
        }
    }

    /** A resource that an image is made from: what it is, and its name or its id. */
    record Resource(SourceKind kind, String name) {
        /** Tells whether it is one disk. */
        boolean isDisk() {
            return kind == SourceKind.MANAGED_DISK || kind == SourceKind.SNAPSHOT;
        }

        /** Returns this disk, the bytes of which are in a file. */
        DiskSource in(Path file) {
            return kind == SourceKind.SNAPSHOT ? DiskSource.snapshot(name, file) : DiskSource.managedDisk(name, file);
        }

        @Override
        public String toString() {
            return KINDS.entrySet().stream()
                    .filter(entry -> entry.getValue() == kind)
                    .map(entry -> entry.getKey() + "=" + name)
                    .findFirst()
                    .orElseThrow();
        }
    }

    /** A data disk, and what it is. */
    record DiskResource(int lun, Resource resource) {
        @Override
        public String toString() {
            return lun + "=" + resource;
        }
    }

    /** Reads {@code LUN=FILE}. */
    static DataDisk dataDisk(String text) {
        Matcher parts = DATA_DISK.matcher(text);
        if (!parts.matches()) {
            throw Arguments.malformed(text, "LUN=FILE, such as 0=data.vhd");
        }
        return new DataDisk(Integer.parseInt(parts.group(1)), Arguments.path(parts.group(2)));
    }

    /** Reads {@code os=CACHING} or {@code LUN=CACHING}. */
    static DiskCaching diskCaching(String text) {
        String form = "DISK=CACHING, such as os=ReadWrite or 0=ReadOnly";
        Matcher parts = DISK_CACHING.matcher(text);
        if (!parts.matches()) {
            throw Arguments.malformed(text, form);
        }
        HostCaching caching = Arrays.stream(HostCaching.values())
                .filter(value -> value.toString().equalsIgnoreCase(parts.group(2)))
                .findFirst()
                .orElseThrow(() -> Arguments.malformed(text, form));
        return new DiskCaching(
                parts.group(1).equalsIgnoreCase("os") ? Optional.empty() : Optional.of(Integer.valueOf(parts.group(1))),
                caching);
    }

    /** Reads {@code KIND=NAME}. */
    static Resource resource(String text) {
        return resource(text, text, "KIND=NAME, such as vm=web-01; a KIND is " + String.join(", ", KINDS.keySet()));
    }

    private static Resource resource(String text, String whole, String form) {
        Matcher parts = Arguments.NAMED_VALUE.matcher(text);
        if (!parts.matches() || !KINDS.containsKey(parts.group(1).toLowerCase(Locale.ROOT))) {
            throw Arguments.malformed(whole, form);
        }
        return new Resource(KINDS.get(parts.group(1).toLowerCase(Locale.ROOT)), parts.group(2));
    }

    /** Reads {@code LUN=KIND=NAME}. */
    static DiskResource diskResource(String text) {
        String form = "LUN=KIND=NAME, such as 0=snapshot=data-01; a KIND is disk or snapshot";
        Matcher parts = DATA_DISK.matcher(text);
        if (!parts.matches()) {
            throw Arguments.malformed(text, form);
        }
        Resource resource = resource(parts.group(2), text, form);
        if (!resource.isDisk()) {
            throw Arguments.malformed(text, form);
        }
        return new DiskResource(Integer.parseInt(parts.group(1)), resource);
    }
}
