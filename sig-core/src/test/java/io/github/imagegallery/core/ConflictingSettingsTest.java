// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.core;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.imagegallery.DefinitionChange;
import io.github.imagegallery.DiskSource;
import io.github.imagegallery.ExportFormat;
import io.github.imagegallery.GalleryChange;
import io.github.imagegallery.ImageDefinition;
import io.github.imagegallery.ImageGalleries;
import io.github.imagegallery.ImageVersion;
import io.github.imagegallery.VersionChange;
import io.github.imagegallery.VersionPublication;
import io.github.imagegallery.model.Architecture;
import io.github.imagegallery.model.DiskType;
import io.github.imagegallery.model.HyperVGeneration;
import io.github.imagegallery.storage.testkit.InMemoryStorage;
import java.lang.reflect.Proxy;
import java.net.URI;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** A setting that contradicts an earlier one is refused at once, naming both; the same once more is no conflict. */
class ConflictingSettingsTest {
    private static final Path IMAGE = Path.of("image.raw");
    private static final Path OTHER = Path.of("other.raw");

    private final ImageGalleries galleries = SharedImageGalleries.open(new InMemoryStorage());
    private final ImageDefinition web = galleries.gallery("golden").definition("web");
    private final ImageVersion version = web.version("1.0.0");

    @Test
    void inAGallery() {
        refuses(
                galleries.gallery("golden").create(),
                g -> g.location("West Europe"),
                g -> g.location("eastus"),
                "westeurope",
                "eastus");
        refuses(
                galleries.gallery("golden").update(),
                g -> g.description("one"),
                g -> g.description("two"),
                "one",
                "two");
        refuses(galleries.gallery("golden").create(), g -> g.tag("a", "1"), g -> g.tag("a", "2"), "'a'", "1", "2");
        refuses(galleries.gallery("golden").update(), g -> g.tag("a", "1"), GalleryChange::noTags, "tags", "none");
        refuses(galleries.gallery("golden").update(), g -> g.tag("a", "1"), g -> g.tag("a", "2"), "'a'", "1", "2");
    }

    @Test
    void inADefinition() {
        refusesDefinition(d -> d.location("westeurope"), d -> d.location("eastus"), "westeurope", "eastus");
        refusesDefinition(d -> d.identifier("a", "b", "c"), d -> d.identifier("a", "b", "d"), "c", "d");
        refusesDefinition(DefinitionChange::linux, DefinitionChange::windows, "Linux", "Windows");
        refusesDefinition(DefinitionChange::generalized, DefinitionChange::specialized, "Generalized", "Specialized");
        refusesDefinition(
                d -> d.hyperVGeneration(HyperVGeneration.V1), d -> d.hyperVGeneration(HyperVGeneration.V2), "V1", "V2");
        refusesDefinition(
                d -> d.architecture(Architecture.X64), d -> d.architecture(Architecture.ARM64), "x64", "Arm64");
        refusesDefinition(d -> d.description("one"), d -> d.description("two"), "one", "two");
        refusesDefinition(
                d -> d.endOfLife(Instant.EPOCH),
                d -> d.endOfLife(Instant.MAX),
                Instant.EPOCH.toString(),
                Instant.MAX.toString());
        refusesDefinition(d -> d.recommendedVcpus(1, 2), d -> d.recommendedVcpus(1, 3), "2", "3");
        refusesDefinition(d -> d.recommendedMemoryMiB(1, 2), d -> d.recommendedMemoryMiB(1, 3), "2", "3");
        refusesDefinition(d -> d.tag("a", "1"), d -> d.tag("a", "2"), "tags 'a'", "1", "2");
        refusesDefinition(d -> d.tag("a", "1"), DefinitionChange::noTags, "tags", "some", "none");
        refusesDefinition(DefinitionChange::noTags, d -> d.tag("a", "1"), "tags", "some", "none");
        refusesDefinition(
                d -> d.recommendedVcpus(1, 2), DefinitionChange::noRecommendedVcpus, "recommendedVcpus", "none");
        refusesDefinition(
                d -> d.recommendedMemoryMiB(1, 2),
                DefinitionChange::noRecommendedMemory,
                "recommendedMemoryMiB",
                "none");
        refusesDefinition(
                d -> d.disallow(DiskType.STANDARD_LRS),
                DefinitionChange::noDisallowedDiskTypes,
                "disallowedDiskTypes",
                "some",
                "none");
        refusesDefinition(
                d -> d.releaseNotes(URI.create("https://example.org")),
                DefinitionChange::noReleaseNotes,
                "releaseNotes",
                "https://example.org",
                "none");
        refusesDefinition(
                d -> d.endOfLife(Instant.EPOCH), DefinitionChange::noEndOfLife, "1970-01-01T00:00:00Z;", "none");
        refusesDefinition(d -> d.feature("a", "1"), d -> d.feature("a", "2"), "features 'a'", "1", "2");
    }

