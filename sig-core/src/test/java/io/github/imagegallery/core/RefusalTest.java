// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.core;

import static io.github.imagegallery.DiskFormat.RAW;
import static io.github.imagegallery.DiskFormat.VHD;
import static io.github.imagegallery.ExportFormat.VHD_FIXED;
import static io.github.imagegallery.core.Refusal.NO_PRICES;
import static io.github.imagegallery.core.Refusal.bad;
import static io.github.imagegallery.core.Refusal.barred;
import static io.github.imagegallery.core.Refusal.missing;
import static io.github.imagegallery.core.Refusal.noImage;
import static io.github.imagegallery.core.Requests.ELSEWHERE;
import static io.github.imagegallery.core.Requests.HOME;
import static io.github.imagegallery.core.Requests.PAST;
import static io.github.imagegallery.core.Requests.as;
import static io.github.imagegallery.core.Requests.create;
import static io.github.imagegallery.core.Requests.disk;
import static io.github.imagegallery.core.Requests.guarded;
import static io.github.imagegallery.core.Requests.none;
import static io.github.imagegallery.core.Requests.nowhere;
import static io.github.imagegallery.core.Requests.of;
import static io.github.imagegallery.core.Requests.plan;
import static io.github.imagegallery.core.Requests.publish;
import static io.github.imagegallery.core.Requests.shallow;
import static io.github.imagegallery.core.Requests.single;
import static io.github.imagegallery.core.Requests.v1;
import static io.github.imagegallery.core.Requests.v9;
import static io.github.imagegallery.model.Architecture.ARM64;
import static io.github.imagegallery.model.HyperVGeneration.V2;
import static io.github.imagegallery.model.OsState.GENERALIZED;
import static io.github.imagegallery.model.OsType.LINUX;
import static io.github.imagegallery.model.OsType.WINDOWS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.imagegallery.DiskSource;
import io.github.imagegallery.ImageSource;
import io.github.imagegallery.PendingChange;
import io.github.imagegallery.error.GalleryException;
import io.github.imagegallery.error.Violation;
import io.github.imagegallery.model.TargetRegion;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What is refused beside the list of bad input, which is {@link BadInputTest}: each in its own words, and nothing changed by
 * it; and that all that is wrong with one request is said at once.
 */
class RefusalTest {
    @TempDir
    private static Path folder;

    private static final Map<Backend, World> WORLDS = new EnumMap<>(Backend.class);

    @BeforeAll
    static void open() {
        for (Backend backend : Backend.values()) {
            WORLDS.put(backend, World.in(backend, folder));
        }
    }

    @AfterAll
    static void close() {
        WORLDS.values().forEach(World::close);
    }

