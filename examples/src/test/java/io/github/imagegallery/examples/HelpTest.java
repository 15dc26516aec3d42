// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;

/** Every command says what it is for, with an example. */
class HelpTest {

    static Stream<String> commands() {
        return names(GalleryProgram.commandLine()).map(name -> name.replaceFirst("gallery ?", ""));
    }

    private static Stream<String> names(CommandLine command) {
        return Stream.concat(
                Stream.of(command.getCommandSpec().qualifiedName()),
                command.getSubcommands().values().stream().flatMap(HelpTest::names));
    }

    @ParameterizedTest
    @MethodSource("commands")
    void everyCommandHasHelpWithAnExample(String command) {
        for (String option : new String[] {"--help", "-h"}) {
            Run run = Run.of((Object[]) (command + " " + option).strip().split(" "))
                    .done();

            assertThat(run.out())
                    .startsWith(("Usage: gallery " + command).strip())
                    .contains("Options:", "--json", "Example:\n  gallery ");
            assertThat(run.out().lines()).allMatch(line -> line.length() <= 100);
        }
    }

    @Test
    void helpIsACommandToo() {
        assertThat(Run.of("help").done().out())
                .isEqualTo(Run.of("--help").done().out());
        assertThat(Run.of("help", "disk", "info").done().out())
                .isEqualTo(Run.of("disk", "info", "-h").done().out());
    }

    @Test
    void onlyTheCommandThatIsAskedForIsMadeReady() {
        assertThat(GalleryProgram.commandLine("--store", "images", "list").getSubcommands())
                .containsOnlyKeys("list");
        assertThat(GalleryProgram.commandLine("lst").getSubcommands()).containsKeys("list", "publish");
    }

    @Test
    void whatIsMistypedIsToldByTheProgramThatKnowsAll() {
        assertThat(Run.of("publsh", "list").misused("publsh").err()).contains("publish");
    }

    @Test
    void saysWhichVersionItIs() {
        assertThat(Run.of("--version").done().out()).startsWith("gallery ");
    }
}
