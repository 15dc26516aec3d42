// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.examples;

import io.github.imagegallery.disk.DiskImage;
import io.github.imagegallery.disk.DiskMeasure;
import io.github.imagegallery.model.CollectReport;
import io.github.imagegallery.model.CostChange;
import io.github.imagegallery.model.CostEstimate;
import io.github.imagegallery.model.DiskInfo;
import io.github.imagegallery.model.ExportReport;
import io.github.imagegallery.model.GalleryInfo;
import io.github.imagegallery.model.ImageDefinitionInfo;
import io.github.imagegallery.model.ImageIdentifier;
import io.github.imagegallery.model.ImageVersionInfo;
import io.github.imagegallery.model.IntRange;
import io.github.imagegallery.model.LatestResolution;
import io.github.imagegallery.model.PurchasePlan;
import io.github.imagegallery.model.ReadFallback;
import io.github.imagegallery.model.Region;
import io.github.imagegallery.model.RegionCatalog;
import io.github.imagegallery.model.RegionReplication;
import io.github.imagegallery.model.RepairReport;
import io.github.imagegallery.model.ReplicaAdvice;
import io.github.imagegallery.model.SafetyProfile;
import io.github.imagegallery.model.VerifyReport;
import io.github.imagegallery.model.VersionEvent;
import io.github.imagegallery.model.VersionOutcome;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The API's values as JSON documents, under the API's own names. */
final class Documents {
    private Documents() {}

    /** What an image file holds; what all of its content says, too, where it was read. */
    static Document disk(DiskImage image, long allocatedBytes, Optional<DiskMeasure> measure) {
        return new Document()
                .put("format", image.format())
                .put("description", image.description())
                .put("virtualSize", image.virtualSize())
                .put("blockSize", image.blockSize().stream().boxed().findFirst())
                .put("allocatedBytes", allocatedBytes)
                .put("occupiedBytes", measure.map(DiskMeasure::occupiedBytes))
                .put("sha256", measure.flatMap(DiskMeasure::sha256))
                .put("notes", image.notes());
    }

    static Document gallery(GalleryInfo gallery) {
        return new Document()
                .put("id", gallery.id())
                .put("subscription", gallery.id().subscription())
                .put("resourceGroup", gallery.id().resourceGroup())
                .put("name", gallery.name())
                .put("location", gallery.location())
                .put("description", gallery.description())
                .put("tags", named(gallery.tags()));
    }

    static Document definition(ImageDefinitionInfo definition) {
        return new Document()
                .put("id", definition.id())
                .put("name", definition.name())
                .put("location", definition.location())
                .put("identifier", identifier(definition.identifier()))
                .put("osType", definition.osType())
                .put("osState", definition.osState())
                .put("hyperVGeneration", definition.hyperVGeneration())
                .put("architecture", definition.architecture())
                .put("description", definition.description())
                .put("endOfLifeDate", definition.endOfLifeDate())
                .put("recommendedVcpus", definition.recommendedVcpus().map(Documents::range))
                .put("recommendedMemoryMiB", definition.recommendedMemoryMiB().map(Documents::range))
                .put(
                        "disallowedDiskTypes",
                        Optional.of(definition.disallowedDiskTypes()).filter(types -> !types.isEmpty()))
                .put("releaseNoteUri", definition.releaseNoteUri())
                .put("privacyStatementUri", definition.privacyStatementUri())
                .put("eula", definition.eula())
                .put("purchasePlan", definition.purchasePlan().map(Documents::plan))
                .put("features", named(definition.features()))
                .put("tags", named(definition.tags()));
    }

    static Document definition(ImageDefinitionInfo definition, List<ImageVersionInfo> versions) {
        return definition(definition)
                .put("versions", versions.stream().map(Documents::version).toList());
    }

    private static Document plan(PurchasePlan plan) {
        return new Document()
                .put("name", plan.name())
                .put("publisher", plan.publisher())
                .put("product", plan.product());
    }

    /** Returns names with their values, empty if there are none. */
    private static Optional<Document> named(Map<String, String> values) {
        Document document = new Document();
        values.forEach(document::put);
        return values.isEmpty() ? Optional.empty() : Optional.of(document);
    }

    private static Document identifier(ImageIdentifier identifier) {
        return new Document()
                .put("publisher", identifier.publisher())
                .put("offer", identifier.offer())
                .put("sku", identifier.sku());
    }

    private static Document range(IntRange range) {
        return new Document().put("min", range.min()).put("max", range.max());
    }

    static Document version(ImageVersionInfo version) {
        return new Document()
                .put("id", version.id())
                .put("number", version.number())
                .put("location", version.location())
                .put("publishedDate", version.publishedDate())
                .put("excludeFromLatest", version.excludeFromLatest())
                .put("endOfLifeDate", version.endOfLifeDate())
                .put("replicationMode", version.replicationMode())
                .put("safetyProfile", safetyProfile(version.safetyProfile()))
                .put("provisioningState", version.provisioningState())
                .put("replicationStatus", version.replicationStatus())
                .put("billedBytes", billedBytes(version))
                .put("disks", version.disks().stream().map(Documents::disk).toList())
                .put(
                        "regions",
                        version.regions().stream().map(Documents::region).toList());
    }

    private static Document safetyProfile(SafetyProfile profile) {
        return new Document()
                .put("allowDeletionOfReplicatedLocations", profile.allowDeletionOfReplicatedLocations())
                .put("blockDeletionBeforeEndOfLife", profile.blockDeletionBeforeEndOfLife());
    }

