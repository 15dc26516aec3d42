// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.examples.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import io.github.imagegallery.ImageDefinition;
import io.github.imagegallery.ImageGalleries;
import io.github.imagegallery.core.SharedImageGalleries;
import io.github.imagegallery.model.StorageType;
import io.github.imagegallery.model.TargetRegion;
import io.github.imagegallery.storage.file.FileStorage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Properties;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.platform.launcher.EngineFilter;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;
import org.junit.platform.launcher.listeners.TestExecutionSummary;

/**
 * A check that cannot fail is worth nothing: each gallery here breaks a rule, and {@link GoldenImagePolicyTest}, run on it
 * as a user runs it, says so and finds nothing else.
 */
class EveryRuleCanFailTest {
    private static final Instant TODAY = Instant.now();

    @TempDir
    Path folder;

    @Test
    void nothingIsWrongWithTheSample() {
        TestExecutionSummary summary = run(sample(TODAY, galleries -> {}));

        assertThat(messages(summary)).isEmpty();
        assertThat(summary.getTestsSucceededCount()).as("9 rules for 3 images").isEqualTo(27);
    }

    @Test
    void anOldImage() {
        Instant then = TODAY.minus(Duration.ofDays(30)).plus(SampleGallery.AGE);

        assertThat(faults(then, galleries -> {}))
                .containsExactlyInAnyOrder(
                        "platform/golden/firewall: 1.1.0 is 30 days old (publish a fresh build)",
                        "platform/golden/ubuntu: 1.1.0 is 30 days old (publish a fresh build)",
                        "shop/golden/web: 1.1.0 is 30 days old (publish a fresh build)");
    }

    @Test
    void anImageOfAlmostThirtyDaysIsYoungEnough() {
        Instant then = TODAY.minus(Duration.ofDays(29)).plus(SampleGallery.AGE);

        assertThat(faults(then, galleries -> {})).isEmpty();
    }

    @Test
    void aRegionThatWasForgotten() {
        assertThat(faults(
                        TODAY,
                        galleries -> web(galleries)
                                .version("1.1.0")
                                .withdraw("northeurope")
                                .commit()))
                .containsExactlyInAnyOrder(
                        "shop/golden/web: northeurope deploys 1.0.0, not 1.1.0: it is not replicated to northeurope"
                                + " (replicate it there)",
                        "shop/golden/web: 1.1.0 is in no region but [westeurope]"
                                + " (replicate it, or its successor, to another one)");
    }

    @Test
    void aRegionThatIsHeldBack() {
        assertThat(faults(TODAY, galleries -> {
                    web(galleries).version("1.0.0").delete().commit();
                    web(galleries)
                            .version("1.1.0")
                            .update()
                            .excludeFromLatest("northeurope", true)
                            .commit();
                }))
                .containsExactly(
                        "shop/golden/web: northeurope deploys nothing, not 1.1.0: it is excluded from latest in"
                                + " northeurope (include it there)");
    }

    @Test
    void aRegionThatIsNotZoneRedundant() {
        assertThat(faults(
                        TODAY,
                        galleries -> web(galleries)
                                .version("1.2.0")
                                .publish(disk(1))
                                .replicate(TargetRegion.of("westeurope").zoneRedundant())
                                .replicate("northeurope")
                                .commit()))
                .containsExactly("shop/golden/web: 1.2.0 is Standard_LRS in northeurope, which never changes"
                        + " (publish the next version there zone-redundant)");
    }

    @Test
    void aRegionThatLivesOnItsOnlyCopy() {
        assertThat(faults(
                        TODAY,
                        galleries -> web(galleries)
                                .version("0.9.0")
                                .publish(disk(1))
                                .location("japaneast")
                                .commit()))
                .containsExactly("shop/golden/web: 0.9.0 is in no region but [japaneast]"
                        + " (replicate it, or its successor, to another one)");
    }

    @Test
    void olderVersionsMayBeAtHomeOnly() {
        assertThat(faults(TODAY, galleries -> web(galleries).replicateNewest().commit()))
                .isEmpty();
    }

    @Test
    void aVersionWhoseLifeEndsSoon() {
        Instant soon = TODAY.plus(Duration.ofDays(13));

        assertThat(faults(
                        TODAY,
                        galleries -> web(galleries)
                                .version("1.1.0")
                                .update()
                                .endOfLife(soon)
                                .commit()))
                .containsExactly("shop/golden/web: 1.1.0, latest in [northeurope, westeurope], has its end of life on "
                        + soon + " (publish a fresh build there)");
    }

    @Test
    void aVersionThatIsPastItsLife() {
        Instant yesterday = TODAY.minus(Duration.ofDays(1));

        assertThat(faults(
                        TODAY.minus(Duration.ofDays(2)),
                        galleries -> web(galleries)
                                .version("1.1.0")
                                .update()
                                .endOfLife(yesterday)
                                .commit()))
                .hasSize(2)
                .anySatisfy(fault -> assertThat(fault)
                        .contains("1.1.0, latest in [northeurope, westeurope], has its end of life on " + yesterday))
                .anySatisfy(fault -> assertThat(fault)
                        .contains("westeurope deploys 1.0.0, not 1.1.0: its end of life was " + yesterday
                                + " (publish a fresh build there)"));
    }

