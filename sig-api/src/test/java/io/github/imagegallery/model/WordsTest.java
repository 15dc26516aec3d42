// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The words of the service, as it spells them. */
class WordsTest {

    static Stream<Arguments> words() {
        return Stream.of(
                Arguments.of(OsType.values(), "Linux Windows"),
                Arguments.of(OsState.values(), "Generalized Specialized"),
                Arguments.of(HyperVGeneration.values(), "V1 V2"),
                Arguments.of(Architecture.values(), "x64 Arm64"),
                Arguments.of(HostCaching.values(), "None ReadOnly ReadWrite"),
                Arguments.of(StorageType.values(), "Standard_LRS Standard_ZRS Premium_LRS"),
                Arguments.of(ReplicationMode.values(), "Full Shallow"),
                Arguments.of(ReplicationState.values(), "Unknown Replicating Completed Failed"),
                Arguments.of(ProvisioningState.values(), "Creating Updating Deleting Succeeded Failed"));
    }

    @ParameterizedTest
    @MethodSource("words")
    void areSpeltAsTheServiceSpellsThem(Object[] values, String spelt) {
        assertThat(List.of(values)).extracting(Object::toString).containsExactly(spelt.split(" "));
    }

    @Test
    void aResourceIsCalledAsItWasWritten() {
        ResourceId id = ResourceId.gallery("s", "rg", "Golden");
        RegionName home = RegionName.of("westeurope");
        assertThat(GalleryInfo.builder().id(id).location(home).build().name()).isEqualTo("Golden");
        assertThat(ImageDefinitionInfo.builder()
                        .id(id.definition("Web"))
                        .location(home)
                        .identifier(new ImageIdentifier("p", "o", "s"))
                        .osType(OsType.LINUX)
                        .osState(OsState.GENERALIZED)
                        .build()
                        .name())
                .isEqualTo("Web");
    }

    @Test
    void aReportWithoutDamagesIsSound() {
        assertThat(new VerifyReport(1, 1, 1, List.of()).sound()).isTrue();
        assertThat(new VerifyReport(1, 1, 1, List.of(new VerifyReport.Damage(Optional.of("site"), List.of(), "lost")))
                        .sound())
                .isFalse();
    }
}
