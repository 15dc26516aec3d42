// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.imagegallery.ImageVersion;
import io.github.imagegallery.model.ExportReport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Checks that what is handed out is what was published. */
final class Exports {
    private Exports() {}

    /** Exports the OS disk from a region and compares it with the image that it came from. */
    static ExportReport requireIdentical(ImageVersion version, String region, Path image) throws IOException {
        Path exported = Files.createTempDirectory(image.getParent(), "export").resolve("disk.raw");
        ExportReport report = version.export(region).to(exported);
        assertThat(Files.mismatch(image, exported))
                .as("%s in %s", version, region)
                .isEqualTo(-1);
        Files.delete(exported);
        Files.delete(exported.getParent());
        return report;
    }
}
