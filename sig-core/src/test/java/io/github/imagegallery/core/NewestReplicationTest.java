// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.imagegallery.ImageDefinition;
import io.github.imagegallery.ImageGalleries;
import io.github.imagegallery.error.GalleryException;
import io.github.imagegallery.error.GalleryImageNotFoundException;
import io.github.imagegallery.error.InvalidParameterException;
import io.github.imagegallery.error.OperationNotAllowedException;
import io.github.imagegallery.error.ReplicationFailedException;
import io.github.imagegallery.error.ResourceNotFoundException;
import io.github.imagegallery.model.CostChange;
import io.github.imagegallery.model.ImageVersionInfo;
import io.github.imagegallery.model.PriceBook;
import io.github.imagegallery.model.ProvisioningState;
import io.github.imagegallery.model.StorageType;
import io.github.imagegallery.model.TargetRegion;
import io.github.imagegallery.model.VersionOutcome;
import io.github.imagegallery.policy.CostModel;
import io.github.imagegallery.policy.GalleryRules;
import io.github.imagegallery.storage.GalleryStorage;
import io.github.imagegallery.storage.testkit.FaultyStorage;
import io.github.imagegallery.storage.testkit.FaultyStorage.Call;
import io.github.imagegallery.storage.testkit.InMemoryStorage;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The newest everywhere, older ones at home, in one call. */
class NewestReplicationTest {
    private static final PriceBook PRICES = PriceBook.builder()
            .currency("EUR")
            .putStoragePerGbMonth(StorageType.STANDARD_LRS, new BigDecimal("0.05"))
            .egressPerGb(new BigDecimal("0.08"))
            .build();

    @TempDir
    private Path folder;

    private Path image;
    private Path newer;

    @BeforeEach
    void writeImage() throws IOException {
        image = SampleImage.write(folder.resolve("disk.raw"), 1 << 20, 1);
        newer = SampleImage.change(image, folder.resolve("newer.raw"), 3);
    }

    /** Three versions: the first two abroad too, the newest at home only. */
    private ImageDefinition definition(ImageGalleries galleries) {
        ImageDefinition web = Fixtures.definition(galleries);
        web.version("1.0.0")
                .publish(image)
                .replicate("westeurope", 2)
                .replicate("eastus", 3)
                .commit();
        web.version("1.1.0")
                .publish(image)
                .replicate("westeurope")
                .replicate("japaneast")
                .replicate("eastus")
                .commit();
        web.version("1.2.0").publish(newer).commit();
        return web;
    }

    private static Map<String, String> regions(ImageDefinition web) {
        Map<String, String> regions = new TreeMap<>();
        web.versions()
                .forEach(version -> regions.put(
                        version.number().toString(),
                        version.regions().stream()
                                .map(region -> region.region() + "=" + region.replicaCount())
                                .collect(Collectors.joining(" "))));
        return regions;
    }

    private static List<String> numbers(List<VersionOutcome> outcomes) {
        return outcomes.stream()
                .map(outcome -> outcome.version().number().toString())
                .toList();
    }

    @ParameterizedTest
    @EnumSource(Backend.class)
    void theNewestGoesEverywhereAndOlderOnesHome(Backend backend) throws IOException {
        try (ImageGalleries galleries = SharedImageGalleries.open(backend.open(folder))) {
            ImageDefinition web = definition(galleries);

            List<VersionOutcome> outcomes = web.replicateNewest().commit();

            assertThat(numbers(outcomes)).containsExactly("1.2.0", "1.1.0", "1.0.0");
            assertThat(outcomes.get(0).movedBytes()).isPositive();
            assertThat(regions(web))
                    .containsEntry("1.2.0", "eastus=3 japaneast=1 westeurope=2")
                    .containsEntry("1.1.0", "westeurope=1")
                    .containsEntry("1.0.0", "westeurope=2");
            assertThat(web.versions()).allMatch(version -> version.provisioningState() == ProvisioningState.SUCCEEDED);
            for (String region : List.of("eastus", "japaneast", "westeurope")) {
                assertThat(web.latest(region).number()).hasToString("1.2.0");
                Exports.requireIdentical(web.version("1.2.0"), region, newer);
            }
            assertThat(web.replicateNewest().commit()).isEmpty();
        }
    }

    @Test
    void someMayBeKeptInRegionsOfOnesChoice() {
        try (ImageGalleries galleries = SharedImageGalleries.open(new InMemoryStorage())) {
            ImageDefinition web = definition(galleries);

            List<VersionOutcome> outcomes = web.replicateNewest()
                    .replicate("uksouth", 2)
                    .replicate("eastus")
                    .keep(2)
                    .commit();

            assertThat(numbers(outcomes)).containsExactly("1.2.0", "1.1.0", "1.0.0");
            assertThat(regions(web))
                    .containsEntry("1.2.0", "eastus=3 uksouth=2 westeurope=1")
                    .containsEntry("1.1.0", "eastus=3 japaneast=1 uksouth=2 westeurope=1")
                    .containsEntry("1.0.0", "westeurope=2");
        }
    }

