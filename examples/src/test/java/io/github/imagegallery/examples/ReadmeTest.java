// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The README shows the very lines that are compiled in {@link Snippets}. */
class ReadmeTest {
    private static final Path README = Path.of("..", "README.md");
    private static final Path SNIPPETS = Path.of("src/main/java/io/github/imagegallery/examples/Snippets.java");

    @Test
    void theReadmeHasTheCompiledLines() throws IOException {
        if (!Files.exists(README)) {
            System.out.println("SKIPPED: there is no README.md, so nobody checks that it shows what compiles");
        }
        assumeTrue(Files.exists(README));

        assertThat(Files.readString(README)).contains("```java\n" + readmeSnippet() + "```");
    }

    @Test
    void theSnippetIsShort() throws IOException {
        assertThat(readmeSnippet().lines().filter(line -> !line.isBlank())).hasSizeBetween(10, 16);
    }

    private static String readmeSnippet() throws IOException {
        List<String> lines = Files.readAllLines(SNIPPETS);
        List<String> tagged = lines.subList(line(lines, "// tag::readme[]") + 1, line(lines, "// end::readme[]"));
        return String.join("\n", tagged).concat("\n").stripIndent();
    }

    private static int line(List<String> lines, String marker) {
        return lines.stream().map(String::strip).toList().indexOf(marker);
    }
}
