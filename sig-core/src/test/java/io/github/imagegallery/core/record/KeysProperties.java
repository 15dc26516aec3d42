// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.core.record;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.imagegallery.model.ImageIdentifier;
import io.github.imagegallery.model.RegionName;
import io.github.imagegallery.model.VersionNumber;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** The order of keys is the order of versions, and the case of names does not matter. */
class KeysProperties {
    @Property
    void keysAreInTheOrderOfVersions(
            @ForAll @IntRange int a,
            @ForAll @IntRange int b,
            @ForAll @IntRange int c,
            @ForAll @IntRange int d,
            @ForAll @IntRange(max = 3) int same) {
        VersionNumber one = new VersionNumber(a, b, c);
        VersionNumber other = new VersionNumber(same > 0 ? a : d, same > 1 ? b : d, same > 2 ? c : d);
        assertThat(Integer.signum(Keys.version("golden", "web", one).compareTo(Keys.version("golden", "web", other))))
                .isEqualTo(Integer.signum(one.compareTo(other)));
    }

    @Example
    void theCaseOfNamesDoesNotMatter() {
        VersionNumber number = VersionNumber.parse("1.0.0");
        assertThat(Keys.gallery("Golden")).isEqualTo(Keys.gallery("golden"));
        assertThat(Keys.version("GOLDEN", "Web", number)).isEqualTo(Keys.version("golden", "web", number));
        assertThat(Keys.identifier("g", new ImageIdentifier("A", "B", "C")))
                .isEqualTo(Keys.identifier("G", new ImageIdentifier("a", "b", "c")));
        assertThat(Keys.children("Golden/Web")).isEqualTo(Keys.children("golden/web"));
    }

    @Example
    void noPrefixTakesInTheNeighbours() {
        VersionNumber number = VersionNumber.parse("1.0.0");
        assertThat(Keys.version("golden", "web2", number).value())
                .doesNotStartWith(Keys.versions("golden", "web").value());
        assertThat(Keys.definition("golden2", "web").value())
                .doesNotStartWith(Keys.definitions("golden").value());
        assertThat(Keys.region("golden", "web", number, RegionName.of("eastus")).value())
                .startsWith(Keys.regions("golden", "web").value());
    }
}
