// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.disk;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Text of images may be shown to people, whatever is in it. */
class ImageFileTest {
    private static final String DISK = "\ud83d\udcbf";

    @ParameterizedTest
    @ValueSource(chars = {'\n', '\u001b', '\u0085', '\u009b', '\u202e', '\u2028', '\u2029', '\ud83d', '\udcbf'})
    void whatATerminalObeysIsNotShown(char letter) {
        assertThat(ImageFile.shown("a" + letter + "z")).isEqualTo("a?z");
    }

    @Test
    void noLetterIsCutInTwo() {
        assertThat(ImageFile.shown("a".repeat(62) + DISK + "z")).isEqualTo("a".repeat(62) + DISK);
        assertThat(ImageFile.shown("a".repeat(63) + DISK + "z")).isEqualTo("a".repeat(63));
        assertThat(ImageFile.shown(DISK)).isEqualTo(DISK);
        assertThat(ImageFile.shown("a".repeat(65))).isEqualTo("a".repeat(64));
    }

    @Test
    void itEndsWhereTextOfCDoes() {
        assertThat(ImageFile.shown("raw\0rubbish")).isEqualTo("raw");
        assertThat(ImageFile.shown("")).isEmpty();
    }
}
