// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The document of the rules has every section that the code cites, and names no class that there is not. */
class DomainDocumentTest {
    private static final Path ROOT = Path.of("..");
    private static final Pattern CITATION = Pattern.compile("\\(domain, ([^)]*)\\)");
    private static final Pattern HEADING = Pattern.compile("(?m)^##+ (.*)$");
    private static final Pattern CLASS = Pattern.compile("`([A-Z][a-z]+[A-Za-z]*)`");
    private static final Pattern LINK = Pattern.compile("\\]\\(#([a-z-]+)\\)");

    private static String document() throws IOException {
        return Files.readString(ROOT.resolve("docs/domain.md"));
    }

    private static List<Path> sources() throws IOException {
        try (Stream<Path> files = Files.walk(ROOT, 12)) {
            return files.filter(file -> file.toString().endsWith(".java")
                            && file.toString().contains(Path.of("src", "main").toString()))
                    .toList();
        }
    }

    private static List<String> all(Pattern pattern, String text) {
        return pattern.matcher(text)
                .results()
                .map((MatchResult found) -> found.group(1))
                .toList();
    }

    @Test
    void everySectionThatIsCitedIsThere() throws IOException {
        List<String> headings = all(HEADING, document());
        Set<String> cited = new TreeSet<>();
        for (Path source : sources()) {
            cited.addAll(all(CITATION, Files.readString(source).replaceAll("\\s+\\*?\\s*", " ")));
        }
        assertThat(cited)
                .hasSizeGreaterThan(10)
                .allSatisfy(citation ->
                        assertThat(isThere(citation, headings)).as(citation).isTrue());
        assertThat(isThere("Resources and Sizes", headings)).isFalse();
    }

    /** Tells whether a citation is one heading, or several joined by "and" or, the smaller one last, by a colon. */
    private static boolean isThere(String citation, List<String> headings) {
        return headings.stream()
                .anyMatch(heading -> citation.equals(heading)
                        || Stream.of(" and ", ": ")
                                .filter(joint -> citation.startsWith(heading + joint))
                                .anyMatch(joint -> isThere(citation.substring((heading + joint).length()), headings)));
    }

    @Test
    void everyClassThatDecidesIsThere() throws IOException {
        Set<String> classes = sources().stream()
                .map(source -> source.getFileName().toString().replace(".java", ""))
                .collect(Collectors.toSet());
        assertThat(classes).hasSizeGreaterThan(100).containsAll(all(CLASS, document()));
    }

    @Test
    void everyLinkInItLeadsToASection() throws IOException {
        assertThat(all(HEADING, document()).stream()
                        .map(heading -> heading.toLowerCase(Locale.ROOT).replace(' ', '-')))
                .containsAll(all(LINK, document()));
    }
}
