// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class StorageTypeTest {

    @ParameterizedTest
    @EnumSource
    void isReadAsItIsPrintedInAnyCase(StorageType type) {
        assertThat(StorageType.parse(type.toString())).isEqualTo(type);
        assertThat(StorageType.parse(type.toString().toUpperCase(Locale.ROOT))).isEqualTo(type);
    }

    @Test
    void anUnknownOneIsRefusedNamingAll() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> StorageType.parse("Standard_GRS"))
                .withMessageContainingAll("Standard_GRS", "Standard_LRS", "Standard_ZRS", "Premium_LRS");
    }
}
