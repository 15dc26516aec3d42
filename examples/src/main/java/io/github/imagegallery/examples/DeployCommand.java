// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.examples;

import io.github.imagegallery.DeploymentRequest;
import io.github.imagegallery.ImageGalleries;
import io.github.imagegallery.model.DeploymentPlan;
import io.github.imagegallery.model.DeploymentPlan.Share;
import io.github.imagegallery.model.DiskType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The command that plans a deployment. */
@Command(
        name = "deploy",
        description = {
            "Plans a deployment of machines and scale sets, all at the same time, from a version; creates nothing.",
            "",
            "It says what is created from which replica, how many replicas the region should have, and what to know before;"
                    + " or why it would be refused, with every reason. The version latest is the newest that can be"
                    + " deployed in the region now."
        },
        footerHeading = "%nExample:%n",
        footer = {
            "  gallery --store images deploy golden/web/latest --region japaneast --vms 120 --os-profile",
            "  gallery --store images deploy golden/web/1.0.0 --region japaneast --scale-set 600 \\",
            "          --os-disk Premium_LRS --os-profile"
        })
final class DeployCommand extends StoreCommand {
    @Parameters(
            paramLabel = "GALLERY/DEFINITION/VERSION",
            converter = Address.OfVersion.class,
            description = "The version: a number, or latest.")
    private Address address;

    @Option(names = "--region", required = true, paramLabel = "REGION", description = "Where to deploy.")
    private String region;

    @Mixin
    private Machines machines;

    @Option(
            names = "--os-disk",
            paramLabel = "DISKTYPE",
            description = "The kind of disk that each machine's OS disk is, such as Premium_LRS.")
    private Optional<DiskType> osDisk = Optional.empty();

    @Option(
            names = "--os-profile",
            description = "There is an OS profile (computer name, accounts, secrets): generalized images need one,"
                    + " specialized ones must not have any.")
    private boolean osProfile;

    @Override
    void check() {
        machines.check();
    }

    @Override
    Answer run(ImageGalleries galleries) {
        DeploymentRequest request = address.isLatest()
                ? address.definition(galleries).deploy(region)
                : address.version(galleries).deploy(region);
        request.virtualMachines(machines.single());
        machines.scaleSets().forEach(request::scaleSet);
        osDisk.ifPresent(request::osDiskType);
        if (osProfile) {
            request.osProfile();
        }
        DeploymentPlan plan = request.plan();
        return Answer.of(document(plan), lines(plan)).warning(plan.warnings());
    }

    private static Document document(DeploymentPlan plan) {
        return new Document()
                .put("version", plan.version().id())
                .put("region", plan.deployment().region())
                .put("instances", plan.deployment().instances())
                .put(
                        "shares",
                        plan.shares().stream().map(DeployCommand::document).toList())
                .put("sizing", Documents.sizing(plan.sizing()))
                .put("warnings", plan.warnings())
                .put("notes", plan.notes());
    }

    private static Document document(Share share) {
        return new Document()
                .put("replica", share.replica())
                .put("virtualMachines", share.virtualMachines())
                .put("scaleSets", share.scaleSets());
    }

    private static List<String> lines(DeploymentPlan plan) {
        List<String> lines = new ArrayList<>();
        lines.add("Plan for " + plan.version().id().path() + " in "
                + plan.deployment().region() + ": "
                + Texts.count(plan.deployment().instances(), "machine") + " (nothing is created)");
        lines.addAll(
                Texts.table("  ", plan.shares().stream().map(DeployCommand::row).toList()));
        lines.addAll(Texts.table(
                "  ",
                List.of(
                        List.of("available", Texts.count(plan.shares().size(), "replica")),
                        List.of("needed", Texts.count(plan.sizing().replicas(), "replica")),
                        List.of("recommended", Texts.count(plan.sizing().recommended(), "replica")))));
        plan.notes().forEach(note -> lines.add("  " + note));
        return lines;
    }

    private static List<String> row(Share share) {
        List<String> row = new ArrayList<>();
        row.add("replica " + share.replica());
        row.add(Texts.count(share.virtualMachines(), "single machine"));
        IntStream.range(0, share.scaleSets().size())
                .forEach(set -> row.add(share.scaleSets().get(set) + " of scale set " + (set + 1)));
        return row;
    }
}