    private void refusesDefinition(Consumer<DefinitionChange> one, Consumer<DefinitionChange> other, String... named) {
        refuses(web.create(), one, other, named);
        refuses(web.update(), one, other, named);
    }

    @Test
    void inAPublication() {
        refusesPublication(p -> p.location("westeurope"), p -> p.location("eastus"), "westeurope", "eastus");
        refusesPublication(p -> p.replicaCount(1), p -> p.replicaCount(2), "1", "2");
        refusesPublication(p -> p.excludeFromLatest(true), p -> p.excludeFromLatest(false), "true", "false");
        refusesPublication(
                p -> p.endOfLife(Instant.EPOCH),
                p -> p.endOfLife(Instant.MAX),
                Instant.EPOCH.toString(),
                Instant.MAX.toString());
        refusesPublication(
                p -> p.allowDeletionOfReplicatedLocations(true),
                p -> p.allowDeletionOfReplicatedLocations(false),
                "true",
                "false");
        VersionPublication publication = version.publish(IMAGE).dataDisk(1, OTHER);
        assertThatThrownBy(() -> publication.dataDisk(1, DiskSource.file(IMAGE)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("LUN 1")
                .hasMessageContaining("image.raw")
                .hasMessageContaining("other.raw");
    }

    @Test
    void inAPublicationThatHasAVersionAsItsSource() {
        assertThatThrownBy(() -> version.publish(web.version("0.9.0")).dataDisk(1, OTHER))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("golden/web/0.9.0")
                .hasMessageContaining("other.raw");
    }

    @Test
    void aHandleOfOtherGalleriesIsNoSource() {
        ImageVersion foreign = (ImageVersion) Proxy.newProxyInstance(
                ImageVersion.class.getClassLoader(),
                new Class<?>[] {ImageVersion.class},
                (self, method, arguments) -> "x");
        ImageGalleries others = SharedImageGalleries.open(new InMemoryStorage());
        ImageVersion other = others.gallery("golden").definition("web").version("0.9.0");
        for (ImageVersion source : List.of(foreign, other)) {
            assertThatThrownBy(() -> version.publish(source))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("golden/web/1.0.0")
                    .hasMessageContaining("not a version of these galleries");
        }
    }

    private void refusesPublication(
            Consumer<VersionPublication> one, Consumer<VersionPublication> other, String first, String second) {
        refuses(version.publish(IMAGE), one, other, first, second);
    }

    @Test
    void inAChange() {
        refuses(version.update(), c -> c.excludeFromLatest(true), c -> c.excludeFromLatest(false), "true", "false");
        refuses(
                version.update(),
                c -> c.endOfLife(Instant.EPOCH),
                c -> c.endOfLife(Instant.MAX),
                Instant.EPOCH.toString(),
                Instant.MAX.toString());
        refuses(
                version.update(),
                c -> c.excludeFromLatest("eastus", false),
                c -> c.noLatestFlag("East US"),
                "eastus",
                "false",
                "none");
        refuses(
                version.update(),
                c -> c.blockDeletionBeforeEndOfLife(true),
                c -> c.blockDeletionBeforeEndOfLife(false),
                "true",
                "false");
        VersionChange replicating = version.replicate("East US", 2);
        assertThatThrownBy(() -> replicating.withdraw("eastus"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("replicate to eastus and withdraw eastus");
        VersionChange withdrawing = version.withdraw("eastus");
        assertThatThrownBy(() -> withdrawing.replicate("East US", 2))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("replicate to eastus and withdraw eastus");
    }

    @Test
    void inAnExport() {
        refuses(
                version.export("westeurope"),
                e -> e.as(ExportFormat.RAW),
                e -> e.as(ExportFormat.VHD_FIXED),
                "RAW",
                "VHD_FIXED");
        refuses(version.export("westeurope"), e -> e.dataDisk(1), e -> e.dataDisk(2), "1", "2");
        refuses(version.export("westeurope"), e -> e.dataDisk(1), e -> e.osDisk(), "disk", "1");
    }

    @Test
    void inADeployment() {
        refuses(version.deploy("westeurope"), d -> d.virtualMachines(1), d -> d.virtualMachines(2), "1", "2");
        refuses(
                web.deploy("westeurope"),
                d -> d.osDiskType(DiskType.STANDARD_LRS),
                d -> d.osDiskType(DiskType.PREMIUM_LRS),
                "Standard_LRS",
                "Premium_LRS");
        assertThatCode(() -> web.deploy("westeurope")
                        .osProfile()
                        .osProfile()
                        .scaleSet(1)
                        .scaleSet(2))
                .doesNotThrowAnyException();
    }

    private static <T> void refuses(T pending, Consumer<T> one, Consumer<T> other, String... named) {
        one.accept(pending);
        assertThatCode(() -> one.accept(pending)).doesNotThrowAnyException();
        assertThatThrownBy(() -> other.accept(pending))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("already set to")
                .hasMessageContainingAll(named);
    }
}
