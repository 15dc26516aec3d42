// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.examples;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The main job, command by command: from an image file to replicas in regions and back to a file. */
class MainJobTest {
    private static final int MIB = 1 << 20;

    @TempDir
    Path folder;

    private Path store;
    private Path image;

    @BeforeEach
    void createAndDefine() throws IOException {
        store = folder.resolve("store");
        image = Disks.raw(folder.resolve("disk.raw"), 1);
        run("create", "golden", "--location", "West Europe", "--description", "Golden images")
                .done();
        define("web", "Contoso:Finance:Front-end").done();
    }

    private Run run(Object... args) {
        return Run.of(
                Stream.concat(Stream.of("--store", store), Stream.of(args)).toArray());
    }

    private JsonNode json(Object... args) {
        return Run.of(Stream.concat(Stream.of(args), Stream.of("--json", "--store", store))
                        .toArray())
                .done()
                .json();
    }

    private Run define(String name, String identifier) {
        return run("define", "golden/" + name, "--identifier", identifier, "--os", "linux", "--state", "generalized");
    }

    private JsonNode publish(String number) {
        return json(
                "publish", "golden/web/" + number, image, "--replicate", "westeurope=2", "--replicate", "japaneast");
    }

    @Test
    void publishTellsSizesAndRegions() {
        JsonNode outcome = json(
                "publish",
                "golden/web/1.0.0",
                image,
                "--format",
                "raw",
                "--replica-count",
                3,
                "--replicate",
                "westeurope=2",
                "--replicate",
                "northeurope=1:standard_zrs",
                "--replicate",
                "japaneast");

        assertThat(outcome.get("billedBytes").longValue()).isEqualTo(MIB);
        assertThat(outcome.get("storedBytes").longValue()).isBetween((long) MIB, 2L * MIB);
        assertThat(outcome.get("movedBytes").longValue()).isGreaterThan(5L * MIB);
        JsonNode version = outcome.get("version");
        assertThat(version.get("number").textValue()).isEqualTo("1.0.0");
        assertThat(version.get("provisioningState").textValue()).isEqualTo("Succeeded");
        assertThat(version.get("regions").findValuesAsText("region"))
                .containsExactly("japaneast", "northeurope", "westeurope");
        assertThat(version.get("regions").findValuesAsText("replicaCount")).containsExactly("3", "1", "2");
        assertThat(version.get("regions").findValuesAsText("state")).containsOnly("Completed");
        assertThat(Instant.parse(version.get("publishedDate").textValue())).isBeforeOrEqualTo(Instant.now());
    }

    @Test
    void publishIsPleasantToReadToo() {
        Run run = run("publish", "golden/web/1.0.0", image, "--replicate", "westeurope=2")
                .done();

        assertThat(run.out())
                .startsWith("Published golden/web/1.0.0: Succeeded\n")
                .contains("westeurope  2 replicas  Standard_LRS  Completed")
                .contains("billed  1.0 MiB (1,048,576 bytes)", "stored", "moved");
    }

    @Test
    void listAndShowTellWhatIsThere() {
        publish("1.0.0");

        JsonNode gallery = json("list").get("galleries").get(0);
        JsonNode definition = gallery.get("definitions").get(0);
        assertThat(gallery.get("description").textValue()).isEqualTo("Golden images");
        assertThat(definition.get("identifier").get("sku").textValue()).isEqualTo("Front-end");
        assertThat(definition.get("versions").get(0)).isEqualTo(json("show", "golden/web/1.0.0"));
        assertThat(json("show", "golden").get("location").textValue()).isEqualTo("westeurope");
        assertThat(json("show", "golden").get("definitions").get(0).get("name").textValue())
                .isEqualTo("web");
        assertThat(json("show", "golden/web").get("osType").textValue()).isEqualTo("Linux");
        assertThat(json("show", "golden/web").get("versions").get(0)).isEqualTo(json("show", "golden/web/1.0.0"));
        assertThat(run("list").done().out())
                .contains("golden in westeurope: Golden images\n  web (", "    1.0.0  Succeeded, 4.0 MiB virtual");
        assertThat(run("show", "golden/web/1.0.0").done().out()).contains("OS disk", "1 replica ", "2 replicas");
        assertThat(run("show", "golden").done().out()).contains("\n  web (Contoso");
        assertThat(run("show", "golden/web").done().out())
                .contains("Contoso:Finance:Front-end", "\n  1.0.0  Succeeded");
    }

