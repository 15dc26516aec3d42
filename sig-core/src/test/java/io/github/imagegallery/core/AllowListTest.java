// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.imagegallery.Gallery;
import io.github.imagegallery.ImageDefinition;
import io.github.imagegallery.ImageGalleries;
import io.github.imagegallery.PendingChange;
import io.github.imagegallery.error.InvalidParameterException;
import io.github.imagegallery.error.Violation;
import io.github.imagegallery.model.ImageVersionInfo;
import io.github.imagegallery.model.RegionCatalog;
import io.github.imagegallery.model.RegionName;
import io.github.imagegallery.model.RegionReplication;
import io.github.imagegallery.storage.testkit.InMemoryStorage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A region on allow list only is used by those who are on its list, and left by those who no longer are. */
class AllowListTest {
    private static final String CENTRAL = "australiacentral";

    @TempDir
    private Path folder;

    private final InMemoryStorage storage = new InMemoryStorage();
    private final ImageGalleries listed = open(Set.of(RegionName.of(CENTRAL)));
    private final ImageGalleries unlisted = open(Set.of());
    private Path image;

    private ImageGalleries open(Set<RegionName> allowed) {
        return SharedImageGalleries.open(
                storage,
                GallerySettings.builder()
                        .regions(RegionCatalog.publicCloud().allowing(allowed))
                        .build());
    }

    @BeforeEach
    void prepare() throws IOException {
        image = SampleImage.write(folder.resolve("disk.raw"), 256 << 10, 1);
    }

    private static void requireRefused(PendingChange<?> change, String... targets) {
        assertThatThrownBy(change::commit)
                .isInstanceOfSatisfying(
                        InvalidParameterException.class,
                        refused -> assertThat(refused.violations())
                                .allSatisfy(violation ->
                                        assertThat(violation.actual()).contains("allow list"))
                                .extracting(Violation::target)
                                .containsExactly(targets));
    }

    @Test
    void whatIsThereIsReadAndWithdrawnButNotResized() throws IOException {
        Fixtures.definition(listed)
                .version("1.0.0")
                .publish(image)
                .replicate("westeurope")
                .replicate(CENTRAL)
                .commit();

        ImageDefinition web = unlisted.gallery("golden").definition("web");
        assertThat(web.latest(CENTRAL).number()).hasToString("1.0.0");
        Exports.requireIdentical(web.version("1.0.0"), CENTRAL, image);
        web.version("1.0.0").update().excludeFromLatest(CENTRAL, true).commit();
        requireRefused(web.version("1.0.0").replicate(CENTRAL, 2), "targetRegions");
        assertThat(web.version("1.0.0").withdraw(CENTRAL).commit().version().regions())
                .extracting(RegionReplication::region)
                .containsExactly(RegionName.of("westeurope"));
    }

    @Test
    void aLocationThatIsNoLongerAllowedIsRestatedButNotInherited() {
        Gallery south = listed.gallery("south");
        south.create().location(CENTRAL).commit();
        south.definition("web")
                .create()
                .identifier("Contoso", "Finance", "Web")
                .linux()
                .generalized()
                .commit();

        Gallery now = unlisted.gallery("south");
        assertThat(now.update().location(CENTRAL).description("left").commit().description())
                .contains("left");
        assertThat(now.definition("web")
                        .update()
                        .location(CENTRAL)
                        .description("left")
                        .commit()
                        .description())
                .contains("left");
        requireRefused(
                now.definition("db")
                        .create()
                        .identifier("Contoso", "Finance", "Db")
                        .linux()
                        .generalized(),
                "location");
        requireRefused(now.definition("web").version("1.0.0").publish(image), "location");
        ImageVersionInfo elsewhere = now.definition("web")
                .version("1.0.0")
                .publish(image)
                .location("westeurope")
                .commit()
                .version();
        assertThat(elsewhere.location()).isEqualTo(RegionName.of("westeurope"));
    }
}
