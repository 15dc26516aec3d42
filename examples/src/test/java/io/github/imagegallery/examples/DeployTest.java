// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.examples;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A deployment is planned, replica by replica, or refused with every reason. */
class DeployTest {
    @TempDir
    Path folder;

    private Path image;

    @BeforeEach
    void publish() throws IOException {
        image = Disks.raw(folder.resolve("disk.raw"), 1);
        run("create", "golden", "--location", "westeurope").done();
        define("web", "generalized", "--disallow", "Standard_LRS", "--vcpus", "2..8");
        define("kiosk", "specialized");
        run("publish", "golden/web/1.0.0", image, "--replicate", "westeurope=3").done();
        run("publish", "golden/kiosk/1.0.0", image).done();
    }

    private Run run(Object... args) {
        return Run.of(Stream.concat(Stream.of("--store", folder.resolve("store")), Stream.of(args))
                .toArray());
    }

    private void define(String name, String state, Object... more) {
        Stream<Object> args =
                Stream.of("define", "golden/" + name, "--identifier", "a:b:" + name, "--os", "linux", "--state", state);
        run(Stream.concat(args, Stream.of(more)).toArray()).done();
    }

    private Run deploy(String id, Object... more) {
        return run(Stream.concat(Stream.of("deploy", id, "--region", "westeurope"), Stream.of(more))
                .toArray());
    }

    @Test
    void machinesAreSpreadOverTheReplicas() {
        Run run = deploy(
                        "golden/web/latest",
                        "--vms",
                        7,
                        "--scale-set",
                        1000,
                        "--os-disk",
                        "premium_lrs",
                        "--os-profile")
                .done();

        assertThat(run.out()).isEqualTo("""
                        Plan for golden/web/1.0.0 in westeurope: 1007 machines (nothing is created)
                          replica 1  3 single machines  333 of scale set 1
                          replica 2  2 single machines  334 of scale set 1
                          replica 3  2 single machines  333 of scale set 1
                          available    3 replicas
                          needed       3 replicas
                          recommended  4 replicas
                          Generalized means that waagent -deprovision was run on the source, or -deprovision+user, which removes the last account too: the OS profile gives each machine its name and its account
                          A machine should have 2..8 virtual CPUs
                        """);
    }

    @Test
    void thePlanIsADocumentToo() {
        JsonNode plan = deploy("golden/web/1.0.0", "--vms", 120, "--scale-set", 1, "--os-profile", "--json")
                .json();

        assertThat(plan.get("version").textValue()).endsWith("/galleries/golden/images/web/versions/1.0.0");
        assertThat(plan.get("instances").intValue()).isEqualTo(121);
        assertThat(plan.get("shares"))
                .hasSize(3)
                .allSatisfy(share ->
                        assertThat(share.get("virtualMachines").intValue()).isEqualTo(40));
        assertThat(plan.get("shares").get(0).get("scaleSets").get(0).intValue()).isEqualTo(1);
        assertThat(plan.get("sizing").get("replicas").intValue()).isEqualTo(7);
        assertThat(plan.get("warnings")).hasSize(2);
        assertThat(plan.get("notes")).hasSize(2);
    }

    @Test
    void adviceIsAWarning() {
        Run few = deploy("golden/web/1.0.0", "--vms", 120, "--os-disk", "Premium_LRS", "--os-profile");
        Run specialized = deploy("golden/kiosk/1.0.0", "--vms", 2);

        assertThat(few.exitCode()).isZero();
        assertThat(few.err())
                .isEqualTo("warning: golden/web/1.0.0: 3 of the 6 replicas that this needs are available in westeurope"
                        + " (Keep at least 6, better 8, replicas in the region)\n");
        assertThat(specialized.exitCode()).isZero();
        assertThat(specialized.err().lines())
                .hasSize(3)
                .allMatch(line -> line.startsWith("warning: golden/kiosk/1.0.0: "));
    }

    @Test
    void refusalsNameEveryReason() {
        deploy("golden/web/1.0.0", "--vms", -1, "--scale-set", 1001, "--os-disk", "Standard_LRS")
                .refused("4 reasons", "virtualMachines", "1 to 1000 instances", "disallows it", "give an OS profile");
        deploy("golden/kiosk/1.0.0", "--vms", 1, "--os-profile").refused("where it was for secrets");
        deploy("golden/web/2.0.0", "--vms", 1, "--os-profile").refused("2.0.0", "[ResourceNotFound]");
        run("deploy", "golden/web/1.0.0", "--region", "eastus", "--vms", 1, "--os-profile")
                .refused("eastus", "[GalleryImageNotFound]");
        run("deploy", "golden/web/latest", "--region", "eastus", "--vms", 1, "--os-profile")
                .refused("not replicated to eastus", "[GalleryImageNotFound]");
    }

    @Test
    void rulesDecideHowManyReplicasAreNeeded() {
        JsonNode plan = deploy("golden/web/1.0.0", "--vms", 120, "--os-profile", "--rules", "current", "--json")
                .json();

        assertThat(plan.get("sizing").get("replicas").intValue()).isEqualTo(3);
    }

    @Test
    void aScaleSetIsSwitchedOnlyToWhatFits() throws IOException {
        Path data = Disks.raw(folder.resolve("data.raw"), 1);
        run("publish", "golden/web/1.1.0", image, "--data-disk", "0=" + data).done();
        long size = 4L << 20;

        assertThat(run("switch", "golden/web/1.1.0", "--from-os", "linux", "--from-data-disk", "0=4MiB")
                        .done()
                        .out())
                .isEqualTo("The scale set may be switched to golden/web/1.1.0 (nothing is switched)\n");
        assertThat(run("switch", "golden/web/1.1.0", "--from-os", "linux", "--from-data-disk", "0=" + size, "--json")
                        .done()
                        .json()
                        .get("version")
                        .textValue())
                .endsWith("/versions/1.1.0");
        run(
                        "switch",
                        "golden/web/1.1.0",
                        "--from-os",
                        "windows",
                        "--from-generation",
                        "V2",
                        "--from-data-disk",
                        "0=4096KiB",
                        "--from-data-disk",
                        "1=1GiB")
                .refused("3 reasons", "osType", "hyperVGeneration", "dataDisk 1", "1073741824 bytes there");
        run("switch", "golden/web/1.0.0", "--from-os", "linux").done();
        run("switch", "golden/web/2.0.0", "--from-os", "linux").refused("[ResourceNotFound]");
    }

    @Test
    void aReaderMayDeployAndOthersMayNot() {
        run("share", "golden/web", "--with", "user:alice", "--role", "Reader").done();
        run("share", "golden/web", "--with", "user:bob", "--role", "Looker", "--actions", "read")
                .done();

        deploy("golden/web/latest", "--vms", 1, "--os-disk", "Premium_LRS", "--os-profile", "--as", "user:alice")
                .done();
        deploy("golden/web/latest", "--vms", 1, "--os-profile", "--as", "user:bob")
                .refused("no role allows it to deploy", "[AuthorizationFailed]");
        deploy("golden/kiosk/1.0.0", "--vms", 1, "--as", "user:alice").refused("[ResourceNotFound]");
    }
}
