// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.imagegallery.error.ErrorCode;
import io.github.imagegallery.error.Violation;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.Chars;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NameRuleTest {
    private static final String LONGEST = "a".repeat(80);

    @ParameterizedTest
    @ValueSource(strings = {"a", "Z", "7", "ab", "golden", "Golden.Images_2021", "a_b", "a.b", "a..b", "a__b", "0.0"})
    void goodNamesAreGoodForBoth(String name) {
        assertThat(NameRule.checkGallery(name)).isEmpty();
        assertThat(NameRule.checkDefinition(name)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                ".",
                "_",
                ".a",
                "a.",
                "_a",
                "a_",
                "-a",
                "a-",
                "a b",
                " a",
                "a ",
                "a\n",
                "a/b",
                "a\\b",
                "a:b",
                "é",
                "aéb",
                "٣",
                "a٣b",
                "日本",
                "a+b",
                "a\u0000b",
                "a😀b",
                "a\u200bb"
            })
    void badNamesAreBadForBoth(String name) {
        assertThat(NameRule.checkGallery(name)).isPresent();
        assertThat(NameRule.checkDefinition(name)).isPresent();
    }

    @Test
    void onlyADefinitionMayHaveADash() {
        assertThat(NameRule.checkDefinition("web-server")).isEmpty();
        assertThat(NameRule.checkGallery("web-server"))
                .contains(new Violation(
                        ErrorCode.INVALID_PARAMETER,
                        "gallery name",
                        "web-server",
                        "it has a character that is not allowed, or does not begin and end with a letter or digit",
                        "use 1 to 80 letters, digits, '_' or '.' (no dash), with a letter or digit at both ends"));
    }

    @Test
    void eightyCharactersAreEnough() {
        assertThat(NameRule.checkGallery(LONGEST)).isEmpty();
        assertThat(NameRule.checkDefinition(LONGEST)).isEmpty();
        assertThat(NameRule.checkGallery(LONGEST + "a").orElseThrow().actual()).isEqualTo("it has 81 characters");
        assertThat(NameRule.checkDefinition(LONGEST + "a").orElseThrow().actual())
                .isEqualTo("it has 81 characters");
        assertThat(NameRule.checkDefinition("-".repeat(80)).orElseThrow().actual())
                .startsWith("it has a character");
    }

    @Test
    void anEmptyNameIsCalledSo() {
        assertThat(NameRule.checkDefinition("").orElseThrow().actual()).isEqualTo("it is empty");
    }

    @Property
    void equalsTheRuleReadLetterByLetter(
            @ForAll
                    @StringLength(max = 83)
                    @CharRange(from = 'a', to = 'c')
                    @CharRange(from = 'X', to = 'Z')
                    @CharRange(from = '0', to = '2')
                    @Chars({'_', '-', '.', ' '})
                    String name) {
        assertThat(NameRule.checkGallery(name).isEmpty()).isEqualTo(wellFormed(name, "_."));
        assertThat(NameRule.checkDefinition(name).isEmpty()).isEqualTo(wellFormed(name, "_.-"));
    }

    private static boolean wellFormed(String name, String signs) {
        return name.length() >= 1
                && name.length() <= 80
                && alphanumeric(name.charAt(0))
                && alphanumeric(name.charAt(name.length() - 1))
                && name.chars().allMatch(c -> alphanumeric((char) c) || signs.indexOf(c) >= 0);
    }

    private static boolean alphanumeric(char c) {
        return c < 128 && Character.isLetterOrDigit(c);
    }

    @Test
    void resourceGroups() {
        for (String name : List.of("a", "_", "(a)", "a.b-c_d", "x".repeat(90))) {
            assertThat(NameRule.checkResourceGroup(name)).as(name).isEmpty();
        }
        for (String name : List.of("", "a.", "a b", "a/b", "x".repeat(91))) {
            assertThat(NameRule.checkResourceGroup(name)).as(name).isPresent();
        }
        assertThat(NameRule.checkResourceGroup("").orElseThrow().actual()).isEqualTo("it is empty");
        assertThat(NameRule.checkResourceGroup("a.").orElseThrow().actual())
                .isEqualTo("it is not the name of a resource group");
    }
}
