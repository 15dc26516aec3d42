// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.examples;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is used of each limit is told for a subscription. */
class LimitsTest {
    @TempDir
    Path folder;

    @BeforeEach
    void create() {
        run("create", "golden", "--location", "westeurope").done();
        run("create", "silver", "--location", "westeurope").done();
        run("create", "bronze", "--location", "eastus").done();
        run("define", "golden/web", "--identifier", "a:b:c", "--os", "linux", "--state", "generalized")
                .done();
    }

    private Run run(Object... args) {
        return Run.of(Stream.concat(Stream.of("--store", folder.resolve("store")), Stream.of(args))
                .toArray());
    }

    @Test
    void eachKindAndLocationIsTold() {
        assertThat(run("usage").done().out()).isEqualTo("""
                                                 used  limit  left
                        galleries    eastus      1     100    99
                        galleries    westeurope  2     100    98
                        definitions  westeurope  1     1000   999
                        """);
    }

    @Test
    void usageIsADocumentToo() {
        JsonNode usage = run("usage", "--json").done().json();

        assertThat(usage.get("subscription").textValue()).isEqualTo("default");
        JsonNode galleries = usage.get("usage").get(1);
        assertThat(galleries.get("kind").textValue()).isEqualTo("galleries");
        assertThat(galleries.get("location").textValue()).isEqualTo("westeurope");
        assertThat(galleries.get("used").intValue()).isEqualTo(2);
        assertThat(galleries.get("limit").intValue()).isEqualTo(100);
        assertThat(galleries.get("left").intValue()).isEqualTo(98);
    }

    @Test
    void usageIsOfOneSubscription() {
        assertThat(run("usage", "--subscription", "PROD").done().out())
                .isEqualTo("Nothing of the subscription prod counts yet\n");
        run("create", "golden", "--location", "westeurope", "--subscription", "prod")
                .done();
        assertThat(run("usage", "--subscription", "prod").done().out()).hasLineCount(2);
    }

    @Test
    void usageIsForThoseWhoMayReadTheSubscription() {
        run("share", "golden", "--with", "user:alice", "--role", "Owner").done();
        run("share", "--whole-subscription", "--with", "user:bob", "--role", "Reader")
                .done();

        run("usage", "--as", "user:alice").refused("[AuthorizationFailed]");
        run("usage", "--as", "user:bob").done();
    }
}
