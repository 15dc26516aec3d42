// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.examples;

import io.github.imagegallery.model.LifecyclePolicy;
import io.github.imagegallery.model.LifecycleRule;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The options that are lifecycle rules, and say of which definitions. */
final class LifecycleOptions {
    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    @Option(
            names = "--keep-newest",
            paramLabel = "N",
            description = "Keep so many of the newest versions, and delete those older than all of them.")
    private Optional<Integer> keepNewest = Optional.empty();

    @Option(
            names = "--delete-past-end-of-life",
            arity = "0..1",
            paramLabel = "DAYS",
            preprocessor = OnlyAttached.class,
            converter = DaysReader.class,
            description = "Delete versions past their end of life, or so many days after it.")
    private Optional<Integer> deleteVersions = Optional.empty();

    @Option(
            names = "--remove-definitions",
            arity = "0..1",
            paramLabel = "DAYS",
            preprocessor = OnlyAttached.class,
            converter = DaysReader.class,
            description = "Remove definitions past their end of life, or so many days after it, their versions first.")
    private Optional<Integer> removeDefinitions = Optional.empty();

    @Option(
            names = "--older-at-home",
            paramLabel = "N",
            description = "Leave so many of the newest versions everywhere, and older ones at home only.")
    private Optional<Integer> olderAtHome = Optional.empty();

    @Option(
            names = "--only",
            paramLabel = "DEFINITION",
            description = "Only for the definition of that name; may be repeated.")
    private List<String> definitions = List.of();

    /** Refuses that there is no rule. */
    void check() {
        if (Stream.of(keepNewest, deleteVersions, removeDefinitions, olderAtHome)
                .allMatch(Optional::isEmpty)) {
            throw new ParameterException(
                    command.commandLine(),
                    "Missing a rule (give --keep-newest, --delete-past-end-of-life, --remove-definitions or"
                            + " --older-at-home)");
        }
    }

    /** Returns the policy that they make. */
    LifecyclePolicy policy() {
        return LifecyclePolicy.of(rules().toArray(LifecycleRule[]::new)).onlyFor(definitions.toArray(String[]::new));
    }

    private Stream<LifecycleRule> rules() {
        return Stream.of(
                        keepNewest.map(LifecycleRule::keepNewest),
                        deleteVersions.map(LifecycleRule::deletePastEndOfLife),
                        removeDefinitions.map(LifecycleRule::removeDefinitionPastEndOfLife),
                        olderAtHome.map(LifecycleRule::olderAtHome))
                .flatMap(Optional::stream);
    }

    /** Reads a number of days; none is meant where there is no value. */
    static final class DaysReader implements ITypeConverter<Integer> {
        @Override
        public Integer convert(String text) {
            return text.equals(OnlyAttached.NOTHING) ? 0 : Arguments.number(text);
        }
    }
}
