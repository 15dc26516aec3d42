// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.policy;

import io.github.imagegallery.error.Violation;
import io.github.imagegallery.model.ImageDefinitionInfo;
import io.github.imagegallery.model.ImageIdentifier;
import io.github.imagegallery.model.ImageVersionInfo;
import io.github.imagegallery.model.OsState;
import io.github.imagegallery.model.OsType;
import io.github.imagegallery.model.RegionName;
import io.github.imagegallery.model.RegionReplication;
import io.github.imagegallery.model.ResourceId;
import io.github.imagegallery.model.VersionNumber;
import java.time.Instant;
import java.util.List;

/** Values that the tests start from. */
final class Samples {
    static final RegionName HOME = RegionName.of("westeurope");
    static final RegionName ABROAD = RegionName.of("japaneast");
    static final Instant NOW = Instant.parse("2021-03-04T05:06:07.000000008Z");
    static final ResourceId GALLERY = ResourceId.gallery("subscription", "group", "golden");

    private Samples() {}

    static ImageVersionInfo.Builder version(String number) {
        return ImageVersionInfo.builder()
                .id(GALLERY.definition("web").version(VersionNumber.parse(number)))
                .location(HOME);
    }

    static ImageDefinitionInfo.Builder definition() {
        return ImageDefinitionInfo.builder()
                .id(GALLERY.definition("web"))
                .location(HOME)
                .identifier(new ImageIdentifier("Contoso", "Web", "iis"))
                .osType(OsType.LINUX)
                .osState(OsState.GENERALIZED);
    }

    static RegionReplication.Builder in(RegionName region) {
        return RegionReplication.builder().region(region);
    }

    static List<String> targets(List<Violation> violations) {
        return violations.stream().map(Violation::target).toList();
    }
}
