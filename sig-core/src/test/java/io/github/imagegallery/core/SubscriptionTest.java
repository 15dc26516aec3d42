// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.imagegallery.Gallery;
import io.github.imagegallery.ImageDefinition;
import io.github.imagegallery.ImageGalleries;
import io.github.imagegallery.error.InvalidParameterException;
import io.github.imagegallery.error.PropertyChangeNotAllowedException;
import io.github.imagegallery.error.QuotaExceededException;
import io.github.imagegallery.error.ResourceNotFoundException;
import io.github.imagegallery.model.GalleryInfo;
import io.github.imagegallery.model.ResourceId;
import io.github.imagegallery.model.SubscriptionInfo;
import io.github.imagegallery.policy.GalleryRules;
import io.github.imagegallery.storage.testkit.InMemoryStorage;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Galleries of several subscriptions and resource groups; who needs none of them does not meet them. */
class SubscriptionTest {
    private static final GallerySettings SETTINGS = GallerySettings.builder()
            .addSubscriptions(SubscriptionInfo.of("Prod").inTenant("Contoso"))
            .rules(GalleryRules.classic().toBuilder().maxGalleries(2).build())
            .build();

    @TempDir
    private Path folder;

    @ParameterizedTest
    @EnumSource(Backend.class)
    void keepsEachSubscriptionApart(Backend backend) throws IOException {
        try (ImageGalleries galleries = SharedImageGalleries.open(backend.open(folder), SETTINGS)) {
            ImageDefinition mine = Fixtures.definition(galleries);
            ImageDefinition theirs = define(galleries.subscription("PROD").gallery("golden"));
            mine.version("1.0.0").publish(image(1)).commit();
            theirs.version("1.0.0").publish(image(2)).commit();
            theirs.version("1.0.1").publish(image(3)).commit();

            assertThat(mine.latest("westeurope").number()).hasToString("1.0.0");
            assertThat(theirs.latest("westeurope").number()).hasToString("1.0.1");
            assertThat(theirs.info().id())
                    .hasToString("/subscriptions/prod/resourceGroups/default/providers/Microsoft.Compute"
                            + "/galleries/golden/images/web");
            assertThat(galleries.verify(progress -> {}).versions()).isEqualTo(3);
            assertThat(galleries.verify(progress -> {}).damages()).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource(Backend.class)
    void countsLimitsForEachSubscription(Backend backend) {
        try (ImageGalleries galleries = SharedImageGalleries.open(backend.open(folder), SETTINGS)) {
            for (String subscription : new String[] {"default", "prod"}) {
                create(galleries.subscription(subscription).gallery("one"));
                create(galleries.subscription(subscription).gallery("two"));
                assertThatThrownBy(() ->
                                create(galleries.subscription(subscription).gallery("three")))
                        .isInstanceOf(QuotaExceededException.class);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Backend.class)
    void listsAcrossGalleriesAndSubscriptions(Backend backend) {
        try (ImageGalleries galleries = SharedImageGalleries.open(backend.open(folder), SETTINGS)) {
            define(galleries.subscription("prod").gallery("golden"));
            define(galleries.gallery("golden"));
            define(galleries.gallery("Amber"));
            create(galleries.subscription("prod").gallery("empty"));

            assertThat(galleries.galleries())
                    .extracting(gallery -> gallery.id().subscription() + " " + gallery.name())
                    .containsExactly("default Amber", "default golden", "prod empty", "prod golden");
            assertThat(galleries.definitions())
                    .extracting(web -> web.id().subscription() + " " + web.id().path())
                    .containsExactly("default Amber/web", "default golden/web", "prod golden/web");
            assertThat(galleries.subscription("prod").galleries())
                    .extracting(GalleryInfo::name)
                    .containsExactly("empty", "golden");
            assertThat(galleries.subscription("prod").definitions())
                    .containsExactly(galleries
                            .subscription("prod")
                            .gallery("golden")
                            .definition("web")
                            .info());
            assertThat(galleries.subscription("nobody").galleries()).isEmpty();
        }
    }

    @Test
    void findsWhatAnIdNames() throws IOException {
        ImageGalleries galleries = SharedImageGalleries.open(new InMemoryStorage(), SETTINGS);
        Gallery golden = galleries.subscription("prod").gallery("golden");
        golden.create().location("westeurope").resourceGroup("Images").commit();
        ImageDefinition web = golden.definition("web");
        web.create().identifier("a", "b", "c").linux().generalized().commit();
        web.version("1.0.0").publish(image(1)).commit();
        ResourceId id = web.version("1.0.0").info().id();

        assertThat(id)
                .hasToString("/subscriptions/prod/resourceGroups/Images/providers/Microsoft.Compute"
                        + "/galleries/golden/images/web/versions/1.0.0");
        ResourceId shouted = ResourceId.parse(id.toString().toUpperCase(java.util.Locale.ROOT));
        assertThat(galleries.version(shouted).info().id()).hasToString(id.toString());
        assertThat(galleries.definition(shouted).info()).isEqualTo(web.info());
        assertThat(galleries.gallery(shouted).info()).isEqualTo(golden.info());

        assertThatThrownBy(() -> galleries.definition(golden.info().id()))
                .isInstanceOf(InvalidParameterException.class)
                .hasMessageContaining("it names no definition");
        assertThatThrownBy(() -> galleries.version(web.info().id())).isInstanceOf(InvalidParameterException.class);
        assertThatThrownBy(() -> galleries.gallery(ResourceId.gallery("prod", "other", "golden")))
                .isInstanceOf(ResourceNotFoundException.class);
        assertThatThrownBy(() -> galleries.gallery(ResourceId.gallery("default", "Images", "golden")))
                .isInstanceOf(ResourceNotFoundException.class);
    }

    @Test
    void aResourceGroupIsCheckedAndNeverChanges() {
        ImageGalleries galleries = SharedImageGalleries.open(new InMemoryStorage());
        Gallery golden = galleries.gallery("golden");
        assertThatThrownBy(() -> golden.create()
                        .location("westeurope")
                        .resourceGroup("a.")
                        .commit())
                .isInstanceOf(InvalidParameterException.class)
                .hasMessageContaining("resourceGroup");
        golden.create().location("westeurope").resourceGroup("Images").commit();
        golden.update().resourceGroup("images").description("the same one").commit();
        assertThat(golden.info().id().resourceGroup()).isEqualTo("Images");
        assertThatThrownBy(() -> golden.update().resourceGroup("other").commit())
                .isInstanceOf(PropertyChangeNotAllowedException.class)
                .hasMessageContaining("resourceGroup");
    }

    @Test
    void aSubscriptionIsKnownByItsIdInAnyCase() {
        ImageGalleries galleries = SharedImageGalleries.open(new InMemoryStorage(), SETTINGS);
        assertThat(galleries.subscription("pROD").info().tenant()).isEqualTo("contoso");
        assertThat(galleries.subscription("other").info()).isEqualTo(SubscriptionInfo.of("OTHER"));
        assertThatThrownBy(() -> galleries.subscription("a/b"))
                .isInstanceOf(InvalidParameterException.class)
                .hasMessageContaining("a/b");
        assertThatThrownBy(
                        () -> GallerySettings.builder().defaultSubscription("").build())
                .isInstanceOf(InvalidParameterException.class);
        assertThatThrownBy(() ->
                        GallerySettings.builder().defaultResourceGroup("x.").build())
                .isInstanceOf(InvalidParameterException.class);
        assertThatThrownBy(() -> GallerySettings.builder()
                        .addSubscriptions(SubscriptionInfo.of("a"), SubscriptionInfo.of("A"))
                        .build())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("twice");
    }

    @Test
    void theNameOfATenantLeavesRoomForItsPartition() {
        String longest = "x".repeat(121);
        ImageGalleries galleries = SharedImageGalleries.open(
                new InMemoryStorage(),
                GallerySettings.builder()
                        .addSubscriptions(SubscriptionInfo.of("prod").inTenant(longest))
                        .build());
        create(galleries.subscription("prod").gallery("golden"));
        assertThat(galleries.tenant(longest).assignments()).isEmpty();
        assertThatThrownBy(() -> SubscriptionInfo.of("prod").inTenant(longest + "x"))
                .isInstanceOf(InvalidParameterException.class)
                .hasMessageContaining("tenant");
        assertThatThrownBy(() -> galleries.tenant("a/b"))
                .isInstanceOf(InvalidParameterException.class)
                .hasMessageContaining("Cannot use the tenant 'a/b'");
        assertThatThrownBy(() -> SubscriptionInfo.of("tenant.x"))
                .isInstanceOf(InvalidParameterException.class)
                .hasMessageContaining("reserved");
    }

    private static ImageDefinition define(Gallery gallery) {
        create(gallery);
        ImageDefinition web = gallery.definition("web");
        web.create().identifier("a", "b", "c").linux().generalized().commit();
        return web;
    }

    private static void create(Gallery gallery) {
        gallery.create().location("westeurope").commit();
    }

    private Path image(int seed) throws IOException {
        return SampleImage.write(folder.resolve(seed + ".raw"), 1 << 20, seed);
    }

    @Test
    void someRegionsAreForSubscriptionsOnTheirAllowList() throws IOException {
        ImageGalleries galleries = SharedImageGalleries.open(
                new InMemoryStorage(),
                GallerySettings.builder()
                        .addSubscriptions(SubscriptionInfo.of("prod").allowListed("Australia Central"))
                        .build());
        assertThatThrownBy(() -> define(galleries.gallery("golden"))
                        .version("1.0.0")
                        .publish(image(1))
                        .replicate("westeurope")
                        .replicate("australiacentral")
                        .commit())
                .isInstanceOf(InvalidParameterException.class)
                .hasMessageContaining("allow list");
        ImageDefinition web = define(galleries.subscription("prod").gallery("golden"));
        web.version("1.0.0")
                .publish(image(1))
                .replicate("westeurope")
                .replicate("australiacentral")
                .commit();
        assertThat(web.latest("australiacentral").number()).hasToString("1.0.0");
        assertThatThrownBy(() ->
                        web.version("1.0.0").replicate("australiacentral2", 1).commit())
                .isInstanceOf(InvalidParameterException.class)
                .hasMessageContaining("allow list");
    }
}
