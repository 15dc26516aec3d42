// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.policy;

import static io.github.imagegallery.policy.Samples.definition;
import static io.github.imagegallery.policy.Samples.targets;
import static io.github.imagegallery.policy.Samples.version;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.imagegallery.error.ErrorCode;
import io.github.imagegallery.error.Violation;
import io.github.imagegallery.model.DiskInfo;
import io.github.imagegallery.model.HyperVGeneration;
import io.github.imagegallery.model.ImageDefinitionInfo;
import io.github.imagegallery.model.ImageVersionInfo;
import io.github.imagegallery.model.ManagedImageInfo;
import io.github.imagegallery.model.OsType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;

class ScaleSetSwitchRuleProperties {
    private static final ImageDefinitionInfo LINUX = definition().build();
    private static final ManagedImageInfo IMAGE = ManagedImageInfo.of(OsType.LINUX, HyperVGeneration.V1);

    private static ImageVersionInfo with(Map<Integer, Long> dataDisks) {
        List<DiskInfo> disks = new ArrayList<>(List.of(disk(Optional.empty(), 1L << 30)));
        dataDisks.forEach((lun, bytes) -> disks.add(disk(Optional.of(lun), bytes)));
        return version("1.0.0").disks(disks).build();
    }

    private static DiskInfo disk(Optional<Integer> lun, long bytes) {
        return DiskInfo.builder()
                .lun(lun)
                .virtualSizeBytes(bytes)
                .billedBytes(0)
                .build();
    }

    /** Looks at every number that there can be. */
    @Property
    void allThatDiffersIsTold(
            @ForAll @Size(max = 4) Map<@IntRange(max = 5) Integer, @LongRange(min = 1, max = 2) Long> ofImage,
            @ForAll @Size(max = 4) Map<@IntRange(max = 5) Integer, @LongRange(min = 1, max = 2) Long> ofVersion,
            @ForAll OsType osType,
            @ForAll HyperVGeneration generation) {
        ManagedImageInfo image = new ManagedImageInfo(osType, generation, new TreeMap<>(ofImage));
        List<String> expected = new ArrayList<>();
        if (osType != OsType.LINUX) {
            expected.add("osType");
        }
        if (generation != HyperVGeneration.V1) {
            expected.add("hyperVGeneration");
        }
        for (int lun = 0; lun <= 5; lun++) {
            if (!Objects.equals(ofImage.get(lun), ofVersion.get(lun))) {
                expected.add("dataDisk " + lun);
            }
        }
        assertThat(targets(ScaleSetSwitchRule.check(image, LINUX, with(ofVersion))))
                .isEqualTo(expected);
    }

    @Example
    void aRefusalSaysWhatBothHave() {
        ManagedImageInfo image = ManagedImageInfo.of(OsType.WINDOWS, HyperVGeneration.V2)
                .withDataDisk(0, 10)
                .withDataDisk(1, 20);
        assertThat(ScaleSetSwitchRule.check(image, LINUX, with(Map.of(1, 21L, 2, 30L))))
                .allSatisfy(violation -> assertThat(violation.code()).isEqualTo(ErrorCode.PROPERTY_CHANGE_NOT_ALLOWED))
                .extracting(violation -> violation.asked() + " | " + violation.actual())
                .containsExactly(
                        "Linux | the managed image has Windows",
                        "V1 | the managed image has V2",
                        "no disk | the managed image has 10 bytes there",
                        "21 bytes | the managed image has 20 bytes there",
                        "30 bytes | the managed image has no disk there");
    }

    @Example
    void aVersionWhoseDisksAreNotKnownYetIsRefused() {
        assertThat(ScaleSetSwitchRule.check(IMAGE, LINUX, version("1.0.0").build()))
                .singleElement()
                .extracting(Violation::code, Violation::target)
                .containsExactly(ErrorCode.OPERATION_NOT_ALLOWED, "version");
    }

    @Example
    void aManagedImageDoesNotChangeAfterwards() {
        TreeMap<Integer, Long> disks = new TreeMap<>(Map.of(0, 10L));
        ManagedImageInfo image = new ManagedImageInfo(OsType.LINUX, HyperVGeneration.V1, disks);
        disks.clear();
        assertThat(image.dataDisks()).containsExactly(Map.entry(0, 10L));
        assertThat(IMAGE.withDataDisk(0, 10)).isEqualTo(image).isNotEqualTo(IMAGE);
    }
}
