// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.examples;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A version is made from files, of which one says what they are, or from another version. */
class SourcesTest {
    private static final String VERSION = "golden/web/1.0.0";

    @TempDir
    Path folder;

    private Path image;

    @BeforeEach
    void define() throws IOException {
        image = Disks.raw(folder.resolve("disk.raw"), 1);
        run("create", "golden", "--location", "westeurope").done();
        run("define", "golden/web", "--identifier", "a:b:c", "--os", "linux", "--state", "generalized")
                .done();
    }

    private Run run(Object... args) {
        return Run.of(Stream.concat(Stream.of("--store", folder.resolve("store")), Stream.of(args))
                .toArray());
    }

    private JsonNode json(Object... args) {
        return run(Stream.concat(Stream.of(args), Stream.of("--json")).toArray())
                .done()
                .json();
    }

    private Run publish(Object... more) {
        return run(Stream.concat(Stream.of("publish", VERSION, image), Stream.of(more))
                .toArray());
    }

    @Test
    void aMachineWithItsDisksIsPublished() throws IOException {
        Path data = Disks.raw(folder.resolve("data.raw"), 2);
        String id = "/subscriptions/default/resourceGroups/rg/providers/Microsoft.Compute/virtualMachines/web-01";

        publish(
                        "--source=vm=" + id,
                        "--source-region=West Europe",
                        "--source-os=linux",
                        "--source-state=generalized",
                        "--source-generation=V1",
                        "--source-architecture=x64",
                        "--data-disk=7=" + data,
                        "--data-disk-source=7=disk=data-01",
                        "--host-caching=os=readwrite",
                        "--host-caching=7=ReadOnly")
                .done();

        assertThat(json("show", VERSION).get("disks").findValuesAsText("hostCaching"))
                .containsExactly("ReadWrite", "ReadOnly");
        assertThat(run("show", VERSION).done().out())
                .containsPattern("OS disk +4.0 MiB virtual, .* billed, host caching ReadWrite, manifest ")
                .containsPattern("data disk 7 +.*, host caching ReadOnly, ");
    }

    @Test
    void anImageIsTakenForWhatIsInsistedOn() {
        Path qcow2 = folder.resolve("disk.qcow2");
        Run.of("disk", "convert", image, qcow2, "--to", "qcow2").done();
        image = qcow2;

        publish("--format=raw").refused("disk.qcow2", "[F2]");
        publish("--insist-on-format=raw").done();

        Path back = folder.resolve("back.raw");
        run("export", VERSION, "--region", "westeurope", "--to", "raw", back).done();
        assertThat(back).hasSameBinaryContentAs(qcow2);
    }

    @Test
    void aDiskOfAnotherSizeThanWholeMibIsNoFixedVhd() throws IOException {
        image = Files.write(folder.resolve("odd.raw"), new byte[(1 << 20) + 512]);
        publish().done();

        run("export", VERSION, "--region", "westeurope", "--to", "vhd-fixed", folder.resolve("odd.vhd"))
                .refused("1049088 bytes", "--pad");
        run("export", VERSION, "--region", "westeurope", "--to", "vhd-dynamic", folder.resolve("odd.vhd"))
                .done();
    }

    @Test
    void anyKindOfSourceIsPublished() {
        List<List<String>> sources = List.of(
                List.of("--source=disk=os", "--source-region=westeurope", "--format=raw"),
                List.of("--source=SNAPSHOT=os", "--source-region=westeurope"),
                List.of("--source-os=linux", "--source-generation=V1"),
                List.of(
                        "--source=managed-image=old",
                        "--managed-image-from=unmanaged-image",
                        "--source-region=westeurope",
                        "--source-os=linux",
                        "--source-state=generalized",
                        "--source-generation=V1"));
        for (List<String> source : sources) {
            publish(source.toArray()).done();
            run("delete", VERSION).done();
        }
    }

