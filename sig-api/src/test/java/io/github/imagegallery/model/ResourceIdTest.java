// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.model;

import static org.assertj.core.api.Assertions.assertThat;

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
}
