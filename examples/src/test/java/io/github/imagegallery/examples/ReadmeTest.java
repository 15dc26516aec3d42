// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
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

        assertThat(readmeExamples().stream().map(ReadmeTest::packed))
                .containsExactly(packed(compiledExample("readme")), packed(compiledExample("plan")));
    }

    @Test
    void theReadmeExampleIsShort() throws IOException {
        assumeTrue(Files.exists(README));

        assertThat(readmeExamples().get(0).lines().filter(line -> !line.isBlank()))
                .hasSizeLessThanOrEqualTo(12);
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

    /** Returns the blocks of Java in the README. */
    private static List<String> readmeExamples() throws IOException {
        return Pattern.compile("```java\n(.*?)```", Pattern.DOTALL)
                .matcher(Files.readString(README))
                .results()
                .map(block -> block.group(1))
                .toList();
    }

    private static String compiledExample(String tag) throws IOException {
        List<String> lines = Files.readAllLines(SNIPPETS);
        return String.join(
                "\n", lines.subList(line(lines, "// tag::" + tag + "[]") + 1, line(lines, "// end::" + tag + "[]")));
    }

    private static String packed(String code) {
        return code.replaceAll("\\s+", "");
    }

    private static int line(List<String> lines, String marker) {
        return lines.stream().map(String::strip).toList().indexOf(marker);
    }
}
