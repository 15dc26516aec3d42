// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.examples;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who has a role somewhere sees that and nothing else, and does what the role allows. */
class SharingTest {
    private static final String GOLDEN =
            "/subscriptions/default/resourceGroups/default/providers/Microsoft.Compute/galleries/golden";

    @TempDir
    Path folder;

    private Path image;

    @BeforeEach
    void fill() throws IOException {
        image = Disks.raw(folder.resolve("disk.raw"), 1);
        run("create", "golden", "--location", "westeurope").done();
        run("create", "silver", "--location", "westeurope").done();
        for (String id : List.of("golden/web", "golden/db", "silver/web")) {
            define(id).done();
            run("publish", id + "/1.0.0", image).done();
        }
        run("publish", "golden/web/1.1.0", image).done();
    }

    private Run run(Object... args) {
        return Run.of(Stream.concat(Stream.of("--store", folder.resolve("store")), Stream.of(args))
                .toArray());
    }

    private Run alice(Object... args) {
        return run(
                Stream.concat(Stream.of("--as", "user:alice"), Stream.of(args)).toArray());
    }

    private JsonNode json(Object... args) {
        return run(Stream.concat(Stream.of(args), Stream.of("--json")).toArray())
                .json();
    }

    private Run define(String id) {
        String sku = id.substring(id.lastIndexOf('/') + 1);
        return run("define", id, "--identifier", "a:b:" + sku, "--os", "linux", "--state", "generalized");
    }

    @Test
    void aliceSeesOnlyWhatIsSharedWithHer() {
        run("share", "golden/web", "--with", "user:alice", "--role", "reader").done();

        assertThat(alice("list", "--definitions", "--json").done().json().findValuesAsText("id"))
                .containsExactly(GOLDEN + "/images/web");
        assertThat(alice("list").done().out()).startsWith("There are no galleries yet");
        alice("show", "golden/web").done();
        alice("show", GOLDEN + "/images/web").done();
        alice("show", GOLDEN + "/images/web/versions/1.0.0").done();
        alice("latest", "golden/web", "--region", "westeurope").done();
        alice("export", "golden/web/latest", "--region", "westeurope", "--to", "raw", folder.resolve("out"))
                .done();
        assertThat(folder.resolve("out")).hasSameBinaryContentAs(image);
        alice("publish", "golden/web/1.2.0", image)
                .refused("user alice", "no role allows it to write golden/web", "[AuthorizationFailed]");
        alice("delete", "golden/web/1.0.0").refused("no role allows it to delete golden/web", "[AuthorizationFailed]");
        alice("create", "bronze", "--location", "westeurope").refused("[AuthorizationFailed]");
        run("--as", "user:bob", "show", "golden/web").refused("[ResourceNotFound]");
    }

    @Test
    void whatMayNotBeSeenIsRefusedInTheWordsOfWhatIsNotThere() {
        run("share", "golden/web", "--with", "user:alice", "--role", "Owner").done();
        List<List<String>> requests = List.of(
                List.of("show", "golden/db"),
                List.of("show", "golden/db/1.0.0"),
                List.of("list", "silver"),
                List.of("show", "silver"),
                List.of("show", GOLDEN.replace("golden", "silver")),
                List.of("show", GOLDEN + "/images/db"),
                List.of("show", GOLDEN + "/images/db/versions/1.0.0"),
                List.of("update", "silver", "--description", "mine"),
                List.of("delete", "golden/db/1.0.0"),
                List.of("copy", "silver/web/1.0.0", "golden/web/3.0.0"),
                List.of("withdraw", "golden/db/1.0.0", "westeurope"),
                List.of("latest", "golden/db", "--region", "westeurope"),
                List.of("history", "golden/db"),
                List.of("access", "golden/db"),
                List.of("share", "silver", "--with", "user:bob", "--role", "Reader"));

        List<String> hidden = requests.stream()
                .map(request -> alice(request.toArray()).refused("NotFound]").err())
                .toList();
        deleteTheRest();

        assertThat(requests.stream()
                        .map(request ->
                                alice(request.toArray()).refused("NotFound]").err()))
                .isEqualTo(hidden);
    }

    private void deleteTheRest() {
        for (String id : List.of("golden/db", "silver/web")) {
            run("delete", id + "/1.0.0").done();
            run("delete", id).done();
        }
        run("delete", "silver").done();
    }

    @Test
    void rolesAreHadThroughGroupsAndFromAbove() {
        run("share", "--whole-subscription", "--with", "group:ops", "--role", "Contributor")
                .done();
        run("share", "--whole-tenant", "--with", "service-principal:CI", "--role", "Reader")
                .done();

        alice("list", "golden").refused("[ResourceNotFound]");
        assertThat(alice("--group", "ops", "list", "golden").done().out()).contains("golden/db", "golden/web");
        alice("update", "golden/web/1.0.0", "--exclude-from-latest", "--group", "other", "--group", "ops")
                .done();
        alice("--group", "other", "latest", "golden/web", "--region", "westeurope", "--group", "ops")
                .done();
        alice("list", "golden", "--group", "ops=user:bob").refused("[ResourceNotFound]");
        run("--as", "service-principal:ci", "list", "golden").done();
        run("--as", "user:ci", "list", "golden").refused("[ResourceNotFound]");
        run("--as", "user:alice", "list", "--as", "user:ALICE", "--group", "ops=user:alice")
                .done();
    }