    @Test
    void latestIsExplained() {
        publish("1.0.0");
        run("publish", "golden/web/1.0.1", image, "--replicate", "westeurope").done();
        run("publish", "golden/web/1.0.2", image, "--exclude-from-latest").done();

        JsonNode explained = json("latest", "golden/web", "--region", "japaneast", "--explain");
        assertThat(json("latest", "golden/web", "--region", "japaneast")).isEqualTo(explained);
        assertThat(explained.get("chosen").get("number").textValue()).isEqualTo("1.0.0");
        assertThat(explained.get("passedOver").findValuesAsText("version")).containsExactly("1.0.2", "1.0.1");
        assertThat(explained.get("passedOver").findValuesAsText("reason")).contains("NOT_REPLICATED");
        assertThat(run("latest", "golden/web", "--region", "westeurope").done().out())
                .isEqualTo("1.0.1\n");
        assertThat(run("latest", "golden/web", "--region", "westeurope", "--explain")
                        .done()
                        .out())
                .startsWith("westeurope: 1.0.1\n  not 1.0.2: ");
    }

    @Test
    void noLatestIsRefusedWithReasons() {
        run("publish", "golden/web/1.0.0", image).done();

        run("publish", "golden/web/1.0.1", image).done();

        Run plain = run("latest", "golden/web", "--region", "japaneast")
                .refused("No version of golden/web", "\n  not 1.0.1: ", "\n  not 1.0.0: ");
        assertThat(plain.out()).isEmpty();
        assertThat(plain.err()).containsOnlyOnce("replicate a version to the region");
        assertThat(run("latest", "golden/web", "--region", "japaneast", "--json")
                        .out())
                .isEqualTo(run("latest", "golden/web", "--region", "japaneast", "--json", "--explain")
                        .out());
        Run explained = run("latest", "golden/web", "--region", "japaneast", "--explain", "--json")
                .refused("No version of golden/web");
        assertThat(explained.json().has("chosen")).isFalse();
        assertThat(explained.json().get("passedOver")).hasSize(2);
    }

    @Test
    void replicasComeAndGo() {
        publish("1.0.0");

        JsonNode more = json("replicate", "golden/web/1.0.0", "japaneast=2", "uksouth=1:Premium_LRS");
        assertThat(more.get("version").get("regions").findValuesAsText("replicaCount"))
                .containsExactly("2", "1", "2");
        assertThat(more.get("movedBytes").longValue()).isGreaterThan(MIB);
        JsonNode fewer = json("withdraw", "golden/web/1.0.0", "uksouth");
        assertThat(fewer.get("version").get("regions").findValuesAsText("region"))
                .containsExactly("japaneast", "westeurope");
        assertThat(run("withdraw", "golden/web/1.0.0", "Japan East").done().out())
                .startsWith("Withdrew japaneast from golden/web/1.0.0: Succeeded\n  westeurope")
                .endsWith("until they are collected (gallery collect)\n")
                .doesNotContain("0 bytes");
        run("withdraw", "golden/web/1.0.0", "westeurope").refused("westeurope");
        run("replicate", "golden/web/1.0.0", "japaneast=11").refused("11");
    }

    @Test
    void exportGivesTheBytesBack() throws IOException {
        Path data = Disks.raw(folder.resolve("data.raw"), 2);
        run("publish", "golden/web/1.0.0", image, "--data-disk", "7=" + data).done();
        Path raw = folder.resolve("out.raw");
        Path vhd = folder.resolve("out.vhd");

        JsonNode report = json("export", "golden/web/1.0.0", "--region", "westeurope", "--to", "raw", raw);
        run("export", "golden/web/1.0.0", "--region", "westeurope", "--to", "vhd-fixed", "--data-disk", 7, vhd)
                .done();
        Run.of("disk", "convert", vhd, folder.resolve("data.back"), "--to", "raw")
                .done();

        assertThat(report.get("site").textValue()).contains("westeurope");
        assertThat(report.get("fallbacks")).isEmpty();
        assertThat(raw).hasSameBinaryContentAs(image);
        assertThat(folder.resolve("data.back")).hasSameBinaryContentAs(data);
        run("export", "golden/web/1.0.0", "--region", "westeurope", "--to", "raw", raw)
                .refused("out.raw");
        run("export", "golden/web/1.0.0", "--region", "uksouth", "--to", "raw", folder.resolve("x"))
                .refused("uksouth");
    }

    @Test
    void latestIsExportedByTheNumberThatItHasThere() {
        publish("1.0.0");
        run("publish", "golden/web/1.0.1", image, "--replicate", "westeurope").done();

        Run plain = exportLatest("Japan East", "a");
        JsonNode report = exportLatest("westeurope", "b", "--json").json();

        assertThat(plain.done().out()).contains("\n  version: golden/web/1.0.0, latest in japaneast\n");
        assertThat(report.get("version").textValue()).isEqualTo("golden/web/1.0.1");
        assertThat(folder.resolve("b")).hasSameBinaryContentAs(image);
        exportLatest("uksouth", "c").refused("uksouth", "[GalleryImageNotFound]");
        run("show", "golden/web/latest").refused("'latest'");
        assertThat(folder.resolve("c")).doesNotExist();
    }

