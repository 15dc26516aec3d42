// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.examples;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Lifecycle rules are tried first, at any instant, and only applied when that is asked for. */
class LifecycleTest {
    @TempDir
    Path folder;

    private Path image;

    @BeforeEach
    void publish() throws IOException {
        image = Disks.raw(folder.resolve("disk.raw"), 1);
        run("create", "golden", "--location", "westeurope").done();
        for (String name : List.of("web", "db")) {
            run("define", "golden/" + name, "--identifier", "a:b:" + name, "--os", "linux", "--state", "generalized")
                    .done();
        }
        for (String id : List.of("golden/web/1.0.0", "golden/web/1.1.0", "golden/web/1.2.0", "golden/db/1.0.0")) {
            run("publish", id, image, "--replicate", "westeurope", "--replicate", "eastus=2")
                    .done();
        }
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

    private List<String> numbers(String definition) {
        return json("list", definition).get("versions").findValuesAsText("number");
    }

    @Test
    void aDryRunChangesNothing() {
        Run run = run("lifecycle", "golden", "--keep-newest", 1).done();

        assertThat(run.out())
                .startsWith("Dry run for golden: 2 steps (--apply takes them)\n  delete golden/web/1.0.0: ")
                .contains("\n  delete golden/web/1.1.0: ");
        assertThat(numbers("golden/web")).containsExactly("1.0.0", "1.1.0", "1.2.0");
        assertThat(run("lifecycle", "golden", "--keep-newest", 3).done().out())
                .isEqualTo("Dry run for golden: 0 steps\n");
    }

    @Test
    void itIsADocumentToo() {
        JsonNode plan = json("lifecycle", "golden/web", "--older-at-home", 2);

        assertThat(plan.get("at").textValue()).isNotEmpty();
        assertThat(plan.get("steps")).hasSize(1);
        JsonNode step = plan.get("steps").get(0);
        assertThat(step.get("step").textValue()).isEqualTo("withdraw");
        assertThat(step.get("target").textValue()).endsWith("/galleries/golden/images/web/versions/1.0.0");
        assertThat(step.get("region").textValue()).isEqualTo("eastus");
        assertThat(step.get("rule").textValue()).isEqualTo("older than the newest 2 versions at home only");
        assertThat(step.get("reason").textValue()).isNotEmpty();
        assertThat(plan.get("kept")).isEmpty();
        assertThat(plan.has("cost")).isFalse();
    }

    @Test
    void applyTakesTheSteps() {
        assertThat(run("lifecycle", "golden/web", "--keep-newest", 2, "--older-at-home", 1, "--apply")
                        .done()
                        .out())
                .startsWith("Applied to golden/web: 2 steps\n")
                .contains("\n  delete golden/web/1.0.0: ", "\n  withdraw golden/web/1.1.0 from eastus: ")
                .endsWith(Texts.BYTES_STAY + "\n");
        assertThat(numbers("golden/web")).containsExactly("1.1.0", "1.2.0");
        JsonNode nothing = json("lifecycle", "golden/web", "--keep-newest", 2, "--older-at-home", 1, "--apply");
        assertThat(nothing.get("done")).isEmpty();
    }

    @Test
    void whatIsProtectedIsKeptAndSaidSo() {
        run("update", "golden/db/1.0.0", "--end-of-life", "2099-01-01").done();
        Object[] rules = {
            "lifecycle", "golden", "--delete-past-end-of-life", "--as-of", "2100-01-01", "--rules", "current"
        };

        assertThat(run(rules).done().out())
                .startsWith("Dry run for golden as of 2100-01-01T00:00:00Z: 0 steps\n  keep golden/db/1.0.0 against"
                        + " 'delete versions past their end of life': ");
        JsonNode kept = json(rules).get("kept").get(0);
        assertThat(kept.get("reason").textValue()).isEqualTo("LAST_ELIGIBLE");
        assertThat(kept.get("resource").textValue()).endsWith("/images/db/versions/1.0.0");
    }

    @Test
    void daysAreAddedToAnEndOfLife() {
        run("update", "golden/web/1.0.0", "--end-of-life", "2099-01-01").done();
        run("update", "golden/db", "--end-of-life", "2099-01-01").done();

        assertThat(steps("--delete-past-end-of-life", "--as-of", "2099-01-02")).containsExactly("web/versions/1.0.0");
        assertThat(steps("--delete-past-end-of-life=30", "--as-of", "2099-01-02"))
                .isEmpty();
        assertThat(steps("--delete-past-end-of-life=30", "--as-of", "2099-02-01"))
                .containsExactly("web/versions/1.0.0");
        assertThat(steps("--remove-definitions", "--as-of", "2099-01-02")).containsExactly("db/versions/1.0.0", "db");
        assertThat(steps("--remove-definitions=2", "--as-of", "2099-01-02")).isEmpty();
        assertThat(steps("--remove-definitions", "--as-of", "2099-01-02", "--only", "WEB"))
                .isEmpty();
    }

    private List<String> steps(Object... args) {
        Object[] all =
                Stream.concat(Stream.of("lifecycle", "golden"), Stream.of(args)).toArray();
        return json(all).get("steps").findValuesAsText("target").stream()
                .map(target -> target.substring(target.indexOf("/images/") + "/images/".length()))
                .toList();
    }

    @Test
    void aPastInstantIsAnsweredByHistory() {
        String afterTwo = json("history", "golden/web").get("events").findValuesAsText("at").stream()
                .filter(at -> at.compareTo(published("1.2.0")) < 0)
                .reduce((earlier, later) -> later)
                .orElseThrow();

        assertThat(steps("--keep-newest", 1, "--as-of", afterTwo)).containsExactly("web/versions/1.0.0");
        assertThat(run("lifecycle", "golden", "--keep-newest", 1, "--as-of", "2001-01-01")
                        .done()
                        .out())
                .isEqualTo("""
                        Dry run for golden as of 2001-01-01T00:00:00Z: 0 steps
                          nothing is known of golden/db then: its history begins later
                          nothing is known of golden/web then: its history begins later
                        """);
    }

    private String published(String number) {
        return json("history", "golden/web", "--version", number)
                .get("events")
                .get(0)
                .get("at")
                .textValue();
    }

    @Test
    void theSavingIsPriced() throws IOException {
        Path prices = Files.writeString(
                folder.resolve("prices.json"),
                "{\"currency\": \"EUR\", \"storagePerGbMonth\": {\"Standard_LRS\": 1024}, \"egressPerGb\": 1}");

        JsonNode cost = json("lifecycle", "golden", "--keep-newest", 1, "--prices", prices)
                .get("cost");

        assertThat(new BigDecimal(cost.get("monthlyDifference").textValue())).isEqualByComparingTo("-6");
        assertThat(run("lifecycle", "golden", "--keep-newest", 1, "--prices", prices)
                        .done()
                        .out())
                .containsSubsequence("  now\n", "  then\n", "  difference\n", "every month  -6.00 EUR");
        run("lifecycle", "golden", "--keep-newest", 1, "--prices", folder.resolve("none"))
                .refused("no such file");
    }

    @Test
    void whoMayOnlyReadMayOnlyTry() {
        run("share", "golden/web", "--with", "user:alice", "--role", "Reader").done();

        run("lifecycle", "golden/web", "--keep-newest", 1, "--as", "user:alice").done();
        run("lifecycle", "golden/web", "--keep-newest", 1, "--apply", "--as", "user:alice")
                .refused("no role allows it to delete", "[AuthorizationFailed]");
        run("lifecycle", "golden", "--keep-newest", 1, "--as", "user:alice").refused("[ResourceNotFound]");
        run("lifecycle", "golden/web", "--keep-newest", 0).refused("name at least 1");
        run("lifecycle", "golden/web", "--delete-past-end-of-life=-1").refused("Cannot wait -1 days");
        run("lifecycle", "golden/none", "--keep-newest", 1).refused("[ResourceNotFound]");
    }
}