    @Test
    void anotherTenantsProgramNeedsConsent() {
        String robot = "contoso/service-principal:robot";
        Object[] share = {"share", "golden", "--with", robot, "--role", "Reader"};

        run(share).refused("servicePrincipal robot of contoso", "does not know it");
        run(Stream.concat(Stream.of("--consent", robot), Stream.of(share)).toArray())
                .done();
        run("--as", robot, "list", "golden").refused("[ResourceNotFound]");
        run("--as", robot, "--consent", robot, "list", "golden").done();
        assertThat(json("access", "golden").get("assignments").findValuesAsText("principal"))
                .containsExactly(robot);
    }

    @Test
    void assignmentsAreListedReplacedAndTakenAway() {
        assertThat(run("access", "golden").done().out())
                .isEqualTo("No role is assigned at golden; those from above count\n");
        assertThat(run("share", "golden", "--with", "group:ops", "--role", "OWNER")
                        .done()
                        .out())
                .isEqualTo("Shared: group:ops is Owner of golden\n");
        run("share", "golden", "--with", "user:alice", "--role", "Builder", "--actions", "read,write")
                .done();
        run("share", "golden", "--with", "user:alice", "--role", "builder", "--actions", "read,deploy")
                .done();

        assertThat(run("access", "golden").done().out())
                .isEqualTo("group:ops   Owner    read, write, delete, deploy, share\n"
                        + "user:alice  builder  read, deploy\n");
        JsonNode assignment = json("access", "golden").get("assignments").get(1);
        assertThat(assignment.get("principal").textValue()).isEqualTo("user:alice");
        assertThat(assignment.get("actions")).extracting(JsonNode::textValue).containsExactly("read", "deploy");
        assertThat(assignment.get("scope").textValue()).isEqualTo("golden");
        assertThat(assignment.get("subscription").textValue()).isEqualTo("default");
        assertThat(assignment.get("tenant").textValue()).isEqualTo("default");
        assertThat(run("unshare", "golden", "--with", "user:alice", "--role", "BUILDER")
                        .done()
                        .out())
                .isEqualTo("No more: user:alice is builder of golden\n");
        run("unshare", "golden", "--with", "user:alice", "--role", "builder").refused("[ResourceNotFound]");
        run("share", "golden", "--with", "user:alice", "--role", "Reader", "--actions", "read,write")
                .refused("Reader", "everybody knows it with other actions");
        run("share", "golden", "--with", "user:alice", "--role", "Blind", "--actions", "write")
                .refused("reading is not among them");
        run("share", "bronze", "--with", "user:alice", "--role", "Reader").refused("[ResourceNotFound]");
    }

    @Test
    void aSingleVersionIsSharedWithAdvice() {
        Run shared = run("share", "golden/web/1.0.0", "--with", "user:alice", "--role", "Reader");

        assertThat(shared.exitCode()).isZero();
        assertThat(shared.err())
                .isEqualTo("warning: golden/web/1.0.0: a single version is shared, and the next one that is published"
                        + " will not be (share the definition or the gallery)\n");
        alice("show", "golden/web/1.0.0").done();
        alice("show", GOLDEN + "/images/web/versions/1.0.0").done();
        alice("show", "golden/web/1.1.0").refused("[ResourceNotFound]");
        alice("show", "golden/web").refused("[ResourceNotFound]");
    }

    @Test
    void whyOrWhyNotIsExplained() {
        run("share", "--whole-subscription", "--with", "group:ops", "--role", "Contributor")
                .done();
        run("share", "golden", "--with", "user:alice", "--role", "Reader").done();

        assertThat(run("access", "golden/web", "--explain", "user:alice", "read", "--group", "ops=user:alice")
                        .done()
                        .out())
                .isEqualTo("user:alice may read golden/web\n"
                        + "  group:ops is Contributor of subscription default\n"
                        + "  user:alice is Reader of golden\n");
        Run denied = run("access", "golden/web", "--explain", "user:alice", "delete");
        assertThat(denied.refused("not delete").err())
                .isEqualTo("error: user:alice may not delete golden/web: no role that is assigned there or above"
                        + " allows it\n");
        JsonNode explanation = json("access", "golden/web", "--explain", "user:alice", "Deploy");
        assertThat(explanation.get("allowed").booleanValue()).isTrue();
        assertThat(explanation.get("because").findValuesAsText("role")).containsExactly("Reader");
        assertThat(json("access", "golden/web", "--explain", "user:alice", "share")
                        .get("allowed")
                        .booleanValue())
                .isFalse();
        alice("access", "golden/web", "--explain", "user:alice", "read").done();
        alice("access", "golden/web", "--explain", "user:bob", "read").refused("[AuthorizationFailed]");
    }

    @Test
    void aPrincipalIsActedForThroughTheProgramsMain() throws IOException, InterruptedException {
        run("share", "golden/web", "--with", "user:alice", "--role", "Reader").done();

        assertThat(main("--as", "user:alice", "list", "--definitions"))
                .isEqualTo("0:golden/web (a:b:web, Linux, Generalized, V1, x64)\n");
        String hidden = main("--as", "user:alice", "show", "silver/web");
        assertThat(hidden).startsWith("1:error: ").contains("silver/web", "[ResourceNotFound]");
        assertThat(main("--as", "user:alice", "show", "silver/none"))
                .isEqualTo(hidden.replace("silver/web", "silver/none"));
        assertThat(main("--as", "user:alice", "delete", "golden/web/1.0.0"))
                .startsWith("1:error: ")
                .contains("[AuthorizationFailed]");
    }

    /** Returns the exit code of a process of its own, and what it printed. */
    private String main(String... args) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                GalleryProgram.class.getName(),
                "--store",
                folder.resolve("store").toString()));
        command.addAll(List.of(args));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        process.getInputStream().transferTo(out);
        return process.waitFor() + ":" + out.toString(StandardCharsets.UTF_8);
    }
}
