// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.examples;

import io.github.imagegallery.examples.Arguments.NamedValue;
import java.util.List;
import java.util.function.BiConsumer;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The option that gives a resource its tags. */
final class Tags {
    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    @Option(
            names = "--tag",
            paramLabel = "NAME=VALUE",
            description = "A tag: a name and a value of your own; may be repeated.")
    private List<NamedValue> tags = List.of();

    /** Refuses tags that contradict each other. */
    void check() {
        Repeated.check(command, "--tag", tags);
    }

    /** Hands each name and value over. */
    void forEach(BiConsumer<String, String> taker) {
        tags.forEach(tag -> taker.accept(tag.name(), tag.value()));
    }
}
