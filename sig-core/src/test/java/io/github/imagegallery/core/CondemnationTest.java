// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.imagegallery.ImageDefinition;
import io.github.imagegallery.ImageGalleries;
import io.github.imagegallery.core.record.Keys;
import io.github.imagegallery.core.record.Ledger;
import io.github.imagegallery.storage.BlobId;
import io.github.imagegallery.storage.BlobInfo;
import io.github.imagegallery.storage.PartitionId;
import io.github.imagegallery.storage.Site;
import io.github.imagegallery.storage.testkit.InMemoryStorage;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A publication notices whatever is condemned at home since it looked there, though it should be by a collector that leaves
 * nothing to unfinished publications: what is left to them is for efficiency only.
 */
class CondemnationTest {
    private static final Site HOME = new Site("default", "westeurope", 0, 1);
    private static final Set<String> CALLS = Set.of("commit", "get", "scan", "revision", "put", "list");

    @TempDir
    private Path folder;

    @Test
    void whatIsCondemnedBeforeAnyCallOfAPublicationIsStoredAnew() throws IOException {
        Path image = SampleImage.write(folder.resolve("disk.raw"), 1 << 20, 1);
        boolean happened = true;
        for (int n = 1; happened; n++) {
            InMemoryStorage storage = new InMemoryStorage();
            ImageGalleries second = SharedImageGalleries.open(storage);
            ImageDefinition web = Fixtures.definition(second);
            Watched watched = Watched.storage(storage, CALLS, n, () -> collectAll(storage, web));
            ImageGalleries first = SharedImageGalleries.open(watched.storage());

            first.gallery("golden")
                    .definition("web")
                    .version("1.0.0")
                    .publish(image)
                    .commit();

            assertThat(second.verify(progress -> {}).damages())
                    .as("condemned before call %s", n)
                    .isEmpty();
            Exports.requireIdentical(web.version("1.0.0"), "westeurope", image);
            happened = watched.happened();
        }
    }

    /** Condemns all that is at home, looks again, and removes it unless a version's disks are recorded. */
    private static void collectAll(InMemoryStorage storage, ImageDefinition web) {
        Ledger ledger = new Ledger(
                storage.records().partition(new PartitionId("default")), UUID::randomUUID, Clock.systemUTC());
        Set<BlobId> all =
                Blobs.all(storage.contents(), HOME).stream().map(BlobInfo::id).collect(Collectors.toSet());
        String run = UUID.randomUUID().toString();
        Sites.begin(run);
        ledger.change("Cannot condemn", draft -> {
            draft.put(Keys.site(HOME), Sites.read(draft, HOME).condemn(run, all));
            return run;
        });
        if (web.versions().stream().allMatch(version -> version.disks().isEmpty())) {
            storage.contents().remove(HOME, all);
        }
        ledger.change("Cannot settle", draft -> {
            Sites.settle(draft, HOME, run);
            return run;
        });
        Sites.end(run);
    }
}
