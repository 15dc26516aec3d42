// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.examples;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What may be changed later is changed by one command, and nothing else with it. */
class UpdateTest {
    private static final String VERSION = "golden/web/1.0.0";
    private static final String INSTANT = "2090-01-31T00:00:00Z";

    @TempDir
    Path folder;

    @BeforeEach
    void publish() throws IOException {
        Path image = Disks.raw(folder.resolve("disk.raw"), 1);
        run("create", "golden", "--location", "westeurope", "--description", "Golden images", "--tag", "a=b")
                .done();
        run("define", "golden/web", "--identifier", "a:b:c", "--os", "linux", "--state", "generalized")
                .done();
        run("publish", VERSION, image, "--replicate", "westeurope=2", "--replicate", "japaneast")
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

    private String latest(String region) {
        return run("latest", "golden/web", "--region", region).out().strip();
    }

    @Test
    void aGalleryGetsAnotherDescriptionOrNone() {
        assertThat(run("update", "golden", "--description", "Silver").done().out())
                .isEqualTo("Updated gallery golden in westeurope: Silver\n");
        assertThat(json("show", "golden").get("description").textValue()).isEqualTo("Silver");

        JsonNode without = json("update", "golden", "--description", "");

        assertThat(without.has("description")).isFalse();
        assertThat(without.get("tags").get("a").textValue()).isEqualTo("b");
        assertThat(json("update", "golden", "--description=x")
                        .get("description")
                        .textValue())
                .isEqualTo("x");
        assertThat(json("update", "golden", "--description=").has("description"))
                .isFalse();
        run("update", "silver", "--description", "x").refused("silver", "[ResourceNotFound]");
    }

    @Test
    void aDefinitionKeepsWhatIsNotNamed() {
        JsonNode described = json("update", "golden/web", "--description", "Web", "--vcpus", "2..8");
        assertThat(described.get("recommendedVcpus").get("min").intValue()).isEqualTo(2);
        run("update", "golden/web", "--memory-mib=1024..4096", "--end-of-life", INSTANT)
                .done();

        assertThat(run("update", "golden/web", "--no-end-of-life", "--description", "")
                        .done()
                        .out())
                .startsWith("Updated golden/web\n  location")
                .containsPattern("vCPUs +2\\.\\.8\n")
                .containsPattern("memory +1024\\.\\.4096 MiB\n")
                .doesNotContain("end of life", "description");
        run("update", "golden/web", "--vcpus", "8..2").refused("recommendedVcpus");
        run("update", "golden/web", "--end-of-life", "2001-01-01T00:00:00Z").refused("endOfLife");
    }

    @Test
    void aVersionLeavesLatestAndComesBack() {
        Run excluded = run("update", "--exclude-from-latest", VERSION).done();
        assertThat(excluded.out()).startsWith("Updated " + VERSION + ": Succeeded, excluded from latest\n");
        assertThat(latest("westeurope")).isEmpty();
        JsonNode there = json("update", VERSION, "--include-in-latest=Japan East");
        assertThat(there.get("version")
                        .get("regions")
                        .get(0)
                        .get("excludeFromLatest")
                        .booleanValue())
                .isFalse();
        assertThat(latest("japaneast")).isEqualTo("1.0.0");
        assertThat(latest("westeurope")).isEmpty();

        run(
                        "update",
                        VERSION,
                        "--include-in-latest",
                        "--exclude-from-latest=japaneast",
                        "--exclude-from-latest=JapanEast")
                .done();

        assertThat(latest("westeurope")).isEqualTo("1.0.0");
        assertThat(latest("japaneast")).isEmpty();
        assertThat(json("show", VERSION).get("regions").findValuesAsText("replicaCount"))
                .containsExactly("1", "2");
    }

    @Test
    void aRegionIsNotAddedByAFlag() {
        run("update", VERSION, "--exclude-from-latest=uksouth").refused(VERSION, "uksouth", "not replicated there");

        assertThat(json("show", VERSION).get("regions")).hasSize(2);
    }

    @Test
    void aVersionWithoutAnOptionIsResumed() throws IOException {
        Path obstacle = Files.createFile(folder.resolve("store/sites/default/uksouth"));
        run("replicate", VERSION, "uksouth").refused("uksouth", "[ReplicationFailed]");
        run("update", VERSION).refused("uksouth", "[ReplicationFailed]");
        Run noted = run("update", VERSION, "--end-of-life", INSTANT);
        assertThat(noted.exitCode()).isZero();
        assertThat(noted.err())
                .isEqualTo("warning: " + VERSION + " is Failed: not every region has its replicas (gallery update "
                        + VERSION + " resumes)\n");

        Files.delete(obstacle);

        assertThat(run("update", VERSION).done().out())
                .startsWith("Resumed " + VERSION + ": Succeeded")
                .containsPattern("uksouth +1 replica +Standard_LRS +Completed");
        assertThat(json("update", VERSION).get("movedBytes").longValue()).isZero();
    }

    @Test
    void theEndOfLifeOfAVersionComesAndGoes() {
        assertThat(run("update", VERSION, "--end-of-life", INSTANT).done().out())
                .startsWith("Updated " + VERSION + ": Succeeded, end of life " + INSTANT + "\n")
                .doesNotContain("0 bytes");
        JsonNode without = json("update", VERSION, "--no-end-of-life").get("version");

        assertThat(without.has("endOfLifeDate")).isFalse();
    }

    @Test
    void whatOnlyTodaysServiceUpdatesNeedsItsRules() {
        String[] definition = {"--tag=team=web", "--release-notes=https://contoso.com/notes", "--disallow=UltraSSD_LRS"
        };

        run("update", "golden", "--tag", "a=c").refused("tags", "[PropertyChangeNotAllowed]");
        run("update", "golden/web", definition[0], definition[1], definition[2])
                .refused("3 reasons", "tags", "releaseNoteUri", "disallowedDiskTypes");
        run("update", VERSION, "--keep-regions", "--block-deletion")
                .refused("2 reasons", "allowDeletionOfReplicatedLocations", "blockDeletionBeforeEndOfLife");

        assertThat(current("update", "golden", "--tag", "a=c").get("tags").toString())
                .isEqualTo("{\"a\":\"c\"}");
        current("update", "golden/web", definition[0], definition[1], definition[2]);
        assertThat(run("show", "golden/web").done().out())
                .containsPattern("tags +team=web\n")
                .containsPattern("release notes +https://contoso.com/notes\n")
                .containsPattern("not on disks +UltraSSD_LRS\n");
    }

    private JsonNode current(String... args) {
        return json(
                Stream.concat(Stream.of("--rules", "current"), Stream.of(args)).toArray());
    }

    @Test
    void aSafetyProfileComesAndGoes() {
        current("update", VERSION, "--keep-regions", "--block-deletion", "--end-of-life", INSTANT);

        assertThat(run("show", VERSION).done().out())
                .containsPattern("safety +regions are kept, not deleted before its end of life\n");
        assertThat(json("show", VERSION).get("safetyProfile").toString())
                .isEqualTo("{\"allowDeletionOfReplicatedLocations\":false,\"blockDeletionBeforeEndOfLife\":true}");
        run("withdraw", VERSION, "japaneast").refused("japaneast");
        run("delete", VERSION).refused(INSTANT);

        current("update", VERSION, "--free-regions", "--allow-deletion");

        assertThat(run("show", VERSION).done().out()).doesNotContain("safety");
        run("withdraw", VERSION, "japaneast").done();
        run("delete", VERSION).done();
    }

    @Test
    void aVersionIsProtectedFromTheStart() {
        run(
                        "publish",
                        "golden/web/1.0.1",
                        folder.resolve("disk.raw"),
                        "--keep-regions",
                        "--block-deletion",
                        "--end-of-life=" + INSTANT)
                .done();
        run("publish", "golden/web/1.0.2", folder.resolve("disk.raw"), "--rules", "current")
                .done();

        assertThat(json("show", "golden/web/1.0.1").get("safetyProfile").toString())
                .isEqualTo("{\"allowDeletionOfReplicatedLocations\":false,\"blockDeletionBeforeEndOfLife\":true}");
        assertThat(json("show", "golden/web/1.0.2").get("safetyProfile").toString())
                .isEqualTo("{\"allowDeletionOfReplicatedLocations\":false,\"blockDeletionBeforeEndOfLife\":false}");
    }
}
