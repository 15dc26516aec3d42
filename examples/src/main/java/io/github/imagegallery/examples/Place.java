// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.examples;

import io.github.imagegallery.ImageGalleries;
import io.github.imagegallery.Shareable;
import io.github.imagegallery.Subscription;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Where roles are assigned: at a resource, a whole subscription or a whole tenant, one of which is named. */
final class Place {
    private static final String SUBSCRIPTION = "--whole-subscription";
    private static final String TENANT = "--whole-tenant";

    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    @Parameters(
            arity = "0..1",
            paramLabel = "ID",
            converter = Address.OfAny.class,
            description = "A gallery, a definition or a version, with all that is in it.")
    private Optional<Address> address = Optional.empty();

    @Option(
            names = SUBSCRIPTION,
            description = "All of the subscription: the one that --subscription names, or the default one.")
    private boolean subscription;

    @Option(names = TENANT, description = "All subscriptions of the tenant.")
    private boolean tenant;

    /** Refuses no place, and several. */
    void check() {
        int places = (address.isPresent() ? 1 : 0) + (subscription ? 1 : 0) + (tenant ? 1 : 0);
        if (places != 1) {
            throw new ParameterException(
                    command.commandLine(),
                    (places == 0 ? "Missing where" : "Several places are given") + " (give one of ID, " + SUBSCRIPTION
                            + ", " + TENANT + ")");
        }
    }

    /** Returns it, if a resource then as an address. */
    Shareable in(ImageGalleries galleries) {
        if (address.isPresent()) {
            return address.get().resource(galleries);
        }
        Subscription whole = ((GalleryProgram) command.root().userObject()).subscription(galleries);
        return tenant ? galleries.tenant(whole.info().tenant()) : whole;
    }
}
