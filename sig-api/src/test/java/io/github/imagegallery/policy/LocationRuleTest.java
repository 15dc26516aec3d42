// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.policy;

import static io.github.imagegallery.policy.Samples.ABROAD;
import static io.github.imagegallery.policy.Samples.GALLERY;
import static io.github.imagegallery.policy.Samples.HOME;
import static io.github.imagegallery.policy.Samples.definition;
import static io.github.imagegallery.policy.Samples.version;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.imagegallery.model.Advice;
import io.github.imagegallery.model.GalleryInfo;
import org.junit.jupiter.api.Test;

class LocationRuleTest {
    private static final GalleryInfo GOLDEN =
            GalleryInfo.builder().id(GALLERY).location(HOME).build();
    private static final String REMEDY =
            "if that is not meant, delete it and make it anew in westeurope: a location never changes";

    @Test
    void nothingIsSaidOfWhatIsWhereItsParentIs() {
        assertThat(LocationRule.check(definition().build(), GOLDEN)).isEmpty();
        assertThat(LocationRule.check(version("1.0.0").build(), definition().build()))
                .isEmpty();
    }

    @Test
    void aDefinitionElsewhereIsAdvisedOn() {
        Advice advice = new Advice("golden/web", "it is in japaneast, but its gallery golden is in westeurope", REMEDY);
        assertThat(LocationRule.check(definition().location(ABROAD).build(), GOLDEN))
                .contains(advice);
        assertThat(advice)
                .hasToString(
                        "golden/web: it is in japaneast, but its gallery golden is in westeurope (" + REMEDY + ")");
    }

    @Test
    void aVersionElsewhereIsAdvisedOn() {
        assertThat(LocationRule.check(
                        version("1.0.0").location(ABROAD).build(), definition().build()))
                .contains(new Advice(
                        "golden/web/1.0.0",
                        "it is in japaneast, but its definition golden/web is in westeurope",
                        REMEDY));
    }
}
