// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.examples.policy;

import static java.util.stream.Collectors.joining;
import static org.junit.jupiter.api.Assertions.fail;

import io.github.imagegallery.ImageGalleries;
import io.github.imagegallery.core.SharedImageGalleries;
import io.github.imagegallery.model.ImageDefinitionInfo;
import io.github.imagegallery.model.ImageVersionInfo;
import io.github.imagegallery.model.LatestResolution;
import io.github.imagegallery.model.RegionName;
import io.github.imagegallery.model.RegionReplication;
import io.github.imagegallery.policy.GalleryRules;
import io.github.imagegallery.policy.LatestRule;
import io.github.imagegallery.storage.file.FileStorage;
import io.github.imagegallery.storage.testkit.InMemoryStorage;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the rules are checked for: the production definitions of all galleries of a store. */
abstract class ProductionImages {

    private static boolean isProduction(ImageDefinitionInfo definition) {
        return "production".equals(definition.tags().get("stage"));
    }

    @AutoClose
    static ImageGalleries galleries;

    static Instant now;
    private static List<GoldenImage> production;

    @BeforeAll
    static void readTheGalleries() {
        now = Instant.now();
        galleries = open(Optional.ofNullable(System.getProperty("gallery.store", System.getenv("GALLERY_STORE"))));
        production = galleries.definitions().stream()
                .filter(ProductionImages::isProduction)
                .map(definition -> new GoldenImage(
                        definition,
                        galleries.definition(definition.id()).versions().toList()))
                .toList();
        if (production.isEmpty()) {
            fail("No definition is a production one, so nothing would be checked (tag one with stage=production)");
        }
    }

    private static ImageGalleries open(Optional<String> store) {
        // leave the sample out of your copy: a build that forgets to name its store would be green
        if (store.isEmpty()) {
            return SampleGallery.open(new InMemoryStorage(), now);
        }
        Path folder = Path.of(store.get()).toAbsolutePath();
        if (!Files.isDirectory(folder)) {
            fail("There is no folder " + folder + " (let gallery.store name the folder of your store)");
        }
        return SharedImageGalleries.open(FileStorage.at(folder));
    }

    static List<GoldenImage> production() {
        return production;
    }

    /** Marks a rule, which is checked for each production definition. */
    @ParameterizedTest(name = "{0}")
    @MethodSource("production")
    @Retention(RetentionPolicy.RUNTIME)
    @interface ProductionRule {}

    /** A production definition and its versions, oldest first. */
    record GoldenImage(ImageDefinitionInfo definition, List<ImageVersionInfo> versions) {

        /** Returns what a region deploys now. */
        LatestResolution latest(RegionName region) {
            return galleries.definition(definition.id()).explainLatest(region.value());
        }

        /** Returns the highest version that is published and not held back from latest. */
        ImageVersionInfo newest() {
            return versions.stream()
                    .filter(version -> version.publishedDate().isPresent())
                    .filter(version -> !version.excludeFromLatest())
                    .reduce((older, newer) -> newer)
                    .orElseGet(() -> fail(this + ": no version is published (publish one)"));
        }

        /**
         * Returns what is latest somewhere, and where. The current rules only warn of what is past its life; by the classic
         * ones it would be passed over, and not be seen here.
         */
        Map<ImageVersionInfo, List<RegionName>> deployed() {
            Map<ImageVersionInfo, List<RegionName>> deployed = new LinkedHashMap<>();
            versions.stream()
                    .flatMap(version -> version.regions().stream())
                    .map(RegionReplication::region)
                    .distinct()
                    .sorted()
                    .forEach(region -> LatestRule.explain(versions, region, now, GalleryRules.current())
                            .chosen()
                            .ifPresent(latest -> deployed.computeIfAbsent(latest, first -> new ArrayList<>())
                                    .add(region)));
            return deployed;
        }

        void require(boolean kept, String fault) {
            refuse(kept ? Stream.empty() : Stream.of(fault));
        }

        void refuse(Stream<String> faults) {
            String all = faults.collect(joining("; "));
            if (!all.isEmpty()) {
                fail(this + ": " + all);
            }
        }

        @Override
        public String toString() {
            return definition.id().subscription() + "/" + definition.id().path();
        }
    }
}