    private static final List<Refusal> REFUSALS = List.of(
            bad(
                    "gallery: no location",
                    "location",
                    w -> w.gallery("new").create(),
                    "location … it is required … name the region"),
            bad(
                    "definition: no OS type",
                    "osType",
                    w -> create(w).identifier("a", "b", "c").generalized(),
                    "it is required"),
            bad(
                    "definition: no OS state",
                    "osState",
                    w -> create(w).identifier("a", "b", "c").linux(),
                    "it is required"),
            bad(
                    "flag: absent region",
                    "excludeFromLatest",
                    w -> v1(w).update().excludeFromLatest("eastus", true),
                    "not replicated there"),
            bad(
                    "shallow: another region",
                    "targetRegions",
                    w -> publish(w).shallow().replicate(HOME).replicate("eastus"),
                    "targetRegions … 'eastus' … Shallow … home region only"),
            barred(
                    "shallow: replicated",
                    "targetRegions",
                    w -> shallow(w).replicate("westus", 1),
                    "'westus' … Shallow"),
            missing(
                    "gallery: not there",
                    "gallery",
                    w -> w.gallery("none").info(),
                    "'none' … no such gallery … create it"),
            missing(
                    "gallery: listed, not there",
                    "gallery",
                    w -> w.gallery("none").definitions().toList(),
                    "'none' … no such gallery"),
            missing(
                    "gallery: updated, not there",
                    "gallery",
                    w -> w.gallery("none").update().description("x"),
                    "no such gallery"),
            missing(
                    "gallery: deleted, not there",
                    "gallery",
                    w -> w.gallery("none").delete(),
                    "'none' … no such gallery"),
            missing("definition: not there", "definition", w -> none(w).info(), "'golden/none' … no such definition"),
            missing(
                    "definition: listed, not there",
                    "definition",
                    w -> none(w).versions().toList(),
                    "no such definition"),
            missing("definition: resolved, not there", "definition", w -> none(w).latest(HOME), "no such definition"),
            missing(
                    "definition: updated, not there",
                    "definition",
                    w -> none(w).update().description("x"),
                    "no such definition"),
            missing("definition: deleted, not there", "definition", w -> none(w).delete(), "no such definition"),
            missing("version: not there", "version", w -> v9(w).info(), "'golden/web/9.0.0' … no such version"),
            missing("version: updated, not there", "version", w -> v9(w).replicate("eastus", 1), "no such version"),
            missing("version: deleted, not there", "version", w -> v9(w).delete(), "no such version"),
            missing("version: opened, not there", "version", w -> v9(w).open(HOME), "no such version"),
            missing("version: estimated, not there", "version", w -> v9(w).estimate(NO_PRICES), "no such version"),
            bad("source: a folder", "osDisk", w -> publish(w, of(w.path("folder"))), "osDisk … folder"),
            bad("source: empty", "osDisk", w -> publish(w, of(w.path("empty.raw"))), "empty.raw … the file is empty"),
            bad("source: unsafe", "osDisk", w -> publish(w, of(w.path("backed.qcow2"))), "names a backing file"),
            bad(
                    "source: another format than named",
                    "osDisk",
                    w -> publish(w, as(w.image, VHD)),
                    "its content does not say so"),
            bad(
                    "source: a format where raw is named",
                    "osDisk",
                    w -> publish(w, as(w.path("backed.qcow2"), RAW)),
                    "its content says qcow2"),
            bad(
                    "data disk: negative LUN",
                    "dataDisk.lun",
                    w -> publish(w).dataDisk(-1, w.path("data.raw")),
                    "'-1' … 0 to 63"),
            bad(
                    "data disk: LUN 64",
                    "dataDisk.lun",
                    w -> publish(w).dataDisk(64, w.path("data.raw")),
                    "dataDisk … '64' … 0 to 63"),
            bad(
                    "source: id of another kind",
                    "osDisk.id",
                    w -> publish(w, disk(DiskSource.snapshot(ELSEWHERE + "disks/d", w.image))),
                    "osDisk.id … neither the name nor the id of a snapshot"),
            bad(
                    "source: VM without a generation",
                    "source.hyperVGeneration",
                    w -> publish(
                            w,
                            ImageSource.virtualMachine("vm", DiskSource.file(w.image))
                                    .region(HOME)
                                    .osType(LINUX)
                                    .osState(GENERALIZED)),
                    "source.hyperVGeneration … of a virtual machine it is required"),
            bad(
                    "source: snapshot without a region",
                    "osDisk.region",
                    w -> publish(w, ImageSource.of(DiskSource.snapshot("s", w.image))),
                    "osDisk.region … of a snapshot it is required"),
            bad(
                    "source version: malformed",
                    "version",
                    w -> w.web.version("2.0.0").publish(w.web.version("1.0")),
                    "'1.0' … three numbers"),
            bad("source version: itself", "source", w -> v9(w).publish(v9(w)), "a version cannot be made from itself"),
            noImage("open: not replicated there", "region", w -> v1(w).open("eastus"), "replicated to [north"),
            noImage(
                    "export: not replicated there",
                    "region",
                    w -> v1(w).export("eastus").to(w.path("out")),
                    "replicated to [north"),
            bad("open: no such data disk", "lun", w -> v1(w).open(HOME, 5), "lun … '5' … no data disk of that number"),
            bad(
                    "export: no such data disk",
                    "lun",
                    w -> v1(w).export(HOME).dataDisk(5).to(w.path("out")),
                    "no data disk of that number"),
            bad(
                    "export: a size that VHD cannot have",
                    "format",
                    w -> v1(w).export(HOME).as(VHD_FIXED).to(w.path("out")),
                    "multiple of 512"),
            bad(
                    "estimate: price missing",
                    "prices",
                    w -> single(w).estimate(NO_PRICES),
                    "no price for it … add the price"),
            bad("deploy: unknown region", "region", w -> plan(v1(w).deploy("atlantis")), "'atlantis' … no such region"),
            bad(
                    "deploy: latest in an unknown region",
                    "region",
                    w -> plan(w.web.deploy("atlantis")),
                    "'atlantis' … no such region"),
            bad(
                    "deploy: a region that the subscription may not use",
                    "region",
                    w -> plan(v1(w).deploy("australiacentral")),
                    "'australiacentral' … not on the allow list"),
            bad(
                    "deploy: nothing",
                    "deployment",
                    w -> v1(w).deploy(HOME).osProfile().plan(),
                    "nothing to deploy … name virtual machines or scale sets"),
            bad(
                    "deploy: nothing but no machines",
                    "deployment",
                    w -> v1(w).deploy(HOME).osProfile().virtualMachines(0).plan(),
                    "nothing to deploy"),
            bad(
                    "deploy: a negative number",
                    "virtualMachines",
                    w -> v1(w).deploy(HOME).osProfile().virtualMachines(-1).plan(),
                    "'-1' … is not negative"),
            bad(
                    "deploy: an empty scale set",
                    "scaleSet",
                    w -> plan(v1(w).deploy(HOME).scaleSet(0)),
                    "'0' … 1 to 1000 instances … at least 1"),
            bad(
                    "deploy: a scale set too large",
                    "scaleSet",
                    w -> plan(v1(w).deploy(HOME).scaleSet(1_001)),
                    "'1001' … 1 to 1000 instances … split it"),
            missing(
                    "deploy: no such version",
                    "version",
                    w -> plan(v9(w).deploy(HOME)),
                    "'golden/web/9.0.0' … no such version"),
            missing("deploy: no such definition", "definition", w -> plan(none(w).deploy(HOME)), "no such definition"),
            missing(
                    "deploy: a version of no definition",
                    "version",
                    w -> plan(none(w).version("1.0.0").deploy(HOME)),
                    "no such version"),
            bad(
                    "deploy: malformed number",
                    "version",
                    w -> plan(w.web.version("1.0").deploy(HOME)),
                    "'1.0' … three numbers"));