    @Test
    void newerOnesThatAreNotEligibleAreLeftAsTheyAre() {
        FaultyStorage storage = FaultyStorage.wrap(new InMemoryStorage());
        try (ImageGalleries galleries = SharedImageGalleries.open(storage)) {
            ImageDefinition web = definition(galleries);
            web.version("2.0.0")
                    .publish(image)
                    .excludeFromLatest(true)
                    .replicate("westeurope")
                    .replicate("northeurope")
                    .commit();
            storage.fail(Call.COPY, 1);
            assertThatThrownBy(() -> web.version("3.0.0")
                            .publish(image)
                            .replicate("westeurope")
                            .commit())
                    .isInstanceOf(ReplicationFailedException.class);

            assertThat(numbers(web.replicateNewest().commit())).containsExactly("1.2.0", "1.1.0", "1.0.0");
            assertThat(regions(web))
                    .containsEntry("3.0.0", "westeurope=1")
                    .containsEntry("2.0.0", "northeurope=1 westeurope=1")
                    .containsEntry("1.2.0", "eastus=3 japaneast=1 northeurope=1 westeurope=2");
        }
    }

    @Test
    void whereTheNewestIsExcludedOlderOnesStay() {
        try (ImageGalleries galleries = SharedImageGalleries.open(new InMemoryStorage())) {
            ImageDefinition web = definition(galleries);

            web.replicateNewest()
                    .replicate("japaneast")
                    .replicate(TargetRegion.of("eastus").excludedFromLatest())
                    .commit();

            assertThat(regions(web))
                    .containsEntry("1.2.0", "eastus=3 japaneast=1 westeurope=1")
                    .containsEntry("1.1.0", "eastus=1 westeurope=1")
                    .containsEntry("1.0.0", "eastus=3 westeurope=2");
            assertThat(web.latest("eastus").number()).hasToString("1.1.0");
        }
    }

    @Test
    void latestHasNoGapMeanwhile() {
        InMemoryStorage storage = new InMemoryStorage();
        List<String> seen = new ArrayList<>();
        try (ImageGalleries galleries = SharedImageGalleries.open(storage)) {
            definition(galleries);
            for (int n = 1; n > 0; n++) {
                InMemoryStorage copy = Soundness.copy(storage, new InMemoryStorage());
                try (ImageGalleries watcher =
                        SharedImageGalleries.open(GalleryStorage.of(copy.records(), copy.contents()))) {
                    Watched watched = Watched.storage(
                            copy,
                            Watched.COMMITS,
                            n,
                            () -> List.of("eastus", "japaneast")
                                    .forEach(region -> seen.add(watcher.gallery("golden")
                                            .definition("web")
                                            .latest(region)
                                            .number()
                                            .toString())));
                    try (ImageGalleries victim = SharedImageGalleries.open(watched.storage())) {
                        victim.gallery("golden")
                                .definition("web")
                                .replicateNewest()
                                .commit();
                    }
                    n = watched.happened() ? n : -1;
                }
            }
        }
        assertThat(seen).contains("1.1.0", "1.2.0").doesNotContain("1.0.0");
    }

    @Test
    void aRegionThatFailsLeavesOlderOnesWhereTheyAreAndCommittingAgainResumes() {
        FaultyStorage storage = FaultyStorage.wrap(new InMemoryStorage());
        try (ImageGalleries galleries = SharedImageGalleries.open(storage)) {
            ImageDefinition web = definition(galleries);
            Map<String, String> before = regions(web);
            storage.fail(Call.COPY, 1);

            ReplicationFailedException failed = catchThrowableOfType(
                    ReplicationFailedException.class,
                    () -> web.replicateNewest().commit());

            assertThat(failed).hasMessageContaining("completely").hasMessageContaining("1.2.0, ");
            assertThat(regions(web))
                    .containsEntry("1.1.0", before.get("1.1.0"))
                    .containsEntry("1.0.0", before.get("1.0.0"));
            assertThat(web.latest("eastus")).isNotNull();

            assertThat(numbers(web.replicateNewest().commit())).containsExactly("1.2.0", "1.1.0", "1.0.0");
            assertThat(regions(web)).containsEntry("1.1.0", "westeurope=1");
        }
    }

