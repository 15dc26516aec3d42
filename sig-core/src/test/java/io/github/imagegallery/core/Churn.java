// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.core;

import io.github.imagegallery.DefinitionChange;
import io.github.imagegallery.Gallery;
import io.github.imagegallery.ImageDefinition;
import io.github.imagegallery.ImageGalleries;
import io.github.imagegallery.PendingChange;
import io.github.imagegallery.policy.GalleryRules;
import io.github.imagegallery.storage.RecordKey;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Galleries, definitions and versions that come and go, more of them than fit into limits that are small. */
final class Churn {
    private static final List<String> LOCATIONS = List.of("westeurope", "eastus");
    private static final Map<String, Integer> LIMITS = Map.of("galleries", 1, "definitions", 1, "versions", 2);
    private static final GallerySettings SETTINGS = GallerySettings.builder()
            .parallelism(1)
            .rules(GalleryRules.classic().toBuilder()
                    .maxGalleries(LIMITS.get("galleries"))
                    .maxDefinitions(LIMITS.get("definitions"))
                    .maxVersions(LIMITS.get("versions"))
                    .build())
            .build();

    private Churn() {}

    /** Returns the settings with the small limits. */
    static GallerySettings settings() {
        return SETTINGS;
    }

    /** Returns the limit that a counter such as {@code n/versions/eastus} is held to. */
    static long limit(RecordKey counter) {
        return LIMITS.get(counter.value().split("/")[1]);
    }

    /** Returns how many of a kind there may be in a location. */
    static int limit(String kind) {
        return LIMITS.get(kind);
    }

    /** Picks what somebody asks for next. */
    static PendingChange<?> next(ImageGalleries galleries, Random random, Path image) {
        Gallery gallery = galleries.gallery(random.nextBoolean() ? "golden" : "silver");
        ImageDefinition definition = gallery.definition(random.nextBoolean() ? "web" : "db");
        String number = "1.0." + random.nextInt(3);
        return switch (random.nextInt(12)) {
            case 0, 1 -> gallery.create().location(LOCATIONS.get(random.nextInt(LOCATIONS.size())));
            case 2 -> gallery.delete();
            case 3, 4, 5 -> define(definition);
            case 6 -> definition.delete();
            case 7, 8, 9 -> definition.version(number).publish(image);
            default -> definition.version(number).delete();
        };
    }

    /** Starts the creation of a definition whose identifier is its own. */
    static DefinitionChange define(ImageDefinition definition) {
        return definition
                .create()
                .identifier("p", "o", definition.name())
                .linux()
                .generalized();
    }
}