    @Test
    void allThatDoesNotFitIsToldAtOnce() {
        publish("--source=vm=web-01").refused("4 reasons", "region", "osType", "osState", "hyperVGeneration");
        publish(
                        "--source=vm=/subscriptions/other/resourceGroups/rg/providers/Microsoft.Compute/virtualMachines/w",
                        "--source-region=uksouth",
                        "--source-os=windows",
                        "--source-state=specialized",
                        "--source-generation=V2",
                        "--source-architecture=arm64",
                        "--source-plan=Contoso:Server:Monthly")
                .refused(
                        "7 reasons",
                        "another subscription",
                        "uksouth",
                        "Windows",
                        "Specialized",
                        "V2",
                        "Arm64",
                        "plan");
        publish("--source=snapshot=").refused("osDisk.id");
        run("show", VERSION).refused("[ResourceNotFound]");
    }

    @Test
    void aShallowVersionStaysAtHome() {
        assertThat(publish("--shallow").done().out()).startsWith("Published " + VERSION + ": Succeeded, shallow\n");

        assertThat(json("show", VERSION).get("replicationMode").textValue()).isEqualTo("Shallow");
        assertThat(run("show", VERSION).done().out()).containsPattern("replication +Shallow, Completed\n");
        run("replicate", VERSION, "uksouth").refused("uksouth");
        run("publish", "golden/web/1.0.1", image, "--shallow", "--replicate", "westeurope=2")
                .refused("Shallow");
    }

    @Test
    void aVersionIsCopiedIntoAnotherSubscription() throws IOException {
        Path data = Disks.raw(folder.resolve("data.raw"), 2);
        publish("--data-disk", "3=" + data, "--host-caching", "3=ReadOnly", "--end-of-life", "2090-01-31")
                .done();
        run("create", "silver", "--location", "westeurope", "--subscription", "prod")
                .done();
        run(
                        "define",
                        "silver/web",
                        "--identifier",
                        "a:b:c",
                        "--os",
                        "linux",
                        "--state",
                        "generalized",
                        "--subscription",
                        "prod")
                .done();
        String source = json("show", VERSION).get("id").textValue();

        Run copied = run(
                        "copy",
                        source,
                        "silver/web/2.0.0",
                        "--subscription",
                        "prod",
                        "--replicate",
                        "westeurope",
                        "--replicate",
                        "uksouth=2")
                .done();

        assertThat(copied.out())
                .startsWith("Copied " + source + " to silver/web/2.0.0: Succeeded\n")
                .containsPattern("uksouth +2 replicas");
        JsonNode copy = json("show", "silver/web/2.0.0", "--subscription", "prod");
        assertThat(copy.get("disks").findValuesAsText("hostCaching")).containsExactly("None", "ReadOnly");
        assertThat(copy.has("endOfLifeDate")).isFalse();
        String target = copy.get("id").textValue();
        run("export", target, "--region", "uksouth", "--to", "raw", "--data-disk", 3, folder.resolve("out"))
                .done();
        assertThat(folder.resolve("out")).hasSameBinaryContentAs(data);
        run("copy", target, "golden/web/1.0.9", "--location", "japaneast").refused("japaneast");
        run("copy", "golden/web/9.0.0", "golden/web/9.0.1").refused("9.0.0", "[ResourceNotFound]");
    }

    @Test
    void theNewestIsEverywhereAndOlderOnesAtHome() {
        publish("--replicate", "westeurope", "--replicate", "japaneast=2").done();
        run("publish", "golden/web/1.0.1", image).done();

        Run run = run("replicate-newest", "golden/web").done();

        assertThat(run.out())
                .containsSubsequence(
                        "Updated golden/web/1.0.1: Succeeded\n  japaneast   2 replicas",
                        "Updated golden/web/1.0.0: Succeeded\n  westeurope  1 replica ");
        assertThat(run("replicate-newest", "golden/web").done().out()).startsWith("Nothing to do: ");
        JsonNode outcomes =
                json("replicate-newest", "golden/web", "uksouth=3", "--keep", 2).get("outcomes");
        assertThat(outcomes).hasSize(2);
        assertThat(outcomes.get(0).get("version").get("regions").findValuesAsText("region"))
                .containsExactly("japaneast", "uksouth", "westeurope");
        assertThat(outcomes.get(1).get("version").get("regions").findValuesAsText("replicaCount"))
                .containsExactly("3", "1");
        run("replicate-newest", "golden/web", "mars", "uksouth=11", "--keep", 0).refused("3 reasons");
        run("replicate-newest", "golden/none").refused("none", "[ResourceNotFound]");
    }
}