    @Test
    void allVersionsThatMayNotLoseARegionAreReportedBeforeAnythingIsDone() {
        InMemoryStorage storage = new InMemoryStorage();
        GallerySettings today =
                GallerySettings.builder().rules(GalleryRules.current()).build();
        try (ImageGalleries galleries = SharedImageGalleries.open(storage, today)) {
            ImageDefinition web = definition(galleries);
            Remembered before = Remembered.of(storage);

            GalleryException refused = catchThrowableOfType(
                    GalleryException.class, () -> web.replicateNewest().commit());

            assertThat(refused).isInstanceOf(OperationNotAllowedException.class);
            assertThat(refused.violations())
                    .extracting(violation -> violation.target().substring(0, 6) + " " + violation.asked())
                    .containsExactlyInAnyOrder("1.1.0, eastus", "1.1.0, japaneast", "1.0.0, eastus");
            assertThat(Remembered.of(storage)).isEqualTo(before);
            assertThatThrownBy(() -> web.replicateNewest().estimate(PRICES)).hasMessage(refused.getMessage());
        }
    }

    @Test
    void itsEstimateIsTheSumOfWhatItThenDoes() {
        InMemoryStorage storage = new InMemoryStorage();
        try (ImageGalleries galleries = SharedImageGalleries.open(storage)) {
            ImageDefinition web = definition(galleries);
            Remembered before = Remembered.of(storage);
            BigDecimal monthly = monthly(web);
            ImageVersionInfo newest = web.version("1.2.0").info();

            CostChange change = web.replicateNewest().estimate(PRICES);

            assertThat(Remembered.of(storage)).isEqualTo(before);
            web.replicateNewest().commit();
            assertThat(change.monthlyDifference())
                    .isEqualByComparingTo(monthly(web).subtract(monthly));
            assertThat(change.once())
                    .isEqualByComparingTo(CostModel.estimate(
                                    newest.billedBytes(),
                                    newest.location(),
                                    web.version("1.2.0").info().regions(),
                                    PRICES)
                            .once());
            assertThat(web.replicateNewest().estimate(PRICES)).isEqualTo(CostChange.none("EUR"));
        }
    }

    private static BigDecimal monthly(ImageDefinition web) {
        BigDecimal sum = BigDecimal.ZERO;
        for (ImageVersionInfo version : web.versions()) {
            sum = sum.add(CostModel.estimate(version, PRICES).monthly());
        }
        return sum;
    }

    /** The newest is excluded after it was completed, just before the older ones would go. */
    @Test
    void olderOnesStayIfTheNewestIsChangedMeanwhile() {
        InMemoryStorage storage = new InMemoryStorage();
        int refusals = 0;
        try (ImageGalleries galleries = SharedImageGalleries.open(storage)) {
            definition(galleries);
            for (int n = 1; n > 0; n++) {
                InMemoryStorage copy = Soundness.copy(storage, new InMemoryStorage());
                GalleryStorage shared = GalleryStorage.of(copy.records(), copy.contents());
                try (ImageGalleries rival = SharedImageGalleries.open(shared)) {
                    ImageDefinition web = rival.gallery("golden").definition("web");
                    Watched watched = Watched.storage(
                            shared,
                            Watched.COMMITS,
                            n,
                            () -> web.version("1.2.0")
                                    .update()
                                    .excludeFromLatest(true)
                                    .commit());
                    try (ImageGalleries victim = SharedImageGalleries.open(watched.storage())) {
                        victim.gallery("golden")
                                .definition("web")
                                .replicateNewest()
                                .commit();
                    } catch (OperationNotAllowedException changed) {
                        assertThat(changed).hasMessageContaining("changed meanwhile");
                        assertThat(web.latest("eastus").number().toString())
                                .as("before commit %d", n)
                                .isIn("1.1.0", "1.0.0");
                        refusals++;
                    }
                    n = watched.happened() ? n : -1;
                }
            }
        }
        assertThat(refusals).isPositive();
    }

    @Test
    void whatIsWrongIsSaidTogether() {
        try (ImageGalleries galleries = SharedImageGalleries.open(new InMemoryStorage())) {
            ImageDefinition web = Fixtures.definition(galleries);
            InvalidParameterException refused = catchThrowableOfType(
                    InvalidParameterException.class,
                    () -> web.replicateNewest()
                            .replicate("mars")
                            .replicate("eastus", 0)
                            .keep(0)
                            .commit());
            assertThat(refused.violations()).hasSize(3);
            assertThatThrownBy(() -> web.replicateNewest().commit())
                    .isInstanceOf(GalleryImageNotFoundException.class)
                    .hasMessageContaining("the definition has no versions");
            web.version("1.0.0").publish(image).excludeFromLatest(true).commit();
            assertThatThrownBy(() -> web.replicateNewest().commit())
                    .isInstanceOf(GalleryImageNotFoundException.class)
                    .hasMessageContaining("1.0.0")
                    .hasMessageContaining("excluded from latest");
            assertThatThrownBy(() -> galleries
                            .gallery("golden")
                            .definition("none")
                            .replicateNewest()
                            .commit())
                    .isInstanceOf(ResourceNotFoundException.class);
            assertThatThrownBy(() -> web.replicateNewest().keep(1).keep(2))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContainingAll("keep", "1", "2");
        }
    }
}
