// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.examples;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What became of versions is listed, and latest is told as of an instant of the past and of one to come. */
class HistoryTest {
    private static final String DEFINITION = "golden/web";

    @TempDir
    Path folder;

    @BeforeEach
    void publishTwoAndDeleteOne() throws IOException {
        Path image = Disks.raw(folder.resolve("disk.raw"), 1);
        run("create", "golden", "--location", "westeurope").done();
        run("define", DEFINITION, "--identifier", "a:b:c", "--os", "linux", "--state", "generalized")
                .done();
        run("publish", DEFINITION + "/1.0.0", image).done();
        run("publish", DEFINITION + "/1.0.1", image, "--end-of-life", "2090-01-31")
                .done();
        run("delete", DEFINITION + "/1.0.1").done();
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

    private Run latest(Object... more) {
        return run(Stream.concat(Stream.of("latest", DEFINITION, "--region", "westeurope"), Stream.of(more))
                .toArray());
    }

    /** Returns the instant of the last change of a kind. */
    private Instant last(String kind) {
        Instant found = Instant.MIN;
        for (JsonNode event : json("history", DEFINITION).get("events")) {
            found = event.get("kind").textValue().equals(kind)
                    ? Instant.parse(event.get("at").textValue())
                    : found;
        }
        return found;
    }

    @Test
    void everyChangeIsListed() {
        JsonNode events = json("history", DEFINITION).get("events");

        assertThat(events.findValuesAsText("kind")).startsWith("CREATED").endsWith("DELETED");
        assertThat(events.findValuesAsText("version")).startsWith("1.0.0").endsWith("1.0.1");
        assertThat(events.findValuesAsText("at")).isSorted();
        assertThat(events.get(0).get("changes").get(0).textValue()).isEqualTo("home westeurope");
        assertThat(run("history", DEFINITION).done().out().lines())
                .hasSameSizeAs(events)
                .anyMatch(line -> line.matches("2[^ ]+Z +1\\.0\\.0 +created +home westeurope; .*"))
                .anyMatch(line -> line.matches("2[^ ]+Z +1\\.0\\.1 +deleted +deleted"));
    }

    @Test
    void oneVersionsChangesAreListed() {
        JsonNode events = json("history", DEFINITION, "--version", "1.0.1").get("events");

        assertThat(events.findValuesAsText("version")).containsOnly("1.0.1");
        assertThat(events.size())
                .isPositive()
                .isLessThan(json("history", DEFINITION).get("events").size());
        assertThat(run("history", DEFINITION, "--version", "2.0.0").done().out())
                .isEqualTo("No change of version 2.0.0 is known of golden/web\n");
        run("history", DEFINITION, "--version", "two").refused("'two'");
        run("history", "golden/none").refused("none", "[ResourceNotFound]");
    }

    @Test
    void theHistoryIsReadPageByPage() {
        JsonNode all = json("history", DEFINITION, "--version", "1.0.1");
        JsonNode first = json("history", DEFINITION, "--version", "1.0.1", "--limit", 2);
        JsonNode rest = json(
                "history",
                DEFINITION,
                "--version",
                "1.0.1",
                "--next",
                first.get("next").textValue());

        assertThat(first.get("events")).hasSize(2);
        assertThat(Stream.of(first, rest).flatMap(page -> page.get("events").findValuesAsText("at").stream()))
                .containsExactlyElementsOf(all.get("events").findValuesAsText("at"));
        assertThat(all.has("next") || rest.has("next")).isFalse();
        assertThat(run("history", DEFINITION, "--limit", 1).done().out().lines().skip(1))
                .singleElement()
                .asString()
                .startsWith("there is more: go on with --next ");
        run("history", DEFINITION, "--limit", 0).refused("limit", "1 to 1000");
        run("history", DEFINITION, "--next", "nowhere").refused("next", "'nowhere'");
    }

    @Test
    void latestIsToldAsOfThePast() {
        Instant deleted = last("DELETED");
        Instant before = deleted.minusNanos(1);

        assertThat(latest().done().out()).isEqualTo("1.0.0\n");
        assertThat(latest("--as-of", deleted).done().out()).isEqualTo("1.0.0\n");
        assertThat(latest("--as-of", before).done().out()).isEqualTo("1.0.1\n");
        assertThat(latest("--as-of", before, "--explain").done().out())
                .isEqualTo("westeurope as of " + before + ": 1.0.1, the highest number of all\n");
        JsonNode then = latest("--as-of", before, "--json").done().json();
        assertThat(then.get("asOf").textValue()).isEqualTo(before.toString());
        assertThat(then.get("outcome").textValue()).isEqualTo("CHOSEN");
        assertThat(then.get("chosen").get("endOfLifeDate").textValue()).isEqualTo("2090-01-31T00:00:00Z");
        assertThat(latest("--json").done().json().has("asOf")).isFalse();
    }

    @Test
    void latestIsToldAsOfADayToCome() {
        run("update", DEFINITION + "/1.0.0", "--end-of-life", "2090-01-31").done();

        assertThat(latest("--as-of", "2090-01-31").done().out()).isEqualTo("1.0.0\n");
        latest("--as-of", "2090-02-01")
                .refused(
                        "No version of golden/web can be deployed in westeurope as of 2090-02-01T00:00:00Z",
                        "not 1.0.0: ",
                        "Name another instant");
    }

    @Test
    void beforeTheHistoryNothingIsKnown() {
        String message =
                "Nothing is known of golden/web as of 2001-01-01T00:00:00Z: its history begins later [GalleryImageNotFound]";

        assertThat(latest("--as-of", "2001-01-01")
                        .refused(message, "gallery history golden/web")
                        .out())
                .isEmpty();
        assertThat(latest("--as-of", "2001-01-01", "--explain").refused(message).out())
                .isEqualTo("westeurope as of 2001-01-01T00:00:00Z: not known\n");
        assertThat(latest("--as-of", "2001-01-01", "--json")
                        .refused(message)
                        .json()
                        .get("outcome")
                        .textValue())
                .isEqualTo("BEFORE_HISTORY");
    }
}
