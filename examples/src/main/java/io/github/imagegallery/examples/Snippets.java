// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.examples;

import io.github.imagegallery.Gallery;
import io.github.imagegallery.ImageDefinition;
import io.github.imagegallery.ImageGalleries;
import io.github.imagegallery.ImageVersion;
import io.github.imagegallery.VersionChange;
import io.github.imagegallery.core.SharedImageGalleries;
import io.github.imagegallery.model.ChangePlan;
import io.github.imagegallery.model.ImageVersionInfo;
import io.github.imagegallery.model.PriceBook;
import io.github.imagegallery.model.VersionOutcome;
import io.github.imagegallery.storage.file.FileStorage;
import java.nio.file.Path;

/** The lines of code that the README shows: compiled here, run and compared with the README by tests. */
public final class Snippets {
    private Snippets() {}

    /** Runs the README's example in the working folder, which has a {@code web.vhd}. */
    public static void main(String... args) {
        // tag::readme[]
        try (ImageGalleries galleries = SharedImageGalleries.open(FileStorage.at(Path.of("images")))) {
            Gallery golden = galleries.gallery("golden");
            golden.create().location("westeurope").commit();
            ImageDefinition web = golden.definition("web");
            web.create()
                    .identifier("Contoso", "Finance", "Web")
                    .linux()
                    .generalized()
                    .commit();

            ImageVersion first = web.version("1.0.0");
            first.publish(Path.of("web.vhd"))
                    .replicate("westeurope", 2)
                    .replicate("japaneast", 2)
                    .commit();

            ImageVersionInfo latest = web.latest("japaneast");
            web.version(latest.number()).export("japaneast").to(Path.of("web.raw"));
        }
        // end::readme[]
    }

    /** Looks at a change before it is made. */
    static VersionOutcome asPlanned(ImageVersion version, PriceBook prices) {
        // tag::plan[]
        VersionChange wider = version.replicate("northeurope", 3);
        ChangePlan plan =
                wider.plan(prices); // what moves, what it costs, which limits it uses, whose latest it changes
        VersionOutcome outcome = wider.apply(plan); // or refused, naming what is no longer as it was
        // end::plan[]
        return outcome;
    }
}
