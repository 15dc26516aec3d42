// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.core;

import io.github.imagegallery.DefinitionChange;
import io.github.imagegallery.DeploymentRequest;
import io.github.imagegallery.ImageDefinition;
import io.github.imagegallery.ImageVersion;
import io.github.imagegallery.LifecycleChange;
import io.github.imagegallery.Listing;
import io.github.imagegallery.NewestReplication;
import io.github.imagegallery.PendingChange;
import io.github.imagegallery.error.ErrorCode;
import io.github.imagegallery.error.GalleryException;
import io.github.imagegallery.error.Violation;
import io.github.imagegallery.model.ImageDefinitionInfo;
import io.github.imagegallery.model.ImageVersionInfo;
import io.github.imagegallery.model.LatestResolution;
import io.github.imagegallery.model.LatestResolution.Outcome;
import io.github.imagegallery.model.LifecyclePolicy;
import io.github.imagegallery.model.RegionName;
import io.github.imagegallery.model.ResourceId;
import io.github.imagegallery.model.VersionEvent;
import io.github.imagegallery.model.VersionNumber;
import io.github.imagegallery.policy.LatestRule;
import io.github.imagegallery.policy.RegionRule;
import java.time.Instant;
import java.util.Iterator;
import java.util.List;

/** The address of a definition, and what can be asked of it. */
record DefinitionHandle(Engine engine, Address address) implements ImageDefinition, ShareableHandle {
    private static final VersionNumber FIRST = new VersionNumber(1, 0, 0);

    @Override
    public String name() {
        return address.definitionName();
    }

    @Override
    public DefinitionChange create() {
        return new DefinitionCreation(engine, address);
    }

    @Override
    public DefinitionChange update() {
        return new DefinitionUpdate(engine, address);
    }

    @Override
    public PendingChange<ImageDefinitionInfo> delete() {
        return new DefinitionDeletion(engine, address);
    }

    @Override
    public ImageDefinitionInfo info() {
        return engine.catalog().definition(address.checked("read")).orElseThrow(() -> Faults.notFound("read", address));
    }

    @Override
    public ImageVersion version(String number) {
        return new VersionHandle(engine, address.version(number));
    }

    @Override
    public ImageVersion version(VersionNumber number) {
        return version(number.toString());
    }

    @Override
    public Listing<ImageVersionInfo> versions() {
        return new VersionListing(this).pages();
    }

    @Override
    public VersionNumber nextVersion() {
        return engine.versions()
                .newest(info(), version -> true)
                .map(newest -> newest.number().next())
                .orElse(FIRST);
    }

    @Override
    public NewestReplication replicateNewest() {
        return new PendingNewestReplication(engine, address);
    }

    @Override
    public LifecycleChange lifecycle(LifecyclePolicy policy) {
        return new DefinitionLifecycle(engine, address, policy);
    }

    @Override
    public ImageVersionInfo latest(String region) {
        return chosen(explainLatest(region));
    }

    @Override
    public ImageVersionInfo latest(String region, Instant at) {
        return chosen(explainLatest(region, at));
    }

    private ImageVersionInfo chosen(LatestResolution resolution) {
        return resolution.chosen().orElseThrow(() -> noneEligible(resolution));
    }

    @Override
    public LatestResolution explainLatest(String region) {
        RegionName name = checked(region);
        return latest(info(), name, engine.now());
    }

    @Override
    public LatestResolution explainLatest(String region, Instant at) {
        RegionName name = checked(region);
        if (at.isAfter(engine.now())) {
            return latest(info(), name, at);
        }
        ResourceId definition = info().id();
        return History.isBefore(engine.ledger(), address, at)
                ? LatestResolution.beforeHistory(name, at)
                : LatestRule.explain(History.versions(engine.ledger(), definition, at), name, at, engine.rules());
    }

    private RegionName checked(String region) {
        RegionName name = RegionName.of(region);
        new Faults("Cannot resolve latest of " + address)
                .addAll(address.violations())
                .add(RegionRule.checkKnown("region", name, engine.regions()))
                .refuse();
        return name;
    }

    /** Resolves latest among the newest versions, and among all only if none of these is eligible. */
    LatestResolution latest(ImageDefinitionInfo definition, RegionName region, Instant at) {
        Iterator<List<ImageVersionInfo>> newest =
                engine.versions().newest(definition).iterator();
        LatestResolution resolution;
        do {
            resolution = LatestRule.explain(newest.next(), region, at, engine.rules());
        } while (resolution.chosen().isEmpty() && newest.hasNext());
        return resolution;
    }

    @Override
    public DeploymentRequest deploy(String region) {
        return new PendingDeployment(engine, address, region);
    }

    @Override
    public Listing<VersionEvent> history() {
        return new HistoryListing(this).pages();
    }

    private GalleryException noneEligible(LatestResolution resolution) {
        return GalleryException.of(
                "Cannot resolve latest of " + address + " in " + resolution.region() + " at " + resolution.at(),
                reasons(resolution));
    }

    /** Returns why no version was chosen, one reason for each version if there are any. */
    static List<Violation> reasons(LatestResolution resolution) {
        if (resolution.outcome() == Outcome.BEFORE_HISTORY) {
            return List.of(beforeHistory(resolution.at()));
        }
        if (resolution.passedOver().isEmpty()) {
            return List.of(notEligible(resolution, "the definition has no versions"));
        }
        return resolution.passedOver().stream()
                .map(passed -> notEligible(
                        resolution, "version " + passed.version() + " is not eligible: " + passed.explanation()))
                .toList();
    }

    private static Violation beforeHistory(Instant at) {
        return new Violation(
                ErrorCode.GALLERY_IMAGE_NOT_FOUND,
                "at",
                at.toString(),
                "the definition's history begins later",
                "ask for a later instant; the history says which there are");
    }

    private static Violation notEligible(LatestResolution resolution, String reason) {
        return new Violation(
                ErrorCode.GALLERY_IMAGE_NOT_FOUND,
                "region",
                resolution.region().toString(),
                reason,
                "publish or replicate a version to the region, or name a version and region that fit");
    }

    @Override
    public SharingPlace place() {
        return SharingPlace.of(engine, address);
    }
}
