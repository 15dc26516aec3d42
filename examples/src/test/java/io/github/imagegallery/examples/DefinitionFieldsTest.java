// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.examples;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a gallery and a definition are given when they are made is shown again. */
class DefinitionFieldsTest {
    private static final String[] FIELDS = {
        "--vcpus=2..8",
        "--memory-mib=1024..4096",
        "--eula=Be kind",
        "--privacy-statement=https://contoso.com/privacy",
        "--release-notes=https://contoso.com/notes",
        "--plan=Contoso:Server:Monthly",
        "--feature=SecurityType=TrustedLaunch",
        "--feature=IsAcceleratedNetworkSupported=True",
        "--tag=team=web",
        "--disallow=standard_lrs",
        "--disallow=UltraSSD_LRS"
    };

    @TempDir
    Path store;

    @BeforeEach
    void create() {
        run("create", "golden", "--location", "westeurope", "--tag", "team=web", "--tag", "note=a=b")
                .done();
    }

    private Run run(Object... args) {
        return Run.of(
                Stream.concat(Stream.of("--store", store), Stream.of(args)).toArray());
    }

    private Run define(Object... more) {
        Stream<Object> args =
                Stream.of("define", "golden/web", "--identifier", "a:b:c", "--os", "linux", "--state", "generalized");
        return run(Stream.concat(args, Stream.of(more)).toArray());
    }

    @Test
    void peopleSeeEveryField() {
        define((Object[]) FIELDS).done();

        assertThat(run("show", "golden/web").done().out())
                .containsPattern("\n  vCPUs +2\\.\\.8\n")
                .containsPattern("\n  memory +1024\\.\\.4096 MiB\n")
                .containsPattern("\n  not on disks +Standard_LRS, UltraSSD_LRS\n")
                .containsPattern("\n  release notes +https://contoso.com/notes\n")
                .containsPattern("\n  privacy +https://contoso.com/privacy\n")
                .containsPattern("\n  EULA +Be kind\n")
                .containsPattern("\n  plan +Contoso:Server:Monthly\n")
                .containsPattern("\n  features +SecurityType=TrustedLaunch, IsAcceleratedNetworkSupported=True\n")
                .containsPattern("\n  tags +team=web\n");
        assertThat(run("show", "golden").done().out()).contains("\n  tags  team=web, note=a=b\n");
    }

    @Test
    void machinesSeeEveryField() {
        JsonNode defined = define(
                        Stream.concat(Stream.of("--json"), Stream.of(FIELDS)).toArray())
                .done()
                .json();

        assertThat(defined.get("recommendedVcpus").get("max").intValue()).isEqualTo(8);
        assertThat(defined.get("recommendedMemoryMiB").get("min").intValue()).isEqualTo(1024);
        assertThat(defined.get("disallowedDiskTypes"))
                .extracting(JsonNode::textValue)
                .containsExactly("Standard_LRS", "UltraSSD_LRS");
        assertThat(defined.get("releaseNoteUri").textValue()).isEqualTo("https://contoso.com/notes");
        assertThat(defined.get("privacyStatementUri").textValue()).isEqualTo("https://contoso.com/privacy");
        assertThat(defined.get("eula").textValue()).isEqualTo("Be kind");
        assertThat(defined.get("purchasePlan").get("publisher").textValue()).isEqualTo("Contoso");
        assertThat(defined.get("purchasePlan").get("product").textValue()).isEqualTo("Server");
        assertThat(defined.get("purchasePlan").get("name").textValue()).isEqualTo("Monthly");
        assertThat(defined.get("features").get("SecurityType").textValue()).isEqualTo("TrustedLaunch");
        assertThat(defined.get("tags").get("team").textValue()).isEqualTo("web");
        JsonNode gallery = run("show", "golden", "--json").done().json();
        assertThat(gallery.get("tags").get("note").textValue()).isEqualTo("a=b");
        assertThat(gallery.get("definitions").get(0)).isEqualTo(defined);
    }

    @Test
    void whatIsNotSetIsNotShown() {
        define().done();

        assertThat(run("show", "golden/web").done().out())
                .doesNotContain("not on disks", "release notes", "privacy", "EULA", "plan", "features", "tags");
        assertThat(run("show", "golden/web", "--json").done().json().fieldNames())
                .toIterable()
                .doesNotContain("disallowedDiskTypes", "purchasePlan", "features", "tags", "eula");
    }

    @Test
    void theGalleryJudgesTheValues() {
        define("--vcpus=8..2", "--memory-mib=0..1", "--tag=Team=a", "--tag=team=b")
                .refused("3 reasons", "recommendedVcpus", "recommendedMemoryMiB", "upper and lower case");
    }
}
