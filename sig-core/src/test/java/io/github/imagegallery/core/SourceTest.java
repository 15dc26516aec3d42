// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.imagegallery.DiskFormat;
import io.github.imagegallery.DiskSource;
import io.github.imagegallery.ImageDefinition;
import io.github.imagegallery.ImageGalleries;
import io.github.imagegallery.ImageSource;
import io.github.imagegallery.ImageVersion;
import io.github.imagegallery.error.OperationNotAllowedException;
import io.github.imagegallery.model.Architecture;
import io.github.imagegallery.model.DiskInfo;
import io.github.imagegallery.model.HostCaching;
import io.github.imagegallery.model.HyperVGeneration;
import io.github.imagegallery.model.ManagedImageOrigin;
import io.github.imagegallery.model.OsState;
import io.github.imagegallery.model.OsType;
import io.github.imagegallery.model.PurchasePlan;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Versions are made from machines, managed images, managed disks, snapshots and files, if those fit the definition. */
class SourceTest {
    private static final String OWN =
            "/SUBSCRIPTIONS/Default/resourcegroups/rg/providers/microsoft.compute/VirtualMachines/vm";

    @TempDir
    private Path folder;

    private Path os;
    private Path data;

    @BeforeEach
    void writeImages() throws IOException {
        os = SampleImage.write(folder.resolve("os.raw"), 1 << 20, 1);
        data = SampleImage.write(folder.resolve("data.raw"), 2 << 20, 2);
    }

    private static ImageSource described(ImageSource source) {
        return source.region("West Europe")
                .osType(OsType.LINUX)
                .osState(OsState.GENERALIZED)
                .hyperVGeneration(HyperVGeneration.V1);
    }

    private List<ImageSource> sources() {
        DiskSource file = DiskSource.file(os);
        return List.of(
                ImageSource.of(os, DiskFormat.RAW),
                described(ImageSource.of(file)),
                described(ImageSource.virtualMachine("vm", file)),
                described(ImageSource.virtualMachine(OWN, DiskSource.managedDisk("os", os)))
                        .architecture(Architecture.X64),
                described(ImageSource.managedImage("image", ManagedImageOrigin.VHD, file)),
                described(ImageSource.managedImage("image", ManagedImageOrigin.UNMANAGED_IMAGE, file)),
                ImageSource.of(DiskSource.managedDisk("os", os).region("westeurope")),
                ImageSource.of(DiskSource.snapshot("os", os)).region("westeurope"));
    }

    @ParameterizedTest
    @EnumSource
    void whatFitsIsPublishedFromAnyKindOfSource(Backend backend) throws IOException {
        try (ImageGalleries galleries = SharedImageGalleries.open(backend.open(folder))) {
            ImageDefinition web = Fixtures.definition(galleries);
            for (ImageSource source : sources()) {
                ImageVersion version = web.version(web.nextVersion());
                version.publish(source).dataDisk(3, data).commit();
                Exports.requireIdentical(version, "westeurope", os);
            }
            assertThat(web.versions()).hasSameSizeAs(sources());
            assertThat(galleries.verify(progress -> {}).damages()).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource
    void aVersionBoughtUnderAPlanIsMadeFromASourceOfThatPlan(Backend backend) throws IOException {
        PurchasePlan plan = new PurchasePlan("monthly", "Contoso", "web");
        try (ImageGalleries galleries = SharedImageGalleries.open(backend.open(folder))) {
            Fixtures.definition(galleries);
            ImageDefinition planned = galleries.gallery("golden").definition("planned");
            planned.create()
                    .identifier("Contoso", "Web", "Planned")
                    .linux()
                    .generalized()
                    .purchasePlan(plan.name(), plan.publisher(), plan.product())
                    .commit();
            ImageSource machine = described(ImageSource.virtualMachine("vm", DiskSource.file(os)));
            planned.version("1.0.0").publish(machine.purchasePlan(plan)).commit();
            planned.version("1.0.1").publish(os).commit();
            Exports.requireIdentical(planned.version("1.0.0"), "westeurope", os);
        }
    }

    @ParameterizedTest
    @EnumSource
    void hostCachingIsKeptWithEachDisk(Backend backend) throws IOException {
        try (ImageGalleries galleries = SharedImageGalleries.open(backend.open(folder))) {
            ImageVersion version = Fixtures.definition(galleries).version("1.0.0");
            version.publish(ImageSource.of(DiskSource.file(os).hostCaching(HostCaching.READ_WRITE)))
                    .dataDisk(0, DiskSource.file(data).hostCaching(HostCaching.READ_ONLY))
                    .dataDisk(1, SampleImage.write(folder.resolve("more.raw"), 1 << 20, 3))
                    .commit();
            assertThat(version.info().disks())
                    .extracting(DiskInfo::hostCaching)
                    .containsExactly(HostCaching.READ_WRITE, HostCaching.READ_ONLY, HostCaching.NONE);
        }
    }

    @ParameterizedTest
    @EnumSource
    void aSourceOfWhichSomethingElseIsSaidIsAnotherRequest(Backend backend) throws IOException {
        ImageSource machine = described(ImageSource.virtualMachine("vm", DiskSource.file(os)));
        List<UnaryOperator<ImageSource>> others = List.of(
                source -> source.architecture(Architecture.X64),
                source -> described(ImageSource.virtualMachine("vm2", DiskSource.file(os))),
                source -> described(ImageSource.of(os)),
                source -> described(ImageSource.virtualMachine("vm", DiskSource.managedDisk("os", os))),
                source -> described(
                        ImageSource.virtualMachine("vm", DiskSource.file(os).hostCaching(HostCaching.READ_ONLY))));
        try (ImageGalleries galleries = SharedImageGalleries.open(backend.open(folder))) {
            ImageVersion version = Fixtures.definition(galleries).version("1.0.0");
            assertThatThrownBy(() -> version.publish(machine)
                            .onProgress(progress -> {
                                throw new IllegalStateException("enough");
                            })
                            .commit())
                    .hasMessage("enough");
            for (UnaryOperator<ImageSource> other : others) {
                assertThatThrownBy(() -> version.publish(other.apply(machine)).commit())
                        .isInstanceOf(OperationNotAllowedException.class)
                        .hasMessageContaining("from a request with other disks, regions or settings");
            }
            version.publish(machine).commit();
            Exports.requireIdentical(version, "westeurope", os);
        }
    }
}
