// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.examples;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The program plans its own commands, and applies them as they were planned. */
class PlanTest {
    @TempDir
    private Path folder;

    private Path store;
    private Path plan;

    @BeforeEach
    void publish() throws IOException {
        store = folder.resolve("images");
        plan = folder.resolve("web.plan");
        Path disk = folder.resolve("web.raw");
        byte[] bytes = new byte[200_000];
        Arrays.fill(bytes, (byte) 3);
        Files.write(disk, Arrays.copyOf(bytes, 200_192));
        run("create", "golden", "--location", "westeurope").done();
        run("define", "golden/web", "--identifier", "C:F:W", "--os", "linux", "--state", "generalized")
                .done();
        run("publish", "golden/web/1.0.0", disk.toString()).done();
    }

    private Run run(Object... arguments) {
        Object[] all = new Object[arguments.length + 2];
        all[0] = "--store";
        all[1] = store;
        System.arraycopy(arguments, 0, all, 2, arguments.length);
        return Run.of(all);
    }

    @Test
    void aCommandIsPlannedAndApplied() {
        Run planned = run("plan", "--save", plan, "replicate", "golden/web/1.0.0", "japaneast=2")
                .done();
        assertThat(planned.out())
                .contains(
                        "Plan to update golden/web/1.0.0",
                        "create version golden/web/1.0.0 in japaneast: replicaCount 2",
                        "from westeurope to japaneast, replica 1",
                        "latest of golden/web in japaneast: none → 1.0.0",
                        "Saved to");
        assertThat(run("show", "golden/web/1.0.0").done().out()).doesNotContain("japaneast");

        JsonNode json = run("--json", "plan", "replicate", "golden/web/1.0.0", "japaneast=2")
                .done()
                .json();
        Run applied = Run.of("--json", "apply", plan).done();
        assertThat(applied.json().get("movedBytes").asLong())
                .isPositive()
                .isEqualTo(json.get("movedBytes").asLong());
        Run.of("apply", plan).refused("version golden/web/1.0.0", "PlanStale");
    }

    @Test
    void whatShiftedIsNamed() {
        run("plan", "--save", plan, "delete", "golden/web/1.0.0").done();
        run("update", "golden/web/1.0.0", "--exclude-from-latest").done();
        Run.of("apply", plan).refused("version golden/web/1.0.0", "it was changed since", "plan anew");
    }

    @Test
    void whatCannotBePlannedIsRefused() throws IOException {
        run("plan", "list").misused("'list' changes nothing");
        run("plan", "delete", "golden/web/9.9.9").refused("there is no such version");
        run("plan", "lifecycle", "golden", "--keep-newest", "1").refused("with --apply");
        Files.writeString(plan, "no plan");
        Run.of("apply", plan).refused("is not a plan");
    }

    @Test
    void aStoreThatIsNotThereIsNotMadeByAPlan() {
        store = folder.resolve("other");
        run("plan", "create", "golden", "--location", "westeurope").done();
        assertThat(store).doesNotExist();
    }
}