    @Test
    void aDefinitionWhoseLifeEndsSoon() {
        Instant soon = TODAY.plus(Duration.ofDays(13));

        assertThat(faults(
                        TODAY,
                        galleries -> web(galleries).update().endOfLife(soon).commit()))
                .containsExactly("shop/golden/web: it has its end of life on " + soon + " (move to its successor)");
    }

    @Test
    void anImageThatIsTooDear() {
        assertThat(faults(TODAY, galleries -> {
                    var dear = SampleGallery.publish(web(galleries), "1.2.0", disk(256));
                    for (String region : List.of(
                            "eastus",
                            "westus",
                            "japaneast",
                            "uksouth",
                            "francecentral",
                            "brazilsouth",
                            "centralus",
                            "canadacentral",
                            "southeastasia")) {
                        dear.replicate(TargetRegion.of(region).replicas(10).storage(StorageType.PREMIUM_LRS));
                    }
                    dear.commit();
                }))
                .containsExactly("shop/golden/web: it costs 2.81 EUR a month"
                        + " (keep older versions at home only, see replicateNewest, or delete them)");
    }

    @Test
    void anImageWithoutItsPlan() {
        assertThat(faults(TODAY, galleries -> {
                    ImageDefinition proxy = proxy(galleries);
                    SampleGallery.define(proxy).tag("base", "marketplace").commit();
                    SampleGallery.publish(proxy, "1.0.0", disk(1)).commit();
                }))
                .containsExactly("shop/golden/proxy: it has no purchase plan, which never changes"
                        + " (create a new definition with the plan of its source)");
    }

    @Test
    void anImageWithoutItsFeatures() {
        assertThat(faults(TODAY, galleries -> {
                    ImageDefinition proxy = proxy(galleries);
                    proxy.create()
                            .identifier("Contoso", "Golden", "proxy")
                            .linux()
                            .generalized()
                            .feature("securityType", "Standard")
                            .tag("stage", "production")
                            .commit();
                    SampleGallery.publish(proxy, "1.0.0", disk(1)).commit();
                }))
                .containsExactly("shop/golden/proxy: its feature SecurityType is Standard, which never changes"
                        + " (create a new definition with SecurityType=TrustedLaunchSupported)");
    }

    @Test
    void anImageThatWasNeverPublished() {
        assertThat(faults(
                        TODAY,
                        galleries -> SampleGallery.define(proxy(galleries)).commit()))
                .hasSize(3)
                .containsOnly("shop/golden/proxy: no version is published (publish one)");
    }

    @Test
    void aGalleryWithNothingToCheck() {
        SharedImageGalleries.open(FileStorage.at(folder)).close();

        assertThat(messages(run(folder)))
                .containsExactly("No definition is a production one, so nothing would be checked"
                        + " (tag one with stage=production)");
    }

    @Test
    void aStoreThatIsNotThere() {
        Path nowhere = folder.resolve("nowhere");

        assertThat(messages(run(nowhere)))
                .containsExactly(
                        "There is no folder " + nowhere + " (let gallery.store name the folder of your store)");
    }

    private static ImageDefinition web(ImageGalleries galleries) {
        return galleries.subscription("shop").gallery("golden").definition("web");
    }

    private static ImageDefinition proxy(ImageGalleries galleries) {
        return galleries.subscription("shop").gallery("golden").definition("proxy");
    }

    private Path disk(int mebibytes) {
        try {
            return Files.write(folder.resolve("disk.raw"), SampleGallery.disk(mebibytes));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private List<String> faults(Instant day, Consumer<ImageGalleries> breakage) {
        return messages(run(sample(day, breakage)));
    }

    /** Returns a store with the sample as of a day, broken. */
    private Path sample(Instant day, Consumer<ImageGalleries> breakage) {
        Path store = folder.resolve("store");
        try (ImageGalleries galleries = SampleGallery.open(FileStorage.at(store), day)) {
            breakage.accept(galleries);
        }
        return store;
    }

    private static TestExecutionSummary run(Path store) {
        Properties before = (Properties) System.getProperties().clone();
        System.setProperty("gallery.store", store.toString());
        try {
            SummaryGeneratingListener listener = new SummaryGeneratingListener();
            LauncherFactory.create()
                    .execute(
                            LauncherDiscoveryRequestBuilder.request()
                                    .selectors(selectClass(GoldenImagePolicyTest.class))
                                    .filters(EngineFilter.includeEngines("junit-jupiter"))
                                    .build(),
                            listener);
            return listener.getSummary();
        } finally {
            System.setProperties(before);
        }
    }

    private static List<String> messages(TestExecutionSummary summary) {
        return summary.getFailures().stream()
                .map(failure -> failure.getException().getMessage())
                .toList();
    }
}
