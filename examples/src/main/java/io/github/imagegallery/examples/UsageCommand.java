// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.examples;

import io.github.imagegallery.ImageGalleries;
import io.github.imagegallery.Subscription;
import io.github.imagegallery.model.Usage;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;

/** The command that says how much of its limits a subscription uses. */
@Command(
        name = "usage",
        description = {
            "Says how much of its limits a subscription uses: for each kind and location, what is used, the limit and what"
                    + " is left.",
            "",
            "It is the subscription that --subscription names, or the default one."
        },
        footerHeading = "%nExample:%n",
        footer = "  gallery --store images usage --subscription prod")
final class UsageCommand extends StoreCommand {

    @Override
    Answer run(ImageGalleries galleries) {
        Subscription subscription = program().subscription(galleries);
        String id = subscription.info().id();
        List<Usage> usages = subscription.usage();
        return Answer.of(
                new Document()
                        .put("subscription", id)
                        .put(
                                "usage",
                                usages.stream().map(UsageCommand::document).toList()),
                usages.isEmpty() ? List.of("Nothing of the subscription " + id + " counts yet") : lines(usages));
    }

    private static Document document(Usage usage) {
        return new Document()
                .put("kind", usage.kind())
                .put("location", usage.location())
                .put("used", usage.used())
                .put("limit", usage.limit())
                .put("left", usage.left());
    }

    private static List<String> lines(List<Usage> usages) {
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("", "", "used", "limit", "left"));
        usages.forEach(usage -> rows.add(List.of(
                usage.kind().toString(),
                usage.location().toString(),
                String.valueOf(usage.used()),
                String.valueOf(usage.limit()),
                String.valueOf(usage.left()))));
        return Texts.table("", rows);
    }
}
