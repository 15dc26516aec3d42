// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.examples;

import io.github.imagegallery.DefinitionChange;
import io.github.imagegallery.examples.Arguments.NamedValue;
import io.github.imagegallery.model.PurchasePlan;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The options that say what never changes of a definition: its terms, its plan, its features. */
final class Details {
    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    @Option(names = "--eula", paramLabel = "TEXT", description = "The licence agreement, or where it is.")
    private Optional<String> eula = Optional.empty();

    @Option(names = "--privacy-statement", paramLabel = "URI", description = "Where the privacy statement is.")
    private Optional<URI> privacyStatement = Optional.empty();

    @Option(
            names = "--plan",
            paramLabel = "PUBLISHER:PRODUCT:NAME",
            description = "The plan under which its versions are bought.")
    private Optional<PurchasePlan> plan = Optional.empty();

    @Option(
            names = "--feature",
            paramLabel = "NAME=VALUE",
            description = "A feature, such as SecurityType=TrustedLaunch; may be repeated.")
    private List<NamedValue> features = List.of();

    /** Refuses features that contradict each other. */
    void check() {
        Repeated.check(command, "--feature", features);
    }

    /** Puts them into a change. */
    void describe(DefinitionChange change) {
        eula.ifPresent(change::eula);
        privacyStatement.ifPresent(change::privacyStatement);
        plan.ifPresent(bought -> change.purchasePlan(bought.name(), bought.publisher(), bought.product()));
        features.forEach(feature -> change.feature(feature.name(), feature.value()));
    }
}
