// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * The README shows the very code that is compiled in {@link Snippets}. White space does not count: the formatter breaks
 * lines where a reader of the README would not.
 */
class ReadmeTest {
    private static final Path README = Path.of("..", "README.md");
    private static final Path SNIPPETS = Path.of("src/main/java/io/github/imagegallery/examples/Snippets.java");

    @Test
    void theReadmeHasTheCompiledCode() throws IOException {
        if (!Files.exists(README)) {
            System.out.println("SKIPPED: there is no README.md, so nobody checks that it shows what compiles");
        }
        assumeTrue(Files.exists(README));

        assertThat(packed(readmeExample())).isEqualTo(packed(compiledExample()));
    }

    @Test
    void theReadmeExampleIsShort() throws IOException {
        assumeTrue(Files.exists(README));

        assertThat(readmeExample().lines().filter(line -> !line.isBlank())).hasSizeLessThanOrEqualTo(12);
    }

    @Test
    void theProgramTakesEveryCommandOfTheReadme() throws IOException {
        assumeTrue(Files.exists(README));
        List<String> commands = Files.readAllLines(README).stream()
                .filter(line -> line.startsWith("    gallery "))
                .toList();

        assertThat(commands)
                .isNotEmpty()
                .allSatisfy(command -> GalleryProgram.commandLine()
                        .parseArgs(
                                command.strip().substring("gallery ".length()).split(" ")));
    }

    /** Returns the first block of Java in the README. */
    private static String readmeExample() throws IOException {
        String readme = Files.readString(README);
        assertThat(readme).contains("```java\n");
        String example = readme.substring(readme.indexOf("```java\n") + "```java\n".length());
        return example.substring(0, example.indexOf("```"));
    }

    private static String compiledExample() throws IOException {
        List<String> lines = Files.readAllLines(SNIPPETS);
        return String.join("\n", lines.subList(line(lines, "// tag::readme[]") + 1, line(lines, "// end::readme[]")));
    }

    private static String packed(String code) {
        return code.replaceAll("\\s+", "");
    }

    private static int line(List<String> lines, String marker) {
        return lines.stream().map(String::strip).toList().indexOf(marker);
    }
}
