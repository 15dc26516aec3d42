// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.examples;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Galleries of several subscriptions are kept apart, found by full ids, and listed together or page by page. */
class SubscriptionsTest {
    private static final String PROD =
            "/subscriptions/prod/resourceGroups/images/providers/Microsoft.Compute/galleries/golden";

    @TempDir
    Path folder;

    @BeforeEach
    void create() {
        run("create", "golden", "--location", "westeurope").done();
        run("create", "silver", "--location", "westeurope").done();
        run("--subscription", "prod", "create", "golden", "--location", "uksouth", "--resource-group", "images")
                .done();
        define("golden/web").done();
        define("golden/db").done();
        define("golden/web", "--subscription", "prod").done();
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

    private Run define(String id, Object... more) {
        String sku = id.substring(id.lastIndexOf('/') + 1);
        Stream<Object> args =
                Stream.of("define", id, "--identifier", "a:b:" + sku, "--os", "linux", "--state", "generalized");
        return run(Stream.concat(args, Stream.of(more)).toArray());
    }

    @Test
    void oneNameIsInEachSubscription() {
        JsonNode prod = json("show", "golden", "--subscription", "PROD");

        assertThat(prod.get("location").textValue()).isEqualTo("uksouth");
        assertThat(prod.get("id").textValue()).isEqualTo(PROD);
        assertThat(prod.get("subscription").textValue()).isEqualTo("prod");
        assertThat(prod.get("resourceGroup").textValue()).isEqualTo("images");
        assertThat(json("show", "golden").get("location").textValue()).isEqualTo("westeurope");
        assertThat(run("show", "golden", "--subscription", "prod").done().out()).contains("\n  id  " + PROD + "\n");
        run("show", "silver", "--subscription", "prod").refused("silver", "[ResourceNotFound]");
        run("show", "golden", "--subscription", "-").refused("subscription", "it is not the id of a subscription");
    }

    @Test
    void aFullIdNeedsNoSubscription() throws IOException {
        Path image = Disks.raw(folder.resolve("disk.raw"), 1);
        String version = PROD + "/images/web/versions/1.0.0";

        assertThat(json("show", PROD)).isEqualTo(json("show", "golden", "--subscription", "prod"));
        run("publish", version, image).done();
        assertThat(run("show", version).done().out())
                .startsWith("golden/web/1.0.0\n  id ")
                .contains(version);
        assertThat(json("show", version.toUpperCase(Locale.ROOT)).get("id").textValue())
                .isEqualTo(version);
        assertThat(json("latest", PROD + "/images/web", "--region", "uksouth")
                        .get("chosen")
                        .get("id")
                        .textValue())
                .isEqualTo(version);
        String latest = PROD + "/images/web/versions/latest";
        assertThat(run("export", latest, "--region", "uksouth", "--to", "raw", folder.resolve("out"))
                        .done()
                        .out())
                .contains("version: " + version + ", latest in uksouth\n");
        run("show", PROD + "/images/web/versions/01.0.0").refused("leading zero");
        run("show", PROD.replace("images", "other")).refused("golden", "[ResourceNotFound]");
        run("show", "golden/web/1.0.0").refused("1.0.0", "[ResourceNotFound]");
        assertThat(run("delete", version).done().out()).startsWith("Deleted " + version + "\n");
    }

    @Test
    void adviceNamesTheSubscription() {
        for (String[] asked : new String[][] {{"golden/web", "--subscription", "PROD"}, {PROD + "/images/web"}}) {
            run(Stream.concat(Stream.of("latest", "--region", "uksouth", "--as-of", "2001-01-01"), Stream.of(asked))
                            .toArray())
                    .refused("(gallery history golden/web --subscription prod lists the changes)");
        }
        run("latest", "golden/web", "--region", "uksouth", "--as-of", "2001-01-01")
                .refused("(gallery history golden/web lists the changes)");
    }

    @Test
    void aGalleryIsCreatedByItsFullId() {
        String id = PROD.replace("golden", "bronze");

        assertThat(json("create", id, "--location", "uksouth").get("id").textValue())
                .isEqualTo(id);
        run("create", PROD.replace("golden", "iron"), "--location", "uksouth", "--resource-group", "IMAGES")
                .done();
        run("create", PROD.replace("golden", "lead"), "--location", "uksouth", "--resource-group", "other")
                .misused("Two resource groups are given, images and other");
        run("create", "a-b", "--location", "mars", "--resource-group", "%")
                .refused("3 reasons", "a-b", "mars", "resourceGroup");
    }

    @Test
    void galleriesAreGroupedBySubscription() {
        assertThat(run("list").done().out())
                .containsSubsequence(
                        "subscription default\n  golden in westeurope\n    db (a:b:db",
                        "    web (",
                        "  silver in westeurope\n",
                        "subscription prod\n  golden in uksouth\n    web (");
        assertThat(run("list", "--subscription", "default").done().out())
                .startsWith("golden in westeurope\n  db (")
                .doesNotContain("subscription");
        assertThat(run("list", "--subscription", "prod").done().out()).startsWith("golden in uksouth\n  web (");
        assertThat(json("list").get("galleries").findValuesAsText("subscription"))
                .containsExactly("default", "default", "prod");
        assertThat(run("list", "--subscription", "none").done().out()).startsWith("There are no galleries yet");
    }

    @Test
    void definitionsAreListedAcrossGalleries() {
        assertThat(run("list", "--definitions").done().out())
                .containsSubsequence(
                        "subscription default\n  golden/db (a:b:db",
                        "  golden/web (",
                        "subscription prod\n  golden/web");
        assertThat(json("list", "--definitions").get("definitions").findValuesAsText("name"))
                .containsExactly("db", "web", "web");
        assertThat(json("list", "--definitions", "--subscription", "prod").get("definitions"))
                .hasSize(1);
        assertThat(run("list", "golden").done().out()).startsWith("golden/db (").doesNotContain("subscription");
        assertThat(run("list", PROD).done().out()).startsWith("golden/web (").hasLineCount(1);
        assertThat(run("list", "silver").done().out()).isEqualTo("There are no definitions yet\n");
        run("list", "none").refused("none", "[ResourceNotFound]");
    }

    @Test
    void versionsAreListedOldestFirst() throws IOException {
        Path image = Disks.raw(folder.resolve("disk.raw"), 1);
        for (String number : List.of("1.0.10", "1.0.9", "2.0.0")) {
            run("publish", "golden/web/" + number, image).done();
        }

        assertThat(json("list", "golden/web").get("versions").findValuesAsText("number"))
                .containsExactly("1.0.9", "1.0.10", "2.0.0");
        JsonNode page = json("list", "golden/web", "--limit", 2);
        assertThat(page.get("versions").findValuesAsText("number")).containsExactly("1.0.9", "1.0.10");
        assertThat(run("list", "golden/web", "--next", page.get("next").textValue())
                        .done()
                        .out())
                .startsWith("2.0.0  Succeeded")
                .hasLineCount(1);
    }

    @Test
    void pagesOfAnySizeAreTheWhole() {
        List<String> all = json("list").get("galleries").findValuesAsText("id");
        for (int limit = 1; limit <= 4; limit++) {
            List<String> found = new ArrayList<>();
            JsonNode page = json("list", "--limit", limit);
            while (page.has("next")) {
                assertThat(page.get("galleries")).hasSize(limit);
                found.addAll(page.get("galleries").findValuesAsText("id"));
                page = json("list", "--limit", limit, "--next", page.get("next").textValue());
            }
            found.addAll(page.get("galleries").findValuesAsText("id"));
            assertThat(found).isEqualTo(all);
        }
    }

    @Test
    void peopleAreToldHowToGoOn() {
        String first = run("list", "--limit", 2).done().out();
        String token = json("list", "--limit", 2).get("next").textValue();

        assertThat(first)
                .startsWith("golden in westeurope\n")
                .endsWith("\nthere is more: go on with --next '" + token + "'\n");
        assertThat(run("list", "--limit", 2, "--next", token).done().out())
                .startsWith("subscription prod\n  golden in uksouth\n")
                .doesNotContain("there is more");
        run("list", "--limit", 1001).refused("limit", "1 to 1000");
        run("list", "--next", "no such").refused("'such'");
    }

    @Test
    void regionsOnAllowListAreForThoseOnIt() throws IOException {
        Path image = Disks.raw(folder.resolve("disk.raw"), 1);
        String far = "Australia Central";
        String[] allowed = {"--allow-listed", far, "--allow-listed=australiacentral2"};

        run("create", "far", "--location", far).refused("allow list");
        run("create", "far", "--location", far, allowed[0], allowed[1]).done();
        assertThat(define("golden/far", "--location", far, allowed[0], allowed[1])
                        .exitCode())
                .isZero();
        run("publish", "golden/web/1.0.0", image, "--replicate", "westeurope", "--replicate", far)
                .refused("allow list");
        run("publish", PROD + "/images/web/versions/1.0.0", image, allowed[0], allowed[1])
                .done();
        run("replicate", PROD + "/images/web/versions/1.0.0", far).refused("allow list");
        run(
                        "replicate",
                        PROD + "/images/web/versions/1.0.0",
                        far,
                        "australiacentral2",
                        allowed[0],
                        allowed[1],
                        allowed[2])
                .done();
    }

    @Test
    void theRulesDecideWhatMayBeSo() throws IOException {
        Path image = Disks.raw(folder.resolve("disk.raw"), 1);
        run("publish", "golden/web/1.0.0", image).done();

        run("replicate", "golden/web/1.0.0", "westeurope=11").refused("11");
        run("replicate", "golden/web/1.0.0", "westeurope=11", "--rules", "current")
                .done();
    }
}
