// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.examples;

import io.github.imagegallery.core.GallerySettings;
import io.github.imagegallery.model.SubscriptionInfo;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Option;

/** A command that puts something into regions, some of which are only for subscriptions on their allow list. */
abstract class PlacingCommand extends StoreCommand {
    @Option(
            names = "--allow-listed",
            paramLabel = "REGION",
            description = "A region for which the subscription is on the allow list; may be repeated.")
    private List<String> allowListed = List.of();

    @Override
    final void describe(GallerySettings.Builder settings) {
        if (!allowListed.isEmpty()) {
            settings.addAllSubscriptions(
                    subscriptions().map(this::allowListed).distinct().toList());
        }
    }

    private SubscriptionInfo allowListed(String subscription) {
        SubscriptionInfo info = SubscriptionInfo.of(subscription);
        for (String region : allowListed) {
            info = info.allowListed(region);
        }
        return info;
    }

    /** Returns the subscriptions in which something may be put. */
    private Stream<String> subscriptions() {
        return Stream.concat(
                Stream.of(program()
                        .subscription()
                        .orElseGet(() -> GallerySettings.defaults().defaultSubscription())),
                spec.positionalParameters().stream()
                        .map(ArgSpec::getValue)
                        .filter(Address.class::isInstance)
                        .map(Address.class::cast)
                        .map(Address::subscription)
                        .flatMap(Optional::stream));
    }
}