    static Stream<Arguments> refusals() {
        return Stream.of(Backend.values())
                .flatMap(backend -> REFUSALS.stream().map(refusal -> Arguments.of(backend, refusal)));
    }

    @ParameterizedTest(name = "{1} ({0})")
    @MethodSource("refusals")
    void refuses(Backend backend, Refusal refusal) {
        refusal.require(WORLDS.get(backend));
    }

    @Test
    void everyFaultOfAPublicationIsReported() {
        World world = WORLDS.get(Backend.IN_MEMORY);
        Remembered before = Remembered.of(world.storage);
        GalleryException refused = catchThrowableOfType(
                GalleryException.class,
                () -> world.definition("none")
                        .version("2.0.0")
                        .publish(world.path("none.raw"))
                        .dataDisk(1, world.path("empty.raw"))
                        .dataDisk(70, world.path("large.raw"))
                        .location("atlantis")
                        .replicaCount(11)
                        .replicate("eastus", 0)
                        .replicate("East US")
                        .replicate(TargetRegion.of("westus").zoneRedundant())
                        .endOfLife(PAST)
                        .commit());
        assertThat(refused.violations())
                .extracting(Violation::target)
                .containsExactlyInAnyOrder(
                        "location",
                        "replicaCount",
                        "eastus.replicaCount",
                        "targetRegions",
                        "westus.storageType",
                        "endOfLifeDate",
                        "osDisk",
                        "dataDisk 1",
                        "dataDisk.lun",
                        "dataDisk 70",
                        "definition");
        assertThat(refused.getMessage()).contains("for 11 reasons");
        assertThat(Remembered.of(world.storage)).isEqualTo(before);
    }

    @Test
    void everythingInWhichASourceDoesNotFitIsReported() {
        World world = WORLDS.get(Backend.IN_MEMORY);
        GalleryException refused = catchThrowableOfType(
                GalleryException.class,
                () -> publish(
                                world,
                                ImageSource.virtualMachine(
                                                ELSEWHERE + "virtualMachines/vm", DiskSource.file(world.image))
                                        .region("eastus")
                                        .osType(WINDOWS)
                                        .hyperVGeneration(V2)
                                        .architecture(ARM64)
                                        .purchasePlan(World.PLAN))
                        .dataDisk(64, DiskSource.snapshot("a b", world.path("none.raw")))
                        .commit());
        assertThat(refused.violations())
                .extracting(Violation::target)
                .containsExactlyInAnyOrder(
                        "source.id",
                        "source.region",
                        "source.osType",
                        "source.osState",
                        "source.hyperVGeneration",
                        "source.architecture",
                        "source.purchasePlan",
                        "dataDisk.lun",
                        "dataDisk 64.id",
                        "dataDisk 64");
    }

    @Test
    void everythingInWhichAVersionDoesNotFitIsReported() {
        World world = WORLDS.get(Backend.IN_MEMORY);
        GalleryException refused = catchThrowableOfType(
                GalleryException.class,
                () -> world.web
                        .version("1.0.0")
                        .publish(single(world))
                        .location("japaneast")
                        .replicate(HOME)
                        .commit());
        assertThat(refused.violations())
                .extracting(Violation::target)
                .containsExactlyInAnyOrder("version", "targetRegions", "source.region");
    }

