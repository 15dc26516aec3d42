// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.examples.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import io.github.imagegallery.ImageDefinition;
import io.github.imagegallery.ImageGalleries;
import io.github.imagegallery.core.SharedImageGalleries;
import io.github.imagegallery.model.Action;
import io.github.imagegallery.model.Principal;
import io.github.imagegallery.model.Role;
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
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.platform.launcher.EngineFilter;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;
import org.junit.platform.launcher.listeners.TestExecutionSummary;

/**
 * A check that cannot fail is worth nothing: each gallery here breaks a rule, and {@link GoldenImagePolicyTest} and
 * {@link GalleryPolicyTest}, run on it as a user runs them, say so and find nothing else.
 */
class EveryRuleCanFailTest {
    private static final Instant TODAY = Instant.now();
    private static final Principal DEPLOYER = Principal.servicePrincipal("deployer");

    @TempDir
    Path folder;

    @Test
    void nothingIsWrongWithTheSample() {
        TestExecutionSummary summary = run(sample(TODAY, galleries -> {}));

        assertThat(messages(summary)).isEmpty();
        assertThat(summary.getTestsSucceededCount())
                .as("15 rules for 3 images, and one")
                .isEqualTo(46);
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
                                .replicate(TargetRegion.of("westeurope")
                                        .replicas(6)
                                        .zoneRedundant())
                                .replicate("northeurope", 6)
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
                .containsExactly("shop/golden/web: it costs 2.92 EUR a month"
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
    void aRegionThatHasTooFewReplicas() {
        assertThat(faults(
                        TODAY,
                        galleries -> web(galleries)
                                .version("1.1.0")
                                .replicate("northeurope", 5)
                                .commit()))
                .containsExactly("shop/golden/web: northeurope has 5 of the 6 replicas that 120 machines at once need"
                        + " (replicate its latest there, with 6 replicas)");
    }

    @Test
    void anImageThatOthersMayDelete() {
        assertThat(faults(TODAY, galleries -> {
                    Principal bob = Principal.user("bob");
                    galleries
                            .tenant("default")
                            .share(bob, deleter("Everywhere"))
                            .commit();
                    galleries
                            .subscription("shop")
                            .share(bob, Role.contributor())
                            .commit();
                    galleries
                            .subscription("shop")
                            .gallery("golden")
                            .share(bob, deleter("Cleaner"))
                            .commit();
                    web(galleries).share(bob, deleter("Sweeper")).commit();
                    web(galleries).share(Principal.user("carol"), Role.reader()).commit();
                }))
                .containsExactlyInAnyOrder(
                        "platform/golden/firewall: " + mayDelete("Everywhere of tenant default"),
                        "platform/golden/ubuntu: " + mayDelete("Everywhere of tenant default"),
                        "shop/golden/web: "
                                + String.join(
                                        "; ",
                                        mayDelete("Everywhere of tenant default"),
                                        mayDelete("Contributor of subscription shop"),
                                        mayDelete("Cleaner of golden"),
                                        mayDelete("Sweeper of golden/web")));
    }

    private static Role deleter(String name) {
        return new Role(name, Set.of(Action.READ, Action.DELETE));
    }

    private static String mayDelete(String what) {
        return "user bob is " + what + ", and may delete it (unshare that, or share with less)";
    }

    @Test
    void aVersionThatIsSharedByItself() {
        assertThat(faults(
                        TODAY,
                        galleries -> web(galleries)
                                .version("1.0.0")
                                .share(Principal.user("bob"), Role.reader())
                                .commit()))
                .containsExactly("shop/golden/web: user bob is Reader of golden/web/1.0.0, and of no other version"
                        + " (share the definition instead)");
    }

    @Test
    void anImageThatTheDeployerMayNotDeploy() {
        assertThat(faults(
                        TODAY,
                        galleries -> galleries
                                .subscription("shop")
                                .gallery("golden")
                                .unshare(DEPLOYER, "Reader")
                                .commit()))
                .containsExactly("shop/golden/web: servicePrincipal deployer may not deploy golden/web: no assignment"
                        + " there or above allows it (share it with the role Reader)");
    }

    @Test
    void anImageThatTheDeployerMayChange() {
        assertThat(faults(
                        TODAY,
                        galleries -> web(galleries)
                                .share(DEPLOYER, new Role("Writer", Set.of(Action.READ, Action.WRITE)))
                                .commit()))
                .containsExactly("shop/golden/web: servicePrincipal deployer may write golden/web: servicePrincipal"
                        + " deployer is Writer of golden/web (share it with the role Reader instead)");
    }

    @Test
    void aLimitThatIsNearlyReached() {
        assertThat(faults(TODAY, galleries -> fill(galleries, 81)))
                .containsExactly(
                        "shop uses 81 of 100 galleries in westeurope (delete what is not needed, or use another"
                                + " subscription or location)");
    }

    @Test
    void aLimitThatIsUsedByEightyPercent() {
        assertThat(faults(TODAY, galleries -> fill(galleries, 80))).isEmpty();
    }

    private static void fill(ImageGalleries galleries, int number) {
        for (int i = 2; i <= number; i++) {
            galleries
                    .subscription("shop")
                    .gallery("spare" + i)
                    .create()
                    .location("westeurope")
                    .commit();
        }
    }

    @Test
    void lifecycleRulesThatWouldRemoveWhatIsInUse() {
        assertThat(faults(TODAY, galleries -> publish(galleries, "1.2.0", "1.3.0")))
                .singleElement()
                .asString()
                .startsWith("shop/golden/web: today the rules would delete golden/web/1.0.0: ")
                .endsWith(", but it is in use (keep more, or move its machines)");
    }

    @Test
    void lifecycleRulesThatWouldHaveRemovedIt() {
        Path store = sample(TODAY.minus(Duration.ofDays(40)), galleries -> publish(galleries, "1.2.0", "1.3.0"));
        try (ImageGalleries galleries = SharedImageGalleries.open(FileStorage.at(store))) {
            for (ImageDefinition image : List.of(
                    web(galleries),
                    galleries.subscription("platform").gallery("golden").definition("ubuntu"),
                    galleries.subscription("platform").gallery("golden").definition("firewall"))) {
                SampleGallery.publish(image, "1.4.0", disk(1)).commit();
            }
            web(galleries).version("1.2.0").delete().commit();
            web(galleries).version("1.3.0").delete().commit();
        }

        assertThat(messages(run(store)))
                .singleElement()
                .asString()
                .startsWith("shop/golden/web: on ")
                .contains(" the rules would have done this: delete golden/web/1.0.0: ");
    }

    private void publish(ImageGalleries galleries, String... numbers) {
        for (String number : numbers) {
            SampleGallery.publish(web(galleries), number, disk(1)).commit();
        }
    }

    @Test
    void aGalleryWithNothingToCheck() {
        SharedImageGalleries.open(FileStorage.at(folder)).close();

        assertThat(messages(run(folder)))
                .hasSize(2)
                .containsOnly("No definition is a production one, so nothing would be checked"
                        + " (tag one with stage=production)");
    }

    @Test
    void aStoreThatIsNotThere() {
        Path nowhere = folder.resolve("nowhere");

        assertThat(messages(run(nowhere)))
                .hasSize(2)
                .containsOnly("There is no folder " + nowhere + " (let gallery.store name the folder of your store)");
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
                                    .selectors(
                                            selectClass(GoldenImagePolicyTest.class),
                                            selectClass(GalleryPolicyTest.class))
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
