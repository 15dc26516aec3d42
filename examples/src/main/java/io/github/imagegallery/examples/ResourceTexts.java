// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.examples;

import io.github.imagegallery.model.DiskInfo;
import io.github.imagegallery.model.GalleryInfo;
import io.github.imagegallery.model.HostCaching;
import io.github.imagegallery.model.ImageDefinitionInfo;
import io.github.imagegallery.model.ImageVersionInfo;
import io.github.imagegallery.model.RegionName;
import io.github.imagegallery.model.RegionReplication;
import io.github.imagegallery.model.ReplicationMode;
import io.github.imagegallery.model.ResourceId;
import io.github.imagegallery.model.SafetyProfile;
import io.github.imagegallery.model.VersionOutcome;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Galleries, definitions and versions, and what was done to them, as lines of text for people. */
final class ResourceTexts {
    private static final String NOT_KNOWN = "not known yet";

    private ResourceTexts() {}

    static String gallery(GalleryInfo gallery) {
        return gallery.name() + " in " + gallery.location()
                + gallery.description().map(text -> ": " + text).orElse("");
    }

    /** Returns a definition in one line, which calls it what it is called there. */
    static String definition(String called, ImageDefinitionInfo definition) {
        return called + " (" + kind(definition) + ")"
                + definition
                        .endOfLifeDate()
                        .map(date -> ", end of life " + date)
                        .orElse("")
                + definition.description().map(text -> ": " + text).orElse("");
    }

    /** Returns all of a gallery. */
    static List<String> wholeGallery(GalleryInfo gallery, List<ImageDefinitionInfo> definitions) {
        List<String> lines = new ArrayList<>();
        lines.add(gallery(gallery));
        List<List<String>> rows = new ArrayList<>();
        rows.add(id(gallery.id()));
        rows.addAll(listed("tags", named(gallery.tags())));
        lines.addAll(Texts.table("  ", rows));
        definitions.forEach(definition -> lines.add("  " + definition(definition.name(), definition)));
        if (definitions.isEmpty()) {
            lines.add("  no definitions yet");
        }
        return lines;
    }

    /** Returns all of a definition. */
    static List<String> wholeDefinition(ImageDefinitionInfo definition, List<ImageVersionInfo> versions) {
        List<String> lines = new ArrayList<>();
        lines.add(definition.id().path());
        lines.addAll(facts("  ", List.of(id(definition.id())), definition));
        versions.forEach(version -> lines.add("  " + version(version)));
        if (versions.isEmpty()) {
            lines.add("  no versions yet");
        }
        return lines;
    }

    /** Returns what is so of a definition, one line each. */
    static List<String> facts(String indent, ImageDefinitionInfo definition) {
        return facts(indent, List.of(), definition);
    }

    private static List<String> facts(String indent, List<List<String>> first, ImageDefinitionInfo definition) {
        List<List<String>> rows = new ArrayList<>(first);
        rows.add(List.of("location", definition.location().toString()));
        rows.add(List.of("kind", kind(definition)));
        definition.description().ifPresent(text -> rows.add(List.of("description", text)));
        definition.endOfLifeDate().ifPresent(date -> rows.add(List.of("end of life", date.toString())));
        definition.recommendedVcpus().ifPresent(range -> rows.add(List.of("vCPUs", range.toString())));
        definition.recommendedMemoryMiB().ifPresent(range -> rows.add(List.of("memory", range + " MiB")));
        rows.addAll(listed("not on disks", definition.disallowedDiskTypes()));
        definition.releaseNoteUri().ifPresent(where -> rows.add(List.of("release notes", where.toString())));
        definition.privacyStatementUri().ifPresent(where -> rows.add(List.of("privacy", where.toString())));
        definition.eula().ifPresent(text -> rows.add(List.of("EULA", text)));
        definition.purchasePlan().ifPresent(plan -> rows.add(List.of("plan", plan.toString())));
        rows.addAll(listed("features", named(definition.features())));
        rows.addAll(listed("tags", named(definition.tags())));
        return Texts.table(indent, rows);
    }

    /** Returns the row that says how a resource is called in full. */
    private static List<String> id(ResourceId id) {
        return List.of("id", id.toString());
    }

    /** Returns one row with all of the values, no row if there are none. */
    private static List<List<String>> listed(String name, Collection<?> values) {
        return values.isEmpty()
                ? List.of()
                : List.of(List.of(name, values.stream().map(Object::toString).collect(Collectors.joining(", "))));
    }

    private static List<String> named(Map<String, String> values) {
        return values.entrySet().stream()
                .map(entry -> entry.getKey() + "=" + entry.getValue())
                .toList();
    }

    private static String kind(ImageDefinitionInfo definition) {
        return Stream.of(
                        definition.identifier(),
                        definition.osType(),
                        definition.osState(),
                        definition.hyperVGeneration(),
                        definition.architecture())
                .map(Object::toString)
                .collect(Collectors.joining(", "));
    }

    /** Returns a version in one line: state, sizes, regions. */
    static String version(ImageVersionInfo version) {
        return version.number() + "  " + version.provisioningState() + ", " + sizes(version) + ", in "
                + version.regions().stream().map(ResourceTexts::shortRegion).collect(Collectors.joining(", "))
                + notes(version);
    }

