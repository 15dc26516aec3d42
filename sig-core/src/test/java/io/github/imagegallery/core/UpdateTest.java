// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.imagegallery.ImageDefinition;
import io.github.imagegallery.ImageGalleries;
import io.github.imagegallery.ImageVersion;
import io.github.imagegallery.error.InvalidParameterException;
import io.github.imagegallery.error.PropertyChangeNotAllowedException;
import io.github.imagegallery.model.DiskType;
import io.github.imagegallery.model.GalleryInfo;
import io.github.imagegallery.model.ImageDefinitionInfo;
import io.github.imagegallery.model.IntRange;
import io.github.imagegallery.model.PurchasePlan;
import io.github.imagegallery.policy.GalleryRules;
import io.github.imagegallery.storage.testkit.InMemoryStorage;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What may be changed of a gallery and a definition, and that restating is no change. */
class UpdateTest {
    private static final Instant LATER = SettableClock.START.plusSeconds(3_600);

    private final InMemoryStorage storage = new InMemoryStorage();
    private final SettableClock clock = new SettableClock();
    private final ImageGalleries galleries = SharedImageGalleries.open(
            storage, GallerySettings.builder().clock(clock).build());
    private final ImageDefinition web = Fixtures.definition(galleries);

    @Test
    void theDescriptionOfAGalleryChangesAndIsRemoved() {
        GalleryInfo changed = galleries
                .gallery("GOLDEN")
                .update()
                .description("Golden images")
                .commit();
        assertThat(changed.description()).contains("Golden images");
        assertThat(galleries.gallery("golden").info()).isEqualTo(changed);
        assertThat(changed.name()).isEqualTo("golden");

        galleries.gallery("golden").update().description("").commit();
        assertThat(galleries.gallery("golden").info().description()).isEmpty();
    }

    @Test
    void aDefinitionsDescriptionEndOfLifeAndRecommendationsChange() {
        ImageDefinitionInfo before = web.info();
        ImageDefinitionInfo changed = web.update()
                .description("Front end")
                .endOfLife(LATER)
                .recommendedVcpus(2, 16)
                .recommendedMemoryMiB(4_096, 65_536)
                .commit();
        assertThat(changed)
                .isEqualTo(ImageDefinitionInfo.builder()
                        .from(before)
                        .description("Front end")
                        .endOfLifeDate(LATER)
                        .recommendedVcpus(new IntRange(2, 16))
                        .recommendedMemoryMiB(new IntRange(4_096, 65_536))
                        .build());
        assertThat(web.info()).isEqualTo(changed);
        assertThat(galleries.gallery("golden").definitions()).containsExactly(changed);
    }

    @Test
    void whatAnUpdateDoesNotNameStays() {
        web.update().description("Front end").endOfLife(LATER).commit();
        ImageDefinitionInfo before = web.info();
        assertThat(web.update().recommendedVcpus(1, 2).commit())
                .isEqualTo(ImageDefinitionInfo.builder()
                        .from(before)
                        .recommendedVcpus(new IntRange(1, 2))
                        .build());
    }

    @Test
    void restatingWhatIsImmutableIsNoChange() {
        web.update().endOfLife(LATER).commit();
        Remembered before = Remembered.of(storage);
        web.update()
                .location("West Europe")
                .identifier("CONTOSO", "finance", "Front-End")
                .linux()
                .generalized()
                .eula("")
                .description("")
                .endOfLife(LATER)
                .commit();
        galleries
                .gallery("golden")
                .update()
                .location("westeurope")
                .description("")
                .commit();
        assertThat(Remembered.of(storage)).isEqualTo(before);
        assertThat(web.info().identifier().publisher()).isEqualTo("Contoso");
    }

    @Test
    void anEndOfLifeThatHasPassedMayBeRestated() {
        web.update().endOfLife(LATER).commit();
        clock.set(LATER.plusSeconds(1));
        assertThat(web.update().endOfLife(LATER).description("gone").commit().description())
                .contains("gone");
    }

    @Test
    void anUpdateThatSaysNothingChangesNothing() {
        Remembered before = Remembered.of(storage);
        web.update().commit();
        galleries.gallery("golden").update().commit();
        assertThat(Remembered.of(storage)).isEqualTo(before);
    }

    @Test
    void definitionsAndGalleriesAreListedInTheOrderOfTheirNames() {
        galleries.gallery("Amber").create().location("eastus").commit();
        for (String name : new String[] {"zebra", "App", "db"}) {
            galleries
                    .gallery("golden")
                    .definition(name)
                    .create()
                    .identifier("Contoso", "Finance", name)
                    .linux()
                    .generalized()
                    .commit();
        }
        assertThat(galleries.galleries()).extracting(GalleryInfo::name).containsExactly("Amber", "golden");
        assertThat(galleries.gallery("golden").definitions())
                .extracting(ImageDefinitionInfo::name)
                .containsExactly("App", "db", "web", "zebra");
    }