    private Run exportLatest(String region, String file, String... more) {
        Stream<Object> args =
                Stream.of("export", "golden/web/latest", "--region", region, "--to", "raw", folder.resolve(file));
        return run(Stream.concat(args, Stream.of(more)).toArray());
    }

    @Test
    void damageIsFoundAndGoneAround() throws IOException {
        publish("1.0.0");
        Path out = folder.resolve("out.raw");
        String site = json("export", "golden/web/1.0.0", "--region", "westeurope", "--to", "raw", folder.resolve("a"))
                .get("site")
                .textValue();
        assertThat(json("verify").get("sound").booleanValue()).isTrue();

        damage(site);

        assertThat(run("verify").refused("found in the store").out())
                .contains("\n  " + site + ": ")
                .endsWith("Make missing or damaged copies anew: gallery repair\n");
        Run verify = run("verify", "--json").refused("found in the store");
        assertThat(verify.json().get("sound").booleanValue()).isFalse();
        assertThat(verify.json().get("damages").get(0).get("site").textValue()).isEqualTo(site);
        assertThat(verify.json().get("damages").get(0).get("versions").get(0).textValue())
                .isEqualTo("golden/web/1.0.0");
        Run export = run("export", "golden/web/1.0.0", "--region", "westeurope", "--to", "raw", out);
        assertThat(export.exitCode()).isZero();
        assertThat(export.err())
                .startsWith("warning: copy " + site + " was passed over: ")
                .contains("\nwarning: other copies stood in");
        assertThat(export.out()).contains("chosen copy: " + site);
        assertThat(out).hasSameBinaryContentAs(image);
        assertThat(json("repair", "--dry-run").get("repaired")).hasSize(1);
        assertThat(json("repair", "--dry-run", "--within-regions").get("repaired"))
                .hasSize(1);
        assertThat(run("repair", "--noted").done().out()).contains("made 1 blob anew\n  " + site + ": ");
        run("verify").done();
        assertThat(json("repair").get("repaired")).isEmpty();
    }

    @Test
    void whatNothingNeedsIsCollected() throws IOException {
        publish("1.0.0");
        publish("1.0.1");
        assertThat(run("collect").done().out()).startsWith("Removed 0 blobs, 0 bytes, at ");
        run("delete", "golden/web/1.0.0").done();
        run("delete", "golden/web/1.0.1").done();
        assertThat(run("collect", "--dry-run").done().out()).startsWith("Would remove ");
        long foreseen = json("collect", "--dry-run").get("bytes").longValue();

        assertThat(json("collect").get("bytes").longValue()).isEqualTo(foreseen).isPositive();

        assertThat(json("collect").get("blobs").longValue()).isZero();
        assertThat(json("collect").get("skipped")).isEmpty();
    }

    @Test
    void anotherLocationThanTheParentsIsWarnedOf() {
        Run defined = run(
                "define",
                "golden/far",
                "--identifier",
                "a:b:c",
                "--os",
                "linux",
                "--state",
                "generalized",
                "--location",
                "japaneast");
        Run published = run("publish", "golden/far/1.0.0", image, "--location", "uksouth");

        assertThat(defined.out()).startsWith("Defined golden/far (a:b:c, ");
        assertThat(defined.err())
                .startsWith("warning: golden/far: it is in japaneast, but its gallery golden is in westeurope (if");
        assertThat(published.exitCode()).isZero();
        assertThat(published.err())
                .startsWith(
                        "warning: golden/far/1.0.0: it is in uksouth, but its definition golden/far is in japaneast (if")
                .hasLineCount(1);
    }

    @Test
    void whatIsPrintedStaysOnItsLine() {
        run("create", "silver", "--location", "westeurope", "--description", "one\ntwo\u001b[31m")
                .done();

        assertThat(run("list").done().out()).contains("silver in westeurope: one\\u000atwo\\u001b[31m\n");
        assertThat(json("show", "silver").get("description").textValue()).isEqualTo("one\ntwo\u001b[31m");
    }

    /** Overwrites the ends of the larger files of a site. */
    private void damage(String site) throws IOException {
        try (Stream<Path> files = Files.walk(store.resolve("sites").resolve(site))) {
            List<Path> packs =
                    files.filter(file -> file.toFile().length() > MIB / 2).toList();
            assertThat(packs).isNotEmpty();
            for (Path pack : packs) {
                byte[] bytes = Files.readAllBytes(pack);
                for (int i = 0; i < bytes.length; i += 1024) {
                    bytes[i] ^= 1;
                }
                pack.toFile().setWritable(true);
                Files.write(pack, bytes);
            }
        }
    }