    private static String sizes(ImageVersionInfo version) {
        if (version.disks().isEmpty()) {
            return "sizes " + NOT_KNOWN;
        }
        long virtual =
                version.disks().stream().mapToLong(DiskInfo::virtualSizeBytes).sum();
        return Texts.size(virtual) + " virtual, " + Texts.size(version.billedBytes()) + " billed";
    }

    private static String notes(ImageVersionInfo version) {
        return (version.replicationMode() == ReplicationMode.SHALLOW ? ", shallow" : "")
                + (version.excludeFromLatest() ? ", excluded from latest" : "")
                + version.endOfLifeDate().map(date -> ", end of life " + date).orElse("");
    }

    private static String shortRegion(RegionReplication region) {
        return region.region() + "=" + region.replicaCount() + " " + state(region)
                + (region.excludeFromLatest().orElse(false) ? " (excluded from latest)" : "");
    }

    private static String state(RegionReplication region) {
        return region.progressPercent() == 100
                ? region.state().toString()
                : region.state() + " " + region.progressPercent() + " %";
    }

    /** Returns the regions of a version, one line each. */
    static List<String> regions(String indent, ImageVersionInfo version) {
        return Texts.table(
                indent, version.regions().stream().map(ResourceTexts::regionRow).toList());
    }

    private static List<String> regionRow(RegionReplication region) {
        return List.of(
                region.region().toString(),
                Texts.count(region.replicaCount(), "replica"),
                region.storageType().toString(),
                state(region)
                        + region.excludeFromLatest()
                                .map(excluded -> excluded ? ", excluded from latest" : ", included in latest")
                                .orElse("")
                        + region.details().map(details -> ": " + details).orElse(""));
    }

    /** Returns all of a version. */
    static List<String> wholeVersion(ImageVersionInfo version) {
        List<List<String>> rows = new ArrayList<>();
        rows.add(id(version.id()));
        rows.add(List.of("state", version.provisioningState().toString()));
        rows.add(List.of("replication", version.replicationMode() + ", " + version.replicationStatus()));
        rows.add(List.of("home", version.location().toString()));
        version.publishedDate().ifPresent(date -> rows.add(List.of("published", date.toString())));
        version.endOfLifeDate().ifPresent(date -> rows.add(List.of("end of life", date.toString())));
        if (version.excludeFromLatest()) {
            rows.add(List.of("latest", "excluded"));
        }
        rows.addAll(listed("safety", safety(version.safetyProfile())));
        rows.add(
                version.disks().isEmpty()
                        ? List.of("sizes", NOT_KNOWN)
                        : List.of("billed", Texts.exactSize(version.billedBytes()) + " for each replica"));
        version.disks().forEach(disk -> rows.add(List.of(disk(disk), sizes(disk))));
        List<String> lines = new ArrayList<>();
        lines.add(version.id().path());
        lines.addAll(Texts.table("  ", rows));
        lines.addAll(regions("  ", version));
        return lines;
    }

    /** Returns what is refused for the sake of safety. */
    private static List<String> safety(SafetyProfile profile) {
        List<String> refused = new ArrayList<>();
        if (!profile.allowDeletionOfReplicatedLocations()) {
            refused.add("regions are kept");
        }
        if (profile.blockDeletionBeforeEndOfLife()) {
            refused.add("not deleted before its end of life");
        }
        return refused;
    }

    private static String disk(DiskInfo disk) {
        return disk.lun().map(lun -> "data disk " + lun).orElse("OS disk");
    }

    private static String sizes(DiskInfo disk) {
        return Texts.size(disk.virtualSizeBytes()) + " virtual, " + Texts.size(disk.billedBytes()) + " billed"
                + (disk.hostCaching() == HostCaching.NONE ? "" : ", host caching " + disk.hostCaching())
                + disk.manifest().map(manifest -> ", manifest " + manifest).orElse("");
    }

    /** Returns what a publication or change did. */
    static List<String> outcome(String subject, VersionOutcome outcome) {
        List<String> lines = new ArrayList<>(change(subject, outcome.version()));
        lines.addAll(bytes("  ", outcome));
        return lines;
    }

    /** Returns which region was dropped, and which are left. */
    static List<String> withdrawal(RegionName region, ImageVersionInfo version) {
        List<String> lines = new ArrayList<>(
                change("Withdrew " + region + " from " + version.id().path(), version));
        lines.add(Texts.BYTES_STAY);
        return lines;
    }

    /** Returns what is so of a version that was changed. */
    static List<String> update(ImageVersionInfo version) {
        return change("Updated " + version.id().path(), version);
    }

    private static List<String> change(String subject, ImageVersionInfo version) {
        List<String> lines = new ArrayList<>();
        lines.add(subject + ": " + version.provisioningState() + notes(version));
        lines.addAll(regions("  ", version));
        return lines;
    }

    /** Returns the three sizes that a publication or change has. */
    static List<String> bytes(String indent, VersionOutcome outcome) {
        return Texts.table(
                indent,
                List.of(
                        List.of("billed", Texts.exactSize(outcome.version().billedBytes()), "for each replica"),
                        List.of("stored", Texts.exactSize(outcome.storedBytes()), "new in the first copy at home"),
                        List.of("moved", Texts.exactSize(outcome.movedBytes()), "copied to the other replicas")));
    }
}
