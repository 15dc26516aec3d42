// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.disk;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The descriptor of a sparse VMDK: text that says what files the disk is made of. It must name one sparse extent and no
 * parent, which then is the file itself, whatever name it gives; no name in it is ever looked at (M1, M2, M3).
 */
final class VmdkDescriptor {
    private static final Pattern EXTENT = Pattern.compile("(RW|RDONLY|NOACCESS)\\s+(\\d{1,18})\\s+(\\w+)\\b.*");
    private static final Pattern SETTING = Pattern.compile("([A-Za-z][\\w.]*)\\s*=\\s*(.*)");
    // the file in which a hypervisor notes what changed since a backup says nothing of the disk
    private static final Set<String> SETTINGS =
            Set.of("version", "encoding", "cid", "parentcid", "isnativesnapshot", "createtype", "changetrackpath");
    private static final Set<String> VERSIONS = Set.of("1", "2", "3", "4");
    private static final String NO_PARENT = "ffffffff";

    private final ImageFile file;
    private final Map<String, String> settings = new HashMap<>();
    private long sectors;

    private VmdkDescriptor(ImageFile file) {
        this.file = file;
    }

    /**
     * Reads the descriptor that a header names, checks it against the header, and returns the header of the disk that is
     * described: a header that counts whole grains leaves it to the descriptor to say where in the last one the disk ends.
     */
    static VmdkHeader described(ImageFile file, VmdkHeader header) throws IOException {
        VmdkDescriptor descriptor = new VmdkDescriptor(file);
        ByteBuffer text = file.bytes(VmdkHeader.SECTOR, (int) header.descriptorSize() * VmdkHeader.SECTOR);
        descriptor.read(lines(StandardCharsets.UTF_8.decode(text).toString()));
        descriptor.check(header);
        return header.ofCapacity(descriptor.sectors);
    }

    /** The kind of VMDK that a descriptor says it is of, in its first line that says one. */
    static Optional<String> createType(String text) {
        return lines(text).stream()
                .map(SETTING::matcher)
                .filter(setting -> setting.matches() && setting.group(1).equalsIgnoreCase("createType"))
                .map(setting -> setting.group(2).replace("\"", ""))
                .findFirst();
    }

    /** The lines that say something of the disk. */
    private static List<String> lines(String text) {
        int end = text.indexOf('\0');
        return (end < 0 ? text : text.substring(0, end))
                .lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty() && !isComment(line) && !isForTheMachine(line))
                .toList();
    }

    /** Whether a line is a comment from its start to its end; what is behind one might count for some readers. */
    private static boolean isComment(String line) {
        return line.startsWith("#")
                || line.length() >= 4 && line.startsWith("/*") && line.indexOf("*/", 2) == line.length() - 2;
    }

    private static boolean isForTheMachine(String line) {
        return line.regionMatches(true, 0, "ddb.", 0, 4);
    }

    private void read(List<String> lines) throws UnsafeImageException {
        for (String line : lines) {
            Matcher extent = EXTENT.matcher(line);
            Matcher setting = SETTING.matcher(line);
            if (extent.matches()) {
                extent(extent.group(1), Long.parseLong(extent.group(2)), extent.group(3));
            } else if (setting.matches()) {
                setting(setting.group(1), setting.group(2).replace("\"", ""));
            } else {
                throw unknown(line);
            }
        }
    }

    private void extent(String access, long size, String type) throws UnsafeImageException {
        file.require(sectors == 0, "M1", "its descriptor names several files", "merge them into one sparse VMDK first");
        file.require(
                type.equals("SPARSE") && !access.equals("NOACCESS") && size > 0,
                "M1",
                "its descriptor names " + size + " sectors as " + access + " " + ImageFile.shown(type)
                        + ", not a sparse extent",
                "convert it into a sparse VMDK first");
        sectors = size;
    }

    private void setting(String name, String value) throws UnsafeImageException {
        String key = name.toLowerCase(Locale.ROOT);
        file.require(
                !key.equals("parentfilenamehint"),
                "M2",
                "its descriptor names a parent",
                "merge it with its parent first");
        if (!SETTINGS.contains(key)) {
            throw unknown(name);
        }
        file.require(settings.putIfAbsent(key, value) == null, "M3", "its descriptor says " + name + " twice");
    }

    private UnsafeImageException unknown(String line) {
        return file.refusal(
                "M3",
                "its descriptor has a line that is not known, '" + ImageFile.shown(line) + "'",
                "it may change what the disk is: convert it without");
    }

    private void check(VmdkHeader header) throws UnsafeImageException {
        file.require(sectors > 0, "M1", "its descriptor names no file that holds the disk");
        String type = header.compressed() ? "streamOptimized" : "monolithicSparse";
        file.require(
                type.equals(settings.get("createtype")),
                "M1",
                "its descriptor does not say that it is " + type + ", as its header does",
                "convert it into one of these two");
        file.require(
                NO_PARENT.equalsIgnoreCase(settings.getOrDefault("parentcid", NO_PARENT)),
                "M2",
                "its descriptor says that it has a parent",
                "merge it with its parent first");
        file.require(
                VERSIONS.contains(settings.getOrDefault("version", "")),
                "M3",
                "its descriptor has no version that is known");
        file.require(
                sectors == header.capacity()
                        || sectors < header.capacity()
                                && header.capacity()
                                        == header.ofCapacity(sectors).grains() * header.grain(),
                "M6",
                "its descriptor says " + sectors + " sectors, its header " + header.capacity());
    }
}
