// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.policy;

import io.github.imagegallery.error.ErrorCode;
import io.github.imagegallery.error.Violation;
import io.github.imagegallery.model.ImageDefinitionInfo;
import io.github.imagegallery.model.RegionCatalog;
import io.github.imagegallery.model.RegionName;
import io.github.imagegallery.model.SourceInfo;
import io.github.imagegallery.model.SourceInfo.Disk;
import io.github.imagegallery.model.SourceKind;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a version may be made from (domain, Image version). Pure functions. */
public final class SourceRule {
    private static final int MAX_LUN = 63;
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_]([A-Za-z0-9_.-]{0,78}[A-Za-z0-9_])?");
    private static final Pattern ID = Pattern.compile(
            "/subscriptions/([^/]+)/resourceGroups/[^/]+/providers/Microsoft\\.Compute/([^/]+)/([^/]+)",
            Pattern.CASE_INSENSITIVE);
    private static final Set<SourceKind> DESCRIBED = Set.of(SourceKind.VIRTUAL_MACHINE, SourceKind.MANAGED_IMAGE);
    private static final Set<SourceKind> PLACED = Set.of(SourceKind.MANAGED_DISK, SourceKind.SNAPSHOT);

    private SourceRule() {}

    /**
     * Returns everything that is wrong with a source by itself: ids that are malformed or of another subscription, facts
     * that are required and missing, logical unit numbers out of range or repeated, a disk that is used twice, be it once by its name and once by its
     * id.
     *
     * @param subscription the gallery's subscription, of which the source must be, unless it is an image version
     */
    public static List<Violation> check(SourceInfo source, String subscription) {
        List<Violation> violations = new ArrayList<>();
        source.id()
                .flatMap(id -> checkId("source.id", source.kind(), id, subscription))
                .ifPresent(violations::add);
        if (DESCRIBED.contains(source.kind())) {
            require("source.region", source, !source.regions().isEmpty(), violations);
            require("source.osType", source, source.osType().isPresent(), violations);
            require("source.osState", source, source.osState().isPresent(), violations);
            require("source.hyperVGeneration", source, source.hyperVGeneration().isPresent(), violations);
        }
        checkDisks(source, subscription, violations);
        return violations;
    }

    private static void require(String fact, SourceInfo source, boolean stated, List<Violation> violations) {
        if (!stated) {
            violations.add(missing(fact, source.kind()));
        }
    }

    private static Violation missing(String fact, SourceKind kind) {
        return Violation.invalid(fact, "", "of a " + kind + " it is required", "say what the " + kind + " has");
    }

    private static void checkDisks(SourceInfo source, String subscription, List<Violation> violations) {
        boolean placed = !source.regions().isEmpty() || DESCRIBED.contains(source.kind());
        Set<Optional<Integer>> seen = new HashSet<>();
        List<Disk> used = new ArrayList<>();
        for (Disk disk : source.disks()) {
            checkLun(disk, seen.add(disk.lun())).ifPresent(violations::add);
            disk.id()
                    .flatMap(id -> checkId(disk.target() + ".id", disk.kind(), id, subscription))
                    .ifPresent(violations::add);
            used.stream()
                    .filter(other -> isSame(disk, other, subscription))
                    .findFirst()
                    .ifPresent(other ->
                            violations.add(usedTwice(disk.target(), disk.id().orElseThrow(), other.target())));
            used.add(disk);
            if (PLACED.contains(disk.kind()) && disk.region().isEmpty() && !placed) {
                violations.add(missing(disk.target() + ".region", disk.kind()));
            }
        }
    }

    /** Tells whether two disks are the same: a name alone is that of any resource group of the gallery's subscription. */
    private static boolean isSame(Disk disk, Disk other, String subscription) {
        if (disk.kind() != other.kind() || disk.id().isEmpty() || other.id().isEmpty()) {
            return false;
        }
        String id = disk.id().get();
        String otherId = other.id().get();
        return id.equalsIgnoreCase(otherId) || isNamed(id, otherId, subscription) || isNamed(otherId, id, subscription);
    }

    /** Tells whether a full id is that of a disk of that name. */
    private static boolean isNamed(String id, String name, String subscription) {
        Matcher form = ID.matcher(id);
        return form.matches()
                && form.group(1).equalsIgnoreCase(subscription)
                && form.group(3).equalsIgnoreCase(name);
    }

    private static Optional<Violation> checkLun(Disk disk, boolean first) {
        if (!first) {
            return Optional.of(Violation.invalid(
                    disk.target(),
                    disk.lun().map(Object::toString).orElse(""),
                    "there are two",
                    "use each number once"));
        }
        return disk.lun()
                .filter(lun -> lun < 0 || lun > MAX_LUN)
                .map(lun -> Violation.invalid(
                        "dataDisk.lun", lun, "a logical unit number is 0 to " + MAX_LUN, "choose another number"));
    }

    /**
     * Returns that a disk is used twice.
     *
     * @param target the second use, such as {@code dataDisk 3}
     * @param asked the disk
     * @param other the first use
     */
    public static Violation usedTwice(String target, Object asked, String other) {
        return Violation.invalid(target, asked, "it is the " + other + " as well", "use each disk once");
    }

    private static Optional<Violation> checkId(String target, SourceKind kind, String id, String subscription) {
        Optional<String> type = kind.resourceType();
        if (type.isEmpty() || NAME.matcher(id).matches()) {
            return Optional.empty();
        }
        Matcher form = ID.matcher(id);
        boolean fits = form.matches()
                && form.group(2).equalsIgnoreCase(type.get())
                && NAME.matcher(form.group(3)).matches();
        if (!fits) {
            return Optional.of(Violation.invalid(
                    target,
                    id,
                    "it is neither the name nor the id of a " + kind,
                    "write the name, or /subscriptions/…/resourceGroups/…/providers/Microsoft.Compute/" + type.get()
                            + "/…"));
        }
        if (form.group(1).equalsIgnoreCase(subscription)) {
            return Optional.empty();
        }
        return Optional.of(Violation.invalid(
                target,
                id,
                "the " + kind + " is in another subscription than the gallery, which is in " + subscription,
                "publish it in a gallery of its own subscription, and this version from that one"));
    }

    /**
     * Returns everything in which a source does not fit its version: an unknown region, another region than the version's
     * home, or another OS type, state, generation, architecture or plan than the definition has. What is not known of a
     * file is not compared.
     *
     * @param catalog the regions that there are
     */
    public static List<Violation> check(
            SourceInfo source, ImageDefinitionInfo definition, RegionName home, RegionCatalog catalog) {
        List<Violation> violations = new ArrayList<>();
        checkRegion(source, home, catalog).ifPresent(violations::add);
        for (Disk disk : source.disks()) {
            disk.region()
                    .filter(region -> !region.equals(home))
                    .ifPresent(region -> violations.add(elsewhere(disk.target() + ".region", region, home, catalog)));
        }
        compare("osType", source.osType(), definition.osType()).ifPresent(violations::add);
        compare("osState", source.osState(), definition.osState()).ifPresent(violations::add);
        compare("hyperVGeneration", source.hyperVGeneration(), definition.hyperVGeneration())
                .ifPresent(violations::add);
        compare("architecture", source.architecture(), definition.architecture())
                .ifPresent(violations::add);
        checkPlan(source, definition).ifPresent(violations::add);
        return violations;
    }

    private static Optional<Violation> checkRegion(SourceInfo source, RegionName home, RegionCatalog catalog) {
        if (source.regions().contains(home)) {
            return Optional.empty();
        }
        if (source.kind() == SourceKind.IMAGE_VERSION) {
            return Optional.of(notAvailable(source, home));
        }
        return source.regions().stream().findFirst().map(region -> elsewhere("source.region", region, home, catalog));
    }

    private static Violation elsewhere(String target, RegionName region, RegionName home, RegionCatalog catalog) {
        return RegionRule.checkKnown(target, region, catalog)
                .orElseGet(() -> Violation.invalid(
                        target,
                        region,
                        "the version's home region is " + home,
                        "publish with the location " + region + ", or bring the source to " + home));
    }

    private static Violation notAvailable(SourceInfo source, RegionName home) {
        List<RegionName> regions = source.regions().stream().sorted().toList();
        return new Violation(
                ErrorCode.GALLERY_IMAGE_NOT_FOUND,
                "source.region",
                home.toString(),
                regions.isEmpty()
                        ? "the source is available nowhere yet"
                        : "the source is available in " + regions + " only",
                regions.isEmpty()
                        ? "finish its publication first"
                        : "replicate the source to " + home + " first, or publish with the location " + regions.get(0));
    }

    private static Optional<Violation> compare(String property, Optional<?> source, Object definition) {
        return source.filter(value -> !value.equals(definition))
                .map(value -> Violation.invalid(
                        "source." + property,
                        value,
                        "the definition has " + definition,
                        "use a source of " + definition + ", or a definition of " + value));
    }

    private static Optional<Violation> checkPlan(SourceInfo source, ImageDefinitionInfo definition) {
        boolean unknown = source.isFile() && source.purchasePlan().isEmpty();
        if (unknown || source.purchasePlan().equals(definition.purchasePlan())) {
            return Optional.empty();
        }
        return Optional.of(Violation.invalid(
                "source.purchasePlan",
                source.purchasePlan().map(Object::toString).orElse("none"),
                definition
                        .purchasePlan()
                        .map(plan -> "the definition has the plan " + plan)
                        .orElse("the definition has no plan"),
                "use a source and a definition of the same plan"));
    }

    /**
     * Returns that a disk is larger than the limit, empty if it is not.
     *
     * @param target which disk, such as {@code osDisk}
     * @param asked where it comes from
     * @param bytes its size
     */
    public static Optional<Violation> checkSize(String target, Object asked, long bytes, GalleryRules rules) {
        if (bytes <= rules.maxDiskBytes()) {
            return Optional.empty();
        }
        return Optional.of(new Violation(
                ErrorCode.SOURCE_EXCEEDS_MAX_SIZE,
                target,
                asked.toString(),
                "the disk has " + bytes + " bytes; a disk may have " + rules.maxDiskBytes(),
                "shrink the disk, or raise the limit in the rules"));
    }
}