    /** Returns what is billed, empty while the disks are not known: the sum over none would be taken for a size. */
    private static Optional<Long> billedBytes(ImageVersionInfo version) {
        return version.disks().isEmpty() ? Optional.empty() : Optional.of(version.billedBytes());
    }

    private static Document disk(DiskInfo disk) {
        return new Document()
                .put("lun", disk.lun())
                .put("virtualSizeBytes", disk.virtualSizeBytes())
                .put("billedBytes", disk.billedBytes())
                .put("hostCaching", disk.hostCaching())
                .put("manifest", disk.manifest());
    }

    private static Document region(RegionReplication region) {
        return new Document()
                .put("region", region.region())
                .put("replicaCount", region.replicaCount())
                .put("storageType", region.storageType())
                .put("zones", region.zones())
                .put("excludeFromLatest", region.excludeFromLatest())
                .put("state", region.state())
                .put("availableReplicas", region.availableReplicas())
                .put("progressPercent", region.progressPercent())
                .put("details", region.details());
    }

    static Document outcome(VersionOutcome outcome) {
        return new Document()
                .put("billedBytes", billedBytes(outcome.version()))
                .put("storedBytes", outcome.storedBytes())
                .put("movedBytes", outcome.movedBytes())
                .put("advice", Optional.of(outcome.advice()).filter(advice -> !advice.isEmpty()))
                .put("version", version(outcome.version()));
    }

    static Document latest(LatestResolution resolution) {
        return new Document()
                .put("region", resolution.region())
                .put("outcome", resolution.outcome())
                .put("chosen", resolution.chosen().map(Documents::version))
                .put(
                        "passedOver",
                        resolution.passedOver().stream()
                                .map(Documents::passedOver)
                                .toList());
    }

    private static Document passedOver(LatestResolution.PassedOver passedOver) {
        return new Document()
                .put("version", passedOver.version())
                .put("reason", passedOver.reason())
                .put("explanation", passedOver.explanation());
    }

    static Document event(VersionEvent event) {
        return new Document()
                .put("at", event.at())
                .put("version", event.version())
                .put("kind", event.kind())
                .put("changes", event.changes());
    }

    static Document export(ExportReport report) {
        return new Document()
                .put("file", report.file())
                .put("virtualSizeBytes", report.virtualSizeBytes())
                .put("site", report.site())
                .put(
                        "fallbacks",
                        report.fallbacks().stream().map(Documents::fallback).toList());
    }

    private static Document fallback(ReadFallback fallback) {
        return new Document().put("site", fallback.site()).put("reason", fallback.reason());
    }

    static Document estimate(CostEstimate estimate) {
        return new Document()
                .put("currency", estimate.currency())
                .put("monthly", estimate.monthly())
                .put("once", estimate.once())
                .put("total", estimate.total())
                .put("items", estimate.items().stream().map(Documents::item).toList());
    }

    static Document change(CostChange change) {
        return new Document()
                .put("currency", change.currency())
                .put("monthlyDifference", change.monthlyDifference())
                .put("once", change.once())
                .put("before", estimate(change.before()))
                .put("after", estimate(change.after()));
    }

    private static Document item(CostEstimate.Item item) {
        return new Document()
                .put("charge", item.charge())
                .put("region", item.region())
                .put("count", item.count())
                .put("bytes", item.bytes())
                .put("gigabytes", item.gigabytes())
                .put("pricePerGb", item.pricePerGb())
                .put("amount", item.amount());
    }

    static Document verification(VerifyReport report) {
        return new Document()
                .put("sound", report.sound())
                .put("versions", report.versions())
                .put("sites", report.sites())
                .put("bytes", report.bytes())
                .put("damages", report.damages().stream().map(Documents::damage).toList());
    }

    private static Document damage(VerifyReport.Damage damage) {
        return new Document()
                .put("site", damage.site())
                .put("versions", damage.versions())
                .put("reason", damage.reason());
    }

    static Document repair(RepairReport report) {
        return new Document()
                .put("sound", report.sound())
                .put("versions", report.versions())
                .put("sites", report.sites())
                .put("bytes", report.bytes())
                .put(
                        "repaired",
                        report.repaired().stream().map(Documents::damage).toList())
                .put("left", report.left().stream().map(Documents::damage).toList());
    }

    static Document collection(CollectReport report) {
        return new Document()
                .put("sites", report.sites())
                .put("blobs", report.blobs())
                .put("bytes", report.bytes())
                .put(
                        "skipped",
                        report.skipped().stream()
                                .map(site ->
                                        new Document().put("site", site.site()).put("reason", site.reason()))
                                .toList());
    }

    static Document regions(RegionCatalog catalog) {
        return new Document()
                .put("cloud", catalog.cloud())
                .put(
                        "regions",
                        catalog.regions().stream().map(Documents::region).toList());
    }

    private static Document region(Region region) {
        return new Document()
                .put("name", region.name())
                .put("displayName", region.displayName())
                .put("geography", region.geography())
                .put("zones", region.zones())
                .put("needsAllowList", region.needsAllowList());
    }

    static Document sizing(ReplicaAdvice advice) {
        return new Document()
                .put("replicas", advice.replicas())
                .put("recommended", advice.recommended())
                .put("limit", advice.limit())
                .put("exceedsLimit", advice.exceedsLimit())
                .put("advice", advice.advice());
    }
}
