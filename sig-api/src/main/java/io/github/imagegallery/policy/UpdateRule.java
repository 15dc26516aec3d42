// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.policy;

import io.github.imagegallery.error.ErrorCode;
import io.github.imagegallery.error.Violation;
import io.github.imagegallery.model.GalleryInfo;
import io.github.imagegallery.model.ImageDefinitionInfo;
import io.github.imagegallery.model.ImageVersionInfo;
import io.github.imagegallery.model.RegionReplication;
import io.github.imagegallery.model.TargetRegion;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;

/**
 * What may be changed of a resource that exists (domain, Resources). Restating the
 * present value is no change, nor is restating a name in another case. Pure functions.
 */
public final class UpdateRule {
    private UpdateRule() {}

    /** Returns every property of a gallery that would change and may not. */
    public static List<Violation> check(GalleryInfo before, GalleryInfo after, GalleryRules rules) {
        Comparison<GalleryInfo> comparison = new Comparison<>(before, after)
                .immutable("location", GalleryInfo::location)
                .immutable(
                        "resourceGroup",
                        gallery -> gallery.id().resourceGroup(),
                        gallery -> canonical(gallery.id().resourceGroup()));
        if (!rules.updatesBeyondClassic()) {
            comparison.immutable("tags", GalleryInfo::tags, gallery -> TagRule.canonical(gallery.tags()));
        }
        return comparison.violations();
    }

    /** Returns every property of a definition that would change and may not, and a new end of life that is past. */
    public static List<Violation> check(
            ImageDefinitionInfo before, ImageDefinitionInfo after, Instant now, GalleryRules rules) {
        Comparison<ImageDefinitionInfo> comparison = new Comparison<>(before, after)
                .immutable("location", ImageDefinitionInfo::location)
                .immutable(
                        "identifier",
                        ImageDefinitionInfo::identifier,
                        definition -> definition.identifier().canonical())
                .immutable("osType", ImageDefinitionInfo::osType)
                .immutable("osState", ImageDefinitionInfo::osState)
                .immutable("hyperVGeneration", ImageDefinitionInfo::hyperVGeneration)
                .immutable("architecture", ImageDefinitionInfo::architecture)
                .immutable("eula", ImageDefinitionInfo::eula)
                .immutable("privacyStatementUri", ImageDefinitionInfo::privacyStatementUri)
                .immutable("purchasePlan", ImageDefinitionInfo::purchasePlan)
                .immutable(
                        "features",
                        ImageDefinitionInfo::features,
                        definition -> TagRule.canonical(definition.features()));
        if (!rules.updatesBeyondClassic()) {
            comparison
                    .immutable("disallowedDiskTypes", ImageDefinitionInfo::disallowedDiskTypes)
                    .immutable("releaseNoteUri", ImageDefinitionInfo::releaseNoteUri)
                    .immutable("tags", ImageDefinitionInfo::tags, definition -> TagRule.canonical(definition.tags()));
        }
        List<Violation> violations = comparison.violations();
        if (!before.endOfLifeDate().equals(after.endOfLifeDate())) {
            EndOfLifeRule.checkFuture(after.endOfLifeDate(), now).ifPresent(violations::add);
        }
        return violations;
    }

    private static String canonical(String resourceGroup) {
        return resourceGroup.toLowerCase(Locale.ROOT);
    }

    /**
     * Returns everything of a version that would change and may not: an immutable property; the home, or a region that the
     * safety profile keeps, dropped; a region's storage type; more replicas than its mode allows; a new end of life that is
     * past.
     *
     * @param after the version as it is about to be; its safety profile counts at once
     */
    public static List<Violation> check(
            ImageVersionInfo before, ImageVersionInfo after, Instant now, GalleryRules rules) {
        Comparison<ImageVersionInfo> comparison = new Comparison<>(before, after)
                .immutable("location", ImageVersionInfo::location)
                .immutable("publishedDate", ImageVersionInfo::publishedDate)
                .immutable("disks", ImageVersionInfo::disks)
                .immutable("replicationMode", ImageVersionInfo::replicationMode);
        if (!rules.updatesBeyondClassic()) {
            comparison
                    .immutable(
                            "allowDeletionOfReplicatedLocations",
                            version -> version.safetyProfile().allowDeletionOfReplicatedLocations())
                    .immutable(
                            "blockDeletionBeforeEndOfLife",
                            version -> version.safetyProfile().blockDeletionBeforeEndOfLife());
        }
        List<Violation> violations = comparison.violations();
        before.regions().forEach(region -> checkRegion(region, after, rules).ifPresent(violations::add));
        violations.addAll(ReplicationRule.checkMode(after));
        if (!before.endOfLifeDate().equals(after.endOfLifeDate())) {
            EndOfLifeRule.checkFuture(after.endOfLifeDate(), now).ifPresent(violations::add);
        }
        return violations;
    }

    private static Optional<Violation> checkRegion(
            RegionReplication present, ImageVersionInfo after, GalleryRules rules) {
        return after.region(present.region())
                .map(region -> ReplicationRule.checkStorage(
                        present, TargetRegion.of(region.region()).storage(region.storageType())))
                .orElseGet(() -> ReplicationRule.checkWithdrawal(after, present.region(), rules));
    }

    /** Compares one resource before and after. */
    private record Comparison<T>(T before, T after, List<Violation> violations) {
        Comparison(T before, T after) {
            this(before, after, new ArrayList<>());
        }

        Comparison<T> immutable(String property, Function<T, Object> value) {
            return immutable(property, value, value);
        }

        /** @param canonical what is compared in place of the value: two values are the same when these are equal */
        Comparison<T> immutable(String property, Function<T, Object> value, Function<T, Object> canonical) {
            if (!canonical.apply(before).equals(canonical.apply(after))) {
                violations.add(new Violation(
                        ErrorCode.PROPERTY_CHANGE_NOT_ALLOWED,
                        property,
                        text(value.apply(after)),
                        "it is '" + text(value.apply(before)) + "' and never changes",
                        "leave it out, or create another resource"));
            }
            return this;
        }

        private static String text(Object value) {
            return value instanceof Optional<?> optional
                    ? optional.map(Object::toString).orElse("")
                    : value.toString();
        }
    }
}
