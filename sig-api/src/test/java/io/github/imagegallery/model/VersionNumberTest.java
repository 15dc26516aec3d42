// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import io.github.imagegallery.error.InvalidParameterException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class VersionNumberTest {

    @Test
    void tenComesAfterNine() {
        assertThat(VersionNumber.parse("1.0.10")).isGreaterThan(VersionNumber.parse("1.0.9"));
    }

    @Test
    void theLargestPartsAreRead() {
        assertThat(VersionNumber.parse("2147483647.0.2147483647"))
                .isEqualTo(new VersionNumber(Integer.MAX_VALUE, 0, Integer.MAX_VALUE));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                ".",
                "..",
                "1",
                "1.0",
                "1.0.",
                ".1.0",
                "1..0",
                "1.0.0.",
                "1.0.0.0",
                "-1.0.0",
                "1.-0.0",
                "+1.0.0",
                "1.0.+1",
                " 1.0.0",
                "1.0.0 ",
                "1. 0.0",
                "1.0.0\n",
                "1.0.0\u00a0",
                "1,0,0",
                "1_0.0.0",
                "v1.0.0",
                "0x1.0.0",
                "1e1.0.0",
                "latest",
                "1.0.0-rc1",
                "١.٠.٠",
                "１.0.0",
                "𝟏.0.0",
                "1．0．0"
            })
    void whatIsNotThreeNumbersIsRefused(String text) {
        assertRefused(text, "a version number is three numbers joined by dots");
    }

    @ParameterizedTest
    @CsvSource({"01.0.0, 01", "1.00.0, 00", "1.0.007, 007"})
    void leadingZerosAreRefused(String text, String part) {
        assertRefused(text, "'" + part + "' has a leading zero");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2147483648",
                "4294967296",
                "9223372036854775808",
                "99999999999999999999",
                "100000000000000000000",
                "123456789012345678901234567890"
            })
    void aPartThatIsTooLargeIsRefused(String part) {
        assertRefused(part + ".0.0", "'" + part + "' is too large");
        assertRefused("0." + part + ".0", "'" + part + "' is too large");
        assertRefused("0.0." + part, "'" + part + "' is too large");
    }

    @Test
    void negativePartsAreRefused() {
        assertThatThrownBy(() -> new VersionNumber(-1, 0, 0)).isInstanceOf(InvalidParameterException.class);
        assertThatThrownBy(() -> new VersionNumber(0, -1, 0)).isInstanceOf(InvalidParameterException.class);
        assertThatThrownBy(() -> new VersionNumber(0, 0, -1)).isInstanceOf(InvalidParameterException.class);
    }

    private static void assertRefused(String text, String reason) {
        assertThatThrownBy(() -> VersionNumber.parse(text))
                .asInstanceOf(type(InvalidParameterException.class))
                .satisfies(refusal -> assertThat(refusal.violations())
                        .singleElement()
                        .satisfies(violation -> {
                            assertThat(violation.target()).isEqualTo("version");
                            assertThat(violation.asked()).isEqualTo(text);
                            assertThat(violation.actual()).isEqualTo(reason);
                            assertThat(violation.remedy()).contains("Major.Minor.Patch", "2147483647");
                        }));
    }

    @Test
    void theNextNumberHasTheNextPatch() {
        assertThat(VersionNumber.parse("1.2.9").next()).hasToString("1.2.10");
        assertThatThrownBy(() -> VersionNumber.parse("1.2.2147483647").next())
                .isInstanceOf(InvalidParameterException.class)
                .hasMessageContaining("2147483648");
    }
}