    @Test
    void everyFieldOfADefinitionIsRemembered() {
        ImageDefinition full = galleries.gallery("golden").definition("full");
        ImageDefinitionInfo created = full.create()
                .identifier("Contoso", "Finance", "Full")
                .windows()
                .specialized()
                .disallow(DiskType.STANDARD_LRS)
                .releaseNotes(URI.create("https://example.org/notes"))
                .privacyStatement(URI.create("https://example.org/privacy"))
                .eula("as is")
                .purchasePlan("monthly", "Contoso", "web")
                .feature("SecurityType", "TrustedLaunch")
                .tag("team", "web")
                .commit();
        assertThat(full.info()).isEqualTo(created);
        assertThat(created.tags()).containsEntry("team", "web");
        assertThat(created.purchasePlan()).contains(new PurchasePlan("monthly", "Contoso", "web"));
        assertThat(full.update()
                        .eula("as is")
                        .feature("SECURITYTYPE", "TrustedLaunch")
                        .tag("Team", "web")
                        .commit())
                .isEqualTo(created);
        assertThat(full.info()).isEqualTo(created);
        assertThatThrownBy(
                        () -> full.update().tag("team", "other").eula("other").commit())
                .isInstanceOf(PropertyChangeNotAllowedException.class)
                .hasMessageContaining("tags")
                .hasMessageContaining("eula");
    }

    @Test
    void recommendationsAreTakenAway() {
        ImageDefinitionInfo before = web.info();
        web.update()
                .recommendedVcpus(2, 16)
                .recommendedMemoryMiB(4_096, 65_536)
                .endOfLife(LATER)
                .commit();
        assertThat(web.update()
                        .noRecommendedVcpus()
                        .noRecommendedMemory()
                        .noEndOfLife()
                        .commit())
                .isEqualTo(before);
        assertThat(web.info()).isEqualTo(before);
    }

    @Test
    void todaysServiceTakesAwayWhatItChanges() {
        try (ImageGalleries current = SharedImageGalleries.open(
                new InMemoryStorage(),
                GallerySettings.builder().rules(GalleryRules.current()).build())) {
            ImageDefinition full = Fixtures.definition(current);
            ImageDefinitionInfo before = full.info();
            full.update()
                    .tag("team", "web")
                    .disallow(DiskType.STANDARD_LRS)
                    .releaseNotes(URI.create("https://example.org/notes"))
                    .commit();
            assertThat(full.update()
                            .noTags()
                            .noDisallowedDiskTypes()
                            .noReleaseNotes()
                            .commit())
                    .isEqualTo(before);
            assertThat(full.info()).isEqualTo(before);
            current.gallery("golden").update().tag("team", "web").commit();
            assertThat(current.gallery("golden").update().noTags().commit().tags())
                    .isEmpty();
        }
    }

    @Test
    void theClassicServiceKeepsTags() {
        ImageDefinition tagged = galleries.gallery("golden").definition("tagged");
        tagged.create()
                .identifier("Contoso", "Finance", "Tagged")
                .linux()
                .generalized()
                .tag("team", "web")
                .commit();
        assertThatThrownBy(() -> tagged.update().noTags().commit())
                .isInstanceOf(PropertyChangeNotAllowedException.class)
                .hasMessageContainingAll("tags", "{team=web}");
        web.update().noTags().noDisallowedDiskTypes().noReleaseNotes().commit();
    }

    @Test
    void aRegionsOwnFlagForLatestIsTakenAway(@TempDir Path folder) throws IOException {
        ImageVersion version = web.version("1.0.0");
        version.publish(SampleImage.write(folder.resolve("disk.raw"), 1 << 20, 1))
                .excludeFromLatest(true)
                .commit();
        version.update().excludeFromLatest("westeurope", false).commit();
        assertThat(web.latest("westeurope").number()).hasToString("1.0.0");
        version.update().noLatestFlag("West Europe").commit();
        assertThat(version.info().regions().get(0).excludeFromLatest()).isEmpty();
        assertThat(web.explainLatest("westeurope").chosen()).isEmpty();
        assertThatThrownBy(() -> version.update().noLatestFlag("eastus").commit())
                .isInstanceOf(InvalidParameterException.class)
                .hasMessageContainingAll("eastus", "not replicated there");
    }

    @Test
    void todaysServiceChangesTags() {
        try (ImageGalleries current = SharedImageGalleries.open(
                new InMemoryStorage(),
                GallerySettings.builder().rules(GalleryRules.current()).build())) {
            ImageDefinition tagged = Fixtures.definition(current);
            assertThat(tagged.update().tag("team", "web").commit().tags()).containsOnlyKeys("team");
            assertThat(tagged.update().tag("stage", "test").commit().tags()).containsOnlyKeys("stage");
            assertThat(current.gallery("golden")
                            .update()
                            .tag("team", "web")
                            .commit()
                            .tags())
                    .containsOnlyKeys("team");
        }
    }
}
