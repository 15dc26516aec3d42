// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.imagegallery.model.Architecture;
import io.github.imagegallery.model.HyperVGeneration;
import io.github.imagegallery.model.ImageDefinitionInfo;
import io.github.imagegallery.model.OsState;
import io.github.imagegallery.model.OsType;
import io.github.imagegallery.model.RegionCatalog;
import io.github.imagegallery.model.RegionName;
import io.github.imagegallery.model.SourceInfo;
import io.github.imagegallery.model.SourceInfo.Disk;
import io.github.imagegallery.model.SourceKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** What is refused of a source is just what is known of it and differs. */
class SourceRuleProperties {

    @Property
    void justWhatIsKnownAndDiffersIsRefused(
            @ForAll("definitions") ImageDefinitionInfo definition,
            @ForAll Optional<OsType> type,
            @ForAll Optional<OsState> state,
            @ForAll Optional<HyperVGeneration> generation,
            @ForAll Optional<Architecture> architecture,
            @ForAll("regions") Optional<RegionName> region) {
        SourceInfo source = SourceInfo.builder()
                .addDisks(new Disk(Optional.empty(), SourceKind.FILE, Optional.empty(), Optional.empty()))
                .regions(region.stream().toList())
                .osType(type)
                .osState(state)
                .hyperVGeneration(generation)
                .architecture(architecture)
                .build();
        List<String> expected = new ArrayList<>();
        differs(region, Samples.HOME, "source.region", expected);
        differs(type, definition.osType(), "source.osType", expected);
        differs(state, definition.osState(), "source.osState", expected);
        differs(generation, definition.hyperVGeneration(), "source.hyperVGeneration", expected);
        differs(architecture, definition.architecture(), "source.architecture", expected);
        assertThat(Samples.targets(SourceRule.check(source, definition, Samples.HOME, RegionCatalog.publicCloud())))
                .isEqualTo(expected);
    }

    private static void differs(Optional<?> known, Object expected, String target, List<String> targets) {
        if (known.isPresent() && !known.get().equals(expected)) {
            targets.add(target);
        }
    }

    @Provide
    Arbitrary<Optional<RegionName>> regions() {
        return Arbitraries.of(Samples.HOME, Samples.ABROAD).optional();
    }

    @Provide
    Arbitrary<ImageDefinitionInfo> definitions() {
        return Arbitraries.of(OsType.values())
                .flatMap(type -> Arbitraries.of(OsState.values())
                        .flatMap(state -> Arbitraries.of(HyperVGeneration.values())
                                .flatMap(generation -> Arbitraries.of(Architecture.values())
                                        .map(architecture -> Samples.definition()
                                                .osType(type)
                                                .osState(state)
                                                .hyperVGeneration(generation)
                                                .architecture(architecture)
                                                .build()))));
    }
}