    @Test
    void everyFaultOfADefinitionIsReported() {
        World world = WORLDS.get(Backend.IN_MEMORY);
        GalleryException refused = catchThrowableOfType(
                GalleryException.class,
                () -> world.web
                        .create()
                        .identifier("", "a b", "c.")
                        .location("atlantis")
                        .recommendedVcpus(3, 2)
                        .recommendedMemoryMiB(0, 2)
                        .endOfLife(PAST)
                        .commit());
        assertThat(refused.violations())
                .extracting(Violation::target)
                .containsExactlyInAnyOrder(
                        "identifier.publisher",
                        "identifier.offer",
                        "identifier.sku",
                        "osType",
                        "osState",
                        "location",
                        "recommendedVcpus",
                        "recommendedMemoryMiB",
                        "endOfLifeDate",
                        "definition");
    }

    @Test
    void everyFaultOfAChangeIsReported() {
        World world = WORLDS.get(Backend.IN_MEMORY);
        Remembered before = Remembered.of(world.storage);
        GalleryException refused = catchThrowableOfType(
                GalleryException.class,
                () -> world.web
                        .version("1.0.0")
                        .update()
                        .replicate(TargetRegion.of("northeurope").zoneRedundant())
                        .withdraw("westeurope")
                        .withdraw("eastus")
                        .endOfLife(PAST)
                        .commit());
        assertThat(refused.violations())
                .extracting(Violation::target)
                .containsExactlyInAnyOrder("northeurope.storageType", "withdraw", "withdraw", "endOfLifeDate");
        assertThat(Remembered.of(world.storage)).isEqualTo(before);
    }

    @Test
    void everyFaultOfAChangeOfAGuardedVersionIsReported() {
        World world = WORLDS.get(Backend.IN_MEMORY);
        Remembered before = Remembered.of(world.storage);
        GalleryException refused = catchThrowableOfType(
                GalleryException.class,
                () -> guarded(world.galleries)
                        .update()
                        .replicate(TargetRegion.of("eastus").replicas(0).zoneRedundant())
                        .withdraw("westus")
                        .excludeFromLatest("westeurope", true)
                        .allowDeletionOfReplicatedLocations(true)
                        .blockDeletionBeforeEndOfLife(false)
                        .commit());
        assertThat(refused.violations())
                .extracting(Violation::target)
                .containsExactlyInAnyOrder(
                        "eastus.replicaCount",
                        "eastus.storageType",
                        "excludeFromLatest",
                        "allowDeletionOfReplicatedLocations",
                        "blockDeletionBeforeEndOfLife");
        assertThat(Remembered.of(world.storage)).isEqualTo(before);
    }

    @Test
    void whatIsNotThereIsReportedWithAllElse() {
        World world = WORLDS.get(Backend.IN_MEMORY);
        String long4097 = "x".repeat(4_097);
        requireTargets(world.gallery("none").update().description(long4097), "description", "gallery");
        requireTargets(world.gallery("a-b").update().description(long4097), "gallery name", "description");
        requireTargets(
                none(world).update().identifier("", "b", "c").recommendedVcpus(0, 1),
                "identifier.publisher",
                "recommendedVcpus",
                "definition");
        requireTargets(
                none(world).replicateNewest().keep(0).replicate("atlantis"), "keep", "targetRegions", "definition");
        requireTargets(nowhere(world).update().recommendedVcpus(0, 1), "recommendedVcpus", "definition");
        requireTargets(
                v9(world).replicate("atlantis", 11).withdraw("lemuria"),
                "targetRegions",
                "atlantis.replicaCount",
                "withdraw",
                "version");
    }

    private static void requireTargets(PendingChange<?> change, String... targets) {
        GalleryException refused = catchThrowableOfType(GalleryException.class, change::commit);
        assertThat(refused.violations()).extracting(Violation::target).containsExactlyInAnyOrder(targets);
    }

    @Test
    void everyImmutablePropertyIsReported() {
        World world = WORLDS.get(Backend.IN_MEMORY);
        GalleryException refused = catchThrowableOfType(
                GalleryException.class,
                () -> world.web
                        .update()
                        .windows()
                        .specialized()
                        .location("eastus")
                        .recommendedVcpus(0, 0)
                        .endOfLife(PAST)
                        .commit());
        assertThat(refused.violations())
                .extracting(Violation::target)
                .containsExactlyInAnyOrder("osType", "osState", "location", "recommendedVcpus", "endOfLifeDate");
    }

    @Test
    void theSourceMayBeNamedTwiceOnlyAsDifferentDisks() {
        World world = WORLDS.get(Backend.IN_MEMORY);
        GalleryException refused = catchThrowableOfType(
                GalleryException.class,
                () -> publish(world)
                        .dataDisk(1, DiskSource.file(world.path("backed.qcow2")))
                        .dataDisk(2, DiskSource.file(world.path("backed.qcow2")))
                        .commit());
        assertThat(refused.violations()).extracting(Violation::target).containsExactly("dataDisk 1", "dataDisk 2");
    }
}
