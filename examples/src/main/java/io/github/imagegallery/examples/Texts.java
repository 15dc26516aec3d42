// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.examples;

import io.github.imagegallery.core.GallerySettings;
import io.github.imagegallery.model.CostChange;
import io.github.imagegallery.model.CostEstimate;
import io.github.imagegallery.model.CostEstimate.Charge;
import io.github.imagegallery.model.DiskInfo;
import io.github.imagegallery.model.GalleryInfo;
import io.github.imagegallery.model.HostCaching;
import io.github.imagegallery.model.ImageDefinitionInfo;
import io.github.imagegallery.model.ImageVersionInfo;
import io.github.imagegallery.model.LatestResolution;
import io.github.imagegallery.model.LatestResolution.Outcome;
import io.github.imagegallery.model.RegionName;
import io.github.imagegallery.model.RegionReplication;
import io.github.imagegallery.model.ReplicationMode;
import io.github.imagegallery.model.ResourceId;
import io.github.imagegallery.model.SafetyProfile;
import io.github.imagegallery.model.VersionEvent;
import io.github.imagegallery.model.VersionOutcome;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The API's values as lines of text for people. */
final class Texts {
    /** Why the disk is no emptier than before. */
    static final String BYTES_STAY = "  its bytes stay on the disk until the collector comes (not yet available)";

    private static final Pattern UNPRINTABLE = Pattern.compile("[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}]");
    private static final String NOT_KNOWN = "not known yet";
    private static final List<String> UNITS = List.of("bytes", "KiB", "MiB", "GiB", "TiB");

    private Texts() {}

    /** Returns a text on one line, whatever was put into it: line breaks and the like are escaped. */
    static String printable(String text) {
        return UNPRINTABLE
                .matcher(text)
                .replaceAll(found -> String.format("\\\\u%04x", found.group().codePointAt(0)));
    }

    /** Returns a size such as {@code 12.5 MiB}. */
    static String size(long bytes) {
        double value = bytes;
        int unit = 0;
        while (value >= 1024 && unit < UNITS.size() - 1) {
            value /= 1024;
            unit++;
        }
        return unit == 0 ? count(bytes, "byte") : String.format(Locale.ROOT, "%.1f %s", value, UNITS.get(unit));
    }

    /** Returns a size such as {@code 12.5 MiB (13,107,200 bytes)}. */
    static String exactSize(long bytes) {
        return bytes < 1024 ? size(bytes) : String.format(Locale.ROOT, "%s (%,d bytes)", size(bytes), bytes);
    }

    /** Returns an amount for reading: two decimals, more where it is small. */
    static String money(BigDecimal amount, String currency) {
        BigDecimal cents = amount.setScale(2, RoundingMode.HALF_UP);
        boolean small = amount.abs().compareTo(BigDecimal.ONE) < 0 && amount.signum() != 0;
        return (small ? amount.round(new MathContext(3, RoundingMode.HALF_UP)) : cents).toPlainString() + " "
                + currency;
    }

    /** Returns {@code 1 replica}, {@code 2 replicas}. */
    static String count(long number, String noun) {
        return number + " " + noun + (number == 1 ? "" : "s");
    }

    /** Returns a command on a resource as it is typed, which finds the resource in its subscription. */
    static String command(String name, ResourceId id) {
        return "gallery " + name + " " + id.path()
                + (id.subscription().equals(GallerySettings.defaults().subscription())
                        ? ""
                        : " --subscription " + id.subscription());
    }

    /** Returns rows of cells as lines, each column as wide as its widest cell, two blanks apart. */
    static List<String> table(String indent, List<List<String>> rows) {
        int columns = rows.stream().mapToInt(List::size).max().orElse(0);
        int[] widths = IntStream.range(0, columns)
                .map(column -> rows.stream()
                        .filter(row -> row.size() > column)
                        .mapToInt(row -> row.get(column).length())
                        .max()
                        .orElse(0))
                .toArray();
        return rows.stream().map(row -> indent + line(row, widths)).toList();
    }

