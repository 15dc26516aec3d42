// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.imagegallery.Gallery;
import io.github.imagegallery.ImageDefinition;
import io.github.imagegallery.ImageGalleries;
import io.github.imagegallery.error.GalleryImageNotFoundException;
import io.github.imagegallery.error.InvalidParameterException;
import io.github.imagegallery.error.ResourceNotFoundException;
import io.github.imagegallery.model.ImageIdentifier;
import io.github.imagegallery.model.VersionOutcome;
import io.github.imagegallery.storage.testkit.InMemoryStorage;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Definitions and versions are found by identifier and URN, and numbers follow one another. */
class LookupTest {
    @TempDir
    Path folder;

    private final ImageGalleries galleries = SharedImageGalleries.open(new InMemoryStorage());
    private final ImageDefinition web = Fixtures.definition(galleries);
    private final Gallery golden = galleries.gallery("golden");

    @Test
    void aDefinitionIsFoundByItsIdentifierInAnyCase() {
        assertThat(golden.definition(ImageIdentifier.parse("CONTOSO:finance:front-END"))
                        .info())
                .isEqualTo(web.info());
        assertThatThrownBy(() -> golden.definition(ImageIdentifier.parse("Contoso:Finance:Back-end")))
                .isInstanceOf(ResourceNotFoundException.class)
                .hasMessageContaining("Contoso:Finance:Back-end");
        web.delete().commit();
        assertThatThrownBy(() -> golden.definition(ImageIdentifier.parse("Contoso:Finance:Front-end")))
                .isInstanceOf(ResourceNotFoundException.class);
    }

    @Test
    void aVersionIsFoundByItsUrn() throws IOException {
        publish("1.0.9");
        publish("1.0.10");
        assertThat(golden.find("Contoso:Finance:Front-end:1.0.9", "westeurope").number())
                .hasToString("1.0.9");
        assertThat(golden.find("contoso:finance:front-end:Latest", "West Europe")
                        .number())
                .hasToString("1.0.10");
        assertThatThrownBy(() -> golden.find("Contoso:Finance:Front-end:latest", "japaneast"))
                .isInstanceOf(GalleryImageNotFoundException.class);
        assertThatThrownBy(() -> golden.find("Contoso:Finance:Front-end:2.0.0", "westeurope"))
                .isInstanceOf(ResourceNotFoundException.class);
        for (String malformed : new String[] {"", "Contoso", "a:b:c", "a:b:c:d:1.0.0", "a:b::latest"}) {
            assertThatThrownBy(() -> golden.find(malformed, "westeurope"))
                    .as(malformed)
                    .isInstanceOf(InvalidParameterException.class);
        }
    }

    @Test
    void theNextVersionFollowsTheHighest() throws IOException {
        assertThat(web.nextVersion()).hasToString("1.0.0");
        publish("1.0.10");
        publish("1.0.9");
        assertThat(web.nextVersion()).hasToString("1.0.11");
    }

    @Test
    void anEndOfLifeIsTakenAway() throws IOException {
        publish("1.0.0");
        Instant later = Instant.now().plusSeconds(1_000);
        web.version("1.0.0").update().endOfLife(later).commit();
        assertThat(web.version("1.0.0").info().endOfLifeDate()).contains(later);
        web.version("1.0.0").update().noEndOfLife().commit();
        assertThat(web.version("1.0.0").info().endOfLifeDate()).isEmpty();
        web.update().endOfLife(later).commit();
        assertThat(web.update().noEndOfLife().commit().endOfLifeDate()).isEmpty();
        assertThatThrownBy(() -> web.update().endOfLife(later).noEndOfLife())
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("endOfLife");
    }

    @Test
    void aRegionsOwnFlagIsSetWithoutReplicating() throws IOException {
        publish("1.0.0");
        publish("1.0.1");
        VersionOutcome outcome = web.version("1.0.1")
                .update()
                .excludeFromLatest("West Europe", true)
                .commit();
        assertThat(outcome.movedBytes()).isZero();
        assertThat(web.latest("westeurope").number()).hasToString("1.0.0");
        web.version("1.0.1").update().excludeFromLatest("westeurope", false).commit();
        assertThat(web.latest("westeurope").number()).hasToString("1.0.1");
        assertThatThrownBy(() -> web.version("1.0.1")
                        .update()
                        .excludeFromLatest("japaneast", true)
                        .commit())
                .isInstanceOf(InvalidParameterException.class)
                .hasMessageContaining("not replicated there");
        assertThatThrownBy(() -> web.version("1.0.1")
                        .update()
                        .excludeFromLatest("westeurope", true)
                        .excludeFromLatest("westeurope", false))
                .isInstanceOf(IllegalStateException.class);
    }

    private void publish(String number) throws IOException {
        Path image = SampleImage.write(folder.resolve(number + ".raw"), 1 << 20, 1);
        web.version(number).publish(image).commit();
    }
}