    @Test
    void estimateIsExact() throws IOException {
        publish("1.0.0");
        Path prices = Files.writeString(
                folder.resolve("prices.json"),
                "{\"currency\": \"EUR\", \"storagePerGbMonth\": {\"Standard_LRS\": 0.1}, \"egressPerGb\": \"0.02\"}");

        JsonNode estimate = json("estimate", "golden/web/1.0.0", "--prices", prices);

        BigDecimal gigabytes = new BigDecimal("0.0009765625"); // 1 MiB
        assertThat(estimate.get("currency").textValue()).isEqualTo("EUR");
        assertThat(new BigDecimal(estimate.get("monthly").textValue()))
                .isEqualByComparingTo(gigabytes.multiply(new BigDecimal("0.3")));
        assertThat(new BigDecimal(estimate.get("once").textValue()))
                .isEqualByComparingTo(gigabytes.multiply(new BigDecimal("0.02")));
        assertThat(estimate.get("items")).hasSize(3);
        assertThat(run("estimate", "golden/web/1.0.0", "--prices", prices)
                        .done()
                        .out())
                .contains("storage", "egress", "every month", "EUR");
        JsonNode change = json(
                "estimate",
                "golden/web/1.0.0",
                "--prices",
                prices,
                "--replicate",
                "eastus=4",
                "--withdraw",
                "Japan East");
        assertThat(new BigDecimal(change.get("monthlyDifference").textValue()))
                .isEqualByComparingTo(gigabytes.multiply(new BigDecimal("0.3")));
        assertThat(new BigDecimal(change.get("once").textValue()))
                .isEqualByComparingTo(gigabytes.multiply(new BigDecimal("0.02")));
        assertThat(change.get("before").get("items")).hasSize(2);
        assertThat(change.get("after").get("items")).hasSize(3);
        assertThat(run("estimate", "golden/web/1.0.0", "--prices", prices, "--withdraw", "japaneast")
                        .done()
                        .out())
                .containsSubsequence("now", "then", "difference", "every month", "-0.0000977 EUR", "once", "0.00 EUR");
        assertThat(json("estimate", "golden/web/1.0.0", "--prices", prices)).isEqualTo(estimate);
        run("estimate", "golden/web/1.0.0", "--prices", prices, "--withdraw", "westeurope", "--withdraw", "mars")
                .refused("2 reasons", "home region", "mars");
        run("estimate", "golden/web/1.0.0", "--prices", folder.resolve("none")).refused("no such file");
        run("estimate", "golden/web/1.0.0", "--prices", folder).refused(folder + ": it is a folder");
        Files.writeString(prices, "{\"currency\": \"EUR\"}");
        run("estimate", "golden/web/1.0.0", "--prices", prices).refused("Standard_LRS in westeurope");
    }

    @Test
    void deletionGoesFromTheLeavesUp() {
        publish("1.0.0");

        run("delete", "golden").refused("golden");
        run("delete", "golden/web").refused("versions");
        assertThat(json("delete", "golden/web/1.0.0")
                        .get("deleted")
                        .get("number")
                        .textValue())
                .isEqualTo("1.0.0");
        run("delete", "golden/web").done();
        assertThat(run("delete", "golden").done().out()).isEqualTo("Deleted golden\n");
        assertThat(json("list").get("galleries")).isEmpty();
        assertThat(run("list").done().out()).contains("no galleries yet");
    }

    @Test
    void refusalsAreOneMessage() throws IOException {
        publish("1.0.0");
        Path plain = Files.writeString(folder.resolve("plain"), "not a store");

        run("create", "golden", "--location", "westeurope").refused("golden", "[ResourceAlreadyExists]");
        run("create", "a-b", "--location", "atlantis").refused("2 reasons", "a-b", "atlantis");
        define("other", "contoso:finance:front-END").refused("contoso:finance:front-END");
        run("show", "silver").refused("silver", "[ResourceNotFound]");
        run("show", "silver", "--json").refused("silver");
        run("publish", "golden/web/01.0.0", image).refused("leading zero");
        run("publish", "golden/none/1.0.0", image).refused("none");
        run("publish", "golden/web/1.0.1", folder.resolve("missing.vhd")).refused("missing.vhd");
        run("publish", "golden/web/1.0.1", image, "--format", "vhd").refused("disk.raw");
        run("publish", "golden/web/1.0.1", image, "--replicate", "japaneast").refused("westeurope");
        run("publish", "golden/web/1.0.1", image, "--end-of-life", "2001-01-01T00:00:00Z")
                .refused("endOfLife");
        Run.of("--store", plain, "create", "golden", "--location", "westeurope").refused("plain");
        Run.of("--store", folder, "list").refused(folder.toString());
    }
}