    private static String line(List<String> row, int[] widths) {
        return IntStream.range(0, row.size())
                .mapToObj(column -> row.get(column)
                        + " ".repeat(widths[column] - row.get(column).length()))
                .collect(Collectors.joining("  "))
                .stripTrailing();
    }

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
        lines.addAll(table("  ", rows));
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
        return table(indent, rows);
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
                + version.regions().stream().map(Texts::shortRegion).collect(Collectors.joining(", "))
                + notes(version);
    }

    private static String sizes(ImageVersionInfo version) {
        if (version.disks().isEmpty()) {
            return "sizes " + NOT_KNOWN;
        }
        long virtual =
                version.disks().stream().mapToLong(DiskInfo::virtualSizeBytes).sum();
        return size(virtual) + " virtual, " + size(version.billedBytes()) + " billed";
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
        return table(indent, version.regions().stream().map(Texts::regionRow).toList());
    }

    private static List<String> regionRow(RegionReplication region) {
        return List.of(
                region.region().toString(),
                count(region.replicaCount(), "replica"),
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
                        : List.of("billed", exactSize(version.billedBytes()) + " for each replica"));
        version.disks().forEach(disk -> rows.add(List.of(disk(disk), sizes(disk))));
        List<String> lines = new ArrayList<>();
        lines.add(version.id().path());
        lines.addAll(table("  ", rows));
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
        return size(disk.virtualSizeBytes()) + " virtual, " + size(disk.billedBytes()) + " billed"
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
        lines.add(BYTES_STAY);
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
        return table(
                indent,
                List.of(
                        List.of("billed", exactSize(outcome.version().billedBytes()), "for each replica"),
                        List.of("stored", exactSize(outcome.storedBytes()), "new in the first copy at home"),
                        List.of("moved", exactSize(outcome.movedBytes()), "copied to the other replicas")));
    }

    /** Returns which version is latest, and why not the others. */
    static List<String> latest(LatestResolution resolution) {
        return latest("", resolution);
    }

    /** Returns which version is latest at an instant, which is said after the region, and why not the others. */
    static List<String> latest(String at, LatestResolution resolution) {
        List<String> lines = new ArrayList<>();
        lines.add(resolution.region() + at + ": " + chosen(resolution));
        lines.addAll(passedOver("  ", resolution));
        return lines;
    }

    private static String chosen(LatestResolution resolution) {
        String newestOfAll = resolution.passedOver().isEmpty() ? ", the highest number of all" : "";
        return resolution
                .chosen()
                .map(version -> version.number() + newestOfAll)
                .orElse(resolution.outcome() == Outcome.BEFORE_HISTORY ? "not known" : "none");
    }

    /** Returns the versions that were passed over, one line each. */
    static List<String> passedOver(String indent, LatestResolution resolution) {
        return resolution.passedOver().stream()
                .map(passed -> indent + "not " + passed.version() + ": " + passed.explanation())
                .toList();
    }

    /** Returns a history, one line for each change. */
    static List<String> history(List<VersionEvent> events) {
        return table("", events.stream().map(Texts::event).toList());
    }

    private static List<String> event(VersionEvent event) {
        return List.of(
                event.at().toString(),
                event.version().toString(),
                event.kind().name().toLowerCase(Locale.ROOT),
                String.join("; ", event.changes()));
    }

    /** Returns an estimate, item by item, rounded for reading. */
    static List<String> estimate(String indent, CostEstimate estimate) {
        List<List<String>> rows = new ArrayList<>();
        estimate.items().forEach(item -> rows.add(item(item, estimate.currency())));
        rows.add(List.of("every month", "", "", money(estimate.monthly(), estimate.currency())));
        rows.add(List.of("once", "", "", money(estimate.once(), estimate.currency())));
        return table(indent, rows);
    }

    /** Returns what is charged now and then, and the difference. */
    static List<String> change(String indent, CostChange change) {
        List<String> lines = new ArrayList<>();
        lines.add(indent + "now");
        lines.addAll(estimate(indent + "  ", change.before()));
        lines.add(indent + "then");
        lines.addAll(estimate(indent + "  ", change.after()));
        lines.add(indent + "difference");
        lines.addAll(table(
                indent + "  ",
                List.of(
                        List.of("every month", signed(change.monthlyDifference(), change.currency())),
                        List.of("once", signed(change.once(), change.currency())))));
        return lines;
    }

    private static String signed(BigDecimal amount, String currency) {
        return (amount.signum() > 0 ? "+" : "") + money(amount, currency);
    }

    private static List<String> item(CostEstimate.Item item, String currency) {
        return List.of(
                item.charge() == Charge.STORAGE_PER_MONTH ? "storage" : "egress",
                item.region().toString(),
                item.count() + " x " + size(item.bytes()) + " at "
                        + item.pricePerGb().toPlainString() + " per GB",
                money(item.amount(), currency));
    }
}
