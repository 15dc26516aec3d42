// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.examples.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The README shows rules that are compiled and run. White space does not count. */
class ReadmeTest {
    private static final Path README = Path.of("README.md");
    private static final Path POLICY =
            Path.of("src/test/java/io/github/imagegallery/examples/policy/GoldenImagePolicyTest.java");

    @Test
    void theReadmeHasTheCompiledCode() throws IOException {
        assumeTrue(Files.exists(README), "there is no README.md to compare");
        String readme = Files.readString(README);
        assertThat(readme).contains("```java\n");
        String example = readme.substring(readme.indexOf("```java\n") + "```java\n".length());

        assertThat(packed(Files.readString(POLICY))).contains(packed(example.substring(0, example.indexOf("```"))));
    }

    private static String packed(String code) {
        return code.replaceAll("\\s+", "");
    }
}
