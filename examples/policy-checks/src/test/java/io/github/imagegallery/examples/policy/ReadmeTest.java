// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.examples.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The README shows rules that are compiled and run. White space does not count. */
class ReadmeTest {
    private static final Path README = Path.of("README.md");
    private static final Path SOURCES = Path.of("src/test/java/io/github/imagegallery/examples/policy");
    private static final Pattern EXAMPLE = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL);

    @Test
    void theReadmeHasTheCompiledCode() throws IOException {
        assumeTrue(Files.exists(README), "there is no README.md to compare");
        String compiled = packed(Files.readString(SOURCES.resolve("GoldenImagePolicyTest.java"))
                + Files.readString(SOURCES.resolve("GalleryPolicyTest.java")));

        assertThat(EXAMPLE.matcher(Files.readString(README)).results())
                .isNotEmpty()
                .allSatisfy(example -> assertThat(compiled).contains(packed(example.group(1))));
    }

    private static String packed(String code) {
        return code.replaceAll("\\s+", "");
    }
}
