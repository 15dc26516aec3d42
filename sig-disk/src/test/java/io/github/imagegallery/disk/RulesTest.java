// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.disk;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** No image is refused by a rule that no test breaks. */
class RulesTest {
    private static final Path MAIN = Path.of("src", "main", "java");
    private static final Path TESTS = Path.of("src", "test", "java");
    /** A rule as it is given to a refusal, or as a message names it. */
    private static final Pattern RULE = Pattern.compile("(?<=[\"\\[])[FQVXM][1-9]\\d*(?=[\"\\]])");

    @Test
    void everyRuleIsInATest() throws IOException {
        Set<String> rules = rules(MAIN);
        assertThat(rules).as("rules of %s", MAIN.toAbsolutePath()).contains("F1", "Q1", "V1", "X1", "M1");
        rules.removeAll(rules(TESTS));
        assertThat(rules)
                .as("rules that refuse images, but are in no test (RefusalTest is the list of broken images)")
                .isEmpty();
    }

    private static Set<String> rules(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            List<Path> sources = files.filter(file -> file.toString().endsWith(".java")
                            && !file.endsWith(RulesTest.class.getSimpleName() + ".java"))
                    .toList();
            Set<String> rules = new TreeSet<>();
            for (Path source : sources) {
                rules.addAll(RULE.matcher(Files.readString(source))
                        .results()
                        .map(match -> match.group())
                        .collect(Collectors.toSet()));
            }
            return rules;
        }
    }
}
