// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.imagegallery.model.Architecture;
import io.github.imagegallery.model.HostCaching;
import io.github.imagegallery.model.HyperVGeneration;
import io.github.imagegallery.model.ManagedImageOrigin;
import io.github.imagegallery.model.OsState;
import io.github.imagegallery.model.OsType;
import io.github.imagegallery.model.PurchasePlan;
import io.github.imagegallery.model.RegionName;
import io.github.imagegallery.model.SourceInfo;
import io.github.imagegallery.model.SourceInfo.Disk;
import io.github.imagegallery.model.SourceKind;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

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

    @Test
    void ofAFileNothingIsKnown() {
        SourceInfo info = OS_ONLY.info();
        assertThat(info.kind()).isEqualTo(SourceKind.FILE);
        assertThat(info.isFile()).isTrue();
        assertThat(info)
                .isEqualTo(SourceInfo.builder()
                        .addDisks(new Disk(Optional.empty(), SourceKind.FILE, Optional.empty(), Optional.empty()))
                        .build());
    }

    @Test
    void allThatIsSaidOfAMachineIsKnown() {
        PurchasePlan plan = new PurchasePlan("monthly", "Contoso", "web");
        SourceInfo info = ImageSource.virtualMachine("vm", DiskSource.managedDisk("os", Path.of("os.raw")))
                .region("eastus")
                .region("East US 2")
                .osType(OsType.WINDOWS)
                .osState(OsState.SPECIALIZED)
                .hyperVGeneration(HyperVGeneration.V2)
                .architecture(Architecture.ARM64)
                .purchasePlan(plan)
                .withDataDisk(
                        3, DiskSource.snapshot("data", Path.of("data.raw")).region("westus"))
                .info();
        assertThat(info)
                .isEqualTo(SourceInfo.builder()
                        .kind(SourceKind.VIRTUAL_MACHINE)
                        .id("vm")
                        .addRegions(RegionName.of("eastus2"))
                        .osType(OsType.WINDOWS)
                        .osState(OsState.SPECIALIZED)
                        .hyperVGeneration(HyperVGeneration.V2)
                        .architecture(Architecture.ARM64)
                        .purchasePlan(plan)
                        .addDisks(new Disk(
                                Optional.empty(), SourceKind.MANAGED_DISK, Optional.of("os"), Optional.empty()))
                        .addDisks(new Disk(
                                Optional.of(3),
                                SourceKind.SNAPSHOT,
                                Optional.of("data"),
                                Optional.of(RegionName.of("westus"))))
                        .build());
        assertThat(info.isFile()).isFalse();
        assertThat(info.disks()).extracting(Disk::target).containsExactly("osDisk", "dataDisk 3");
    }

    @ParameterizedTest
    @EnumSource
    void aManagedImageSaysWhatItWasMadeFrom(ManagedImageOrigin origin) {
        SourceInfo info = ImageSource.managedImage("image", origin, DATA).info();
        assertThat(info.kind()).isEqualTo(SourceKind.MANAGED_IMAGE);
        assertThat(info.managedImageOrigin()).contains(origin);
        assertThat(info.id()).contains("image");
    }

    @Test
    void aDiskSaysWhatItIs() {
        DiskSource disk = DiskSource.managedDisk("os", Path.of("os.vhd"));
        assertThat(disk).hasToString("managed disk os in os.vhd");
        assertThat(disk.format(DiskFormat.VHD)).hasToString("managed disk os in os.vhd as vhd");
        assertThat(disk.insistOnFormat(DiskFormat.RAW))
                .hasToString("managed disk os in os.vhd as raw, whatever else its content says");
        assertThat(disk.insistOnFormat(DiskFormat.RAW).format(DiskFormat.VHD)).isEqualTo(disk.format(DiskFormat.VHD));
        assertThat(disk.hostCaching()).isEqualTo(HostCaching.NONE);
        assertThat(disk.hostCaching(HostCaching.READ_ONLY).region("eastus"))
                .isEqualTo(disk.region("eastus").hostCaching(HostCaching.READ_ONLY));
    }
}
