// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.imagegallery.error.InvalidParameterException;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

class ResourceIdTest {
    private static final ResourceId GALLERY = ResourceId.gallery("s", "rg", "golden");
    private static final ResourceId VERSION = GALLERY.definition("web").version(new VersionNumber(1, 0, 0));

    @Test
    void isPrintedInTheCanonicalForm() {
        assertThat(GALLERY)
                .hasToString("/subscriptions/s/resourceGroups/rg/providers/Microsoft.Compute/galleries/golden");
        assertThat(VERSION)
                .hasToString("/subscriptions/s/resourceGroups/rg/providers/Microsoft.Compute/galleries/golden"
                        + "/images/web/versions/1.0.0");
    }

    @Test
    void peopleUseAShortForm() {
        assertThat(GALLERY.path()).isEqualTo("golden");
        assertThat(GALLERY.definition("web").path()).isEqualTo("golden/web");
        assertThat(VERSION.path()).isEqualTo("golden/web/1.0.0");
    }

    @Test
    void aSiblingIsNamedFromAnyLevel() {
        assertThat(VERSION.definition("db").path()).isEqualTo("golden/db");
    }

    @Test
    void whatIsPrintedIsReadBackInAnyCase() {
        for (ResourceId id : List.of(GALLERY, GALLERY.definition("web"), VERSION)) {
            assertThat(ResourceId.parse(id.toString())).isEqualTo(id).hasToString(id.toString());
            ResourceId shouted = ResourceId.parse(id.toString().toUpperCase(Locale.ROOT));
            assertThat(shouted).isEqualTo(id).hasSameHashCodeAs(id);
        }
        assertThat(VERSION).isNotEqualTo(GALLERY).isNotEqualTo("golden");
    }

    @Test
    void whatIsNoIdIsRefused() {
        for (String text : List.of(
                "",
                "golden/web",
                GALLERY + "/",
                GALLERY + "/images/",
                GALLERY + "/versions/1.0.0",
                VERSION + "/x",
                "/subscriptions//resourceGroups/rg/providers/Microsoft.Compute/galleries/g",
                "/subscriptions/s/resourceGroups/rg/providers/Microsoft.Network/galleries/g")) {
            assertThatThrownBy(() -> ResourceId.parse(text))
                    .as(text)
                    .isInstanceOf(InvalidParameterException.class)
                    .hasMessageContaining("/subscriptions/S/");
        }
        assertThatThrownBy(() -> ResourceId.parse(GALLERY + "/images/web/versions/1.0"))
                .isInstanceOf(InvalidParameterException.class)
                .hasMessageContaining("1.0");
    }
}
