// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class ImageSourceTest {
    private static final ImageSource OS_ONLY = ImageSource.of(Path.of("os.vhd"), DiskFormat.VHD);
    private static final DiskSource DATA = DiskSource.file(Path.of("data.img"));

    @Test
    void aDataDiskMoreIsAnotherSource() {
        ImageSource both = OS_ONLY.withDataDisk(7, DATA).withDataDisk(0, DATA);
        assertThat(OS_ONLY.dataDisks()).isEmpty();
        assertThat(both.dataDisks()).containsOnlyKeys(0, 7);
        assertThat(both.osDisk()).isEqualTo(OS_ONLY.osDisk());
    }

    @Test
    void oneLunIsNotTwoDisks() {
        assertThatIllegalStateException()
                .isThrownBy(() -> OS_ONLY.withDataDisk(7, DATA)
                        .withDataDisk(7, DiskSource.file(Path.of("other.img"), DiskFormat.RAW)))
                .withMessage("LUN 7 is already the disk data.img; it cannot also be other.img as raw");
    }

    @Test
    void itsDisksCannotBeChanged() {
        assertThatThrownBy(() -> OS_ONLY.dataDisks().put(1, DATA)).isInstanceOf(UnsupportedOperationException.class);
    }
}
