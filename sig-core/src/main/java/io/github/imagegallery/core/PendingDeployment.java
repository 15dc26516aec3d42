// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.core;

import io.github.imagegallery.DeploymentRequest;
import io.github.imagegallery.error.Violation;
import io.github.imagegallery.model.Action;
import io.github.imagegallery.model.Deployment;
import io.github.imagegallery.model.DeploymentPlan;
import io.github.imagegallery.model.DiskType;
import io.github.imagegallery.model.ImageDefinitionInfo;
import io.github.imagegallery.model.ImageVersionInfo;
import io.github.imagegallery.model.LatestResolution;
import io.github.imagegallery.model.RegionName;
import io.github.imagegallery.policy.DeploymentRule;
import io.github.imagegallery.policy.RegionRule;
import io.github.imagegallery.policy.ReplicationRule;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A deployment that is about to be planned: from the version of an address, or from the latest of a definition. */
final class PendingDeployment implements DeploymentRequest {
    private final Engine engine;
    private final Address address;
    private final RegionName region;
    private final Setting<Integer> virtualMachines = new Setting<>("virtualMachines");
    private final Setting<DiskType> osDiskType = new Setting<>("osDiskType");
    private final List<Integer> scaleSets = new ArrayList<>();
    private boolean osProfile;

    /** @param address a version's, or that of a definition whose latest is meant */
    PendingDeployment(Engine engine, Address address, String region) {
        this.engine = engine;
        this.address = address;
        this.region = RegionName.of(region);
    }

    @Override
    public DeploymentRequest virtualMachines(int number) {
        virtualMachines.set(number);
        return this;
    }

    @Override
    public DeploymentRequest scaleSet(int instances) {
        scaleSets.add(instances);
        return this;
    }

    @Override
    public DeploymentRequest osDiskType(DiskType type) {
        osDiskType.set(type);
        return this;
    }

    @Override
    public DeploymentRequest osProfile() {
        osProfile = true;
        return this;
    }

    @Override
    public DeploymentPlan plan() {
        Deployment deployment = deployment();
        Instant now = engine.now();
        Optional<Violation> nowhere = RegionRule.check("region", region, engine.regions());
        Faults faults = new Faults(request())
                .addAll(address.violations())
                .add(nowhere)
                .addAll(DeploymentRule.check(deployment));
        ImageDefinitionInfo definition = faults.found(address, this::definition);
        if (!isLatest()) {
            engine.access().require(Action.DEPLOY, address, request());
        }
        faults.addAll(DeploymentRule.check(definition, deployment));
        if (isLatest() && nowhere.isPresent()) {
            faults.refuse();
        }
        ImageVersionInfo version = isLatest() ? latest(definition, now, faults) : faults.found(address, this::version);
        if (nowhere.isEmpty()) {
            faults.add(ReplicationRule.checkAvailable(version, region));
        }
        faults.addAll(DeploymentRule.check(version, now, engine.rules())).refuse();
        return DeploymentRule.plan(definition, version, deployment, now, engine.rules());
    }

    private String request() {
        return "Cannot deploy " + (isLatest() ? "the latest of " : "") + address + " in " + region;
    }

    private boolean isLatest() {
        return address.version().isEmpty();
    }

    /** Reads the definition. Who may see a version may deploy from it, without seeing the definition for that. */
    private Optional<ImageDefinitionInfo> definition() {
        return isLatest()
                ? engine.catalog().definition(address)
                : version().flatMap(version -> engine.catalog().parentDefinition(address));
    }

    private Optional<ImageVersionInfo> version() {
        return engine.catalog().version(address);
    }

    private ImageVersionInfo latest(ImageDefinitionInfo definition, Instant now, Faults faults) {
        LatestResolution resolution = new DefinitionHandle(engine, address).latest(definition, region, now);
        if (resolution.chosen().isEmpty()) {
            faults.addAll(DefinitionHandle.reasons(resolution)).refuse();
        }
        ImageVersionInfo chosen = resolution.chosen().orElseThrow();
        engine.access().require(Action.DEPLOY, Address.of(chosen.id()), request());
        return chosen;
    }

    private Deployment deployment() {
        return Deployment.builder()
                .region(region)
                .virtualMachines(virtualMachines.orElse(0))
                .scaleSets(scaleSets)
                .osDiskType(osDiskType.value())
                .osProfile(osProfile)
                .build();
    }
}
