// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.core;

import static io.github.imagegallery.DiskFormat.RAW;
import static io.github.imagegallery.DiskFormat.VHD;
import static io.github.imagegallery.ExportFormat.VHD_FIXED;
import static io.github.imagegallery.model.Architecture.ARM64;
import static io.github.imagegallery.model.HyperVGeneration.V1;
import static io.github.imagegallery.model.HyperVGeneration.V2;
import static io.github.imagegallery.model.OsState.GENERALIZED;
import static io.github.imagegallery.model.OsState.SPECIALIZED;
import static io.github.imagegallery.model.OsType.LINUX;
import static io.github.imagegallery.model.OsType.WINDOWS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.imagegallery.DefinitionChange;
import io.github.imagegallery.DiskFormat;
import io.github.imagegallery.DiskSource;
import io.github.imagegallery.GalleryChange;
import io.github.imagegallery.ImageDefinition;
import io.github.imagegallery.ImageGalleries;
import io.github.imagegallery.ImageSource;
import io.github.imagegallery.ImageVersion;
import io.github.imagegallery.PendingChange;
import io.github.imagegallery.PricedChange;
import io.github.imagegallery.VersionPublication;
import io.github.imagegallery.error.ErrorCode;
import io.github.imagegallery.error.GalleryException;
import io.github.imagegallery.error.Violation;
import io.github.imagegallery.model.ManagedImageOrigin;
import io.github.imagegallery.model.PriceBook;
import io.github.imagegallery.model.PurchasePlan;
import io.github.imagegallery.model.TargetRegion;
import java.nio.file.Path;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The bad input that must be met (domain, Errors): each refused in its own words, and nothing changed by it. */
class RefusalTest {
    private static final Instant NOW = SettableClock.START;
    private static final String HOME = "westeurope";
    private static final Instant PAST = NOW.minusSeconds(1);

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

    /** A request that is refused: the code, what is in the one sentence that says why, and the request. */
    private record Refusal(String name, ErrorCode code, Function<World, Object> request, List<String> sentence) {
        @Override
        public String toString() {
            return name;
        }
    }

    private static Refusal refusal(ErrorCode code, String name, Function<World, Object> request, String sentence) {
        return new Refusal(name, code, request, List.of(sentence.split(" … ")));
    }

    private static Refusal bad(String name, Function<World, Object> request, String sentence) {
        return refusal(ErrorCode.INVALID_PARAMETER, name, request, sentence);
    }

    private static Refusal taken(String name, Function<World, Object> request, String sentence) {
        return refusal(ErrorCode.RESOURCE_ALREADY_EXISTS, name, request, sentence);
    }

    private static Refusal orphan(String name, Function<World, Object> request, String sentence) {
        return refusal(ErrorCode.PARENT_RESOURCE_NOT_FOUND, name, request, sentence);
    }

    private static Refusal missing(String name, Function<World, Object> request, String sentence) {
        return refusal(ErrorCode.RESOURCE_NOT_FOUND, name, request, sentence);
    }

    private static Refusal frozen(String name, Function<World, Object> request, String sentence) {
        return refusal(ErrorCode.PROPERTY_CHANGE_NOT_ALLOWED, name, request, sentence);
    }

    private static Refusal noImage(String name, Function<World, Object> request, String sentence) {
        return refusal(ErrorCode.GALLERY_IMAGE_NOT_FOUND, name, request, sentence);
    }

    private static Refusal full(String name, Function<World, Object> request, String sentence) {
        return refusal(ErrorCode.CANNOT_DELETE_RESOURCE, name, request, sentence);
    }

    private static Refusal large(String name, Function<World, Object> request, String sentence) {
        return refusal(ErrorCode.SOURCE_EXCEEDS_MAX_SIZE, name, request, sentence);
    }

    private static Refusal barred(String name, Function<World, Object> request, String sentence) {
        return refusal(ErrorCode.OPERATION_NOT_ALLOWED, name, request, sentence);
    }

    private static final PriceBook NO_PRICES =
            PriceBook.builder().currency("EUR").build();

    private static ImageVersion v1(World w) {
        return w.web.version("1.0.0");
    }

    private static ImageVersion v1(ImageGalleries galleries) {
        return galleries.gallery("golden").definition("web").version("1.0.0");
    }

    private static ImageVersion v9(World w) {
        return w.web.version("9.0.0");
    }

    /** A version that is in its home region only. */
    private static ImageVersion single(World w) {
        return w.gallery("silver").definition("db").version("1.0.0");
    }

    /** A version in East US and West US that is protected against all deletion. */
    private static ImageVersion guarded(ImageGalleries galleries) {
        return galleries.gallery("silver").definition("db").version("2.0.0");
    }

    private static ImageVersion shallow(World w) {
        return w.gallery("silver").definition("db").version("3.0.0");
    }

    private static ImageDefinition none(World w) {
        return w.definition("none");
    }

    private static ImageDefinition nowhere(World w) {
        return w.gallery("none").definition("web");
    }

    private static DefinitionChange create(World w) {
        return w.definition("new").create();
    }

    private static DefinitionChange identified(World w, String publisher, String offer, String sku) {
        return create(w).identifier(publisher, offer, sku).linux().generalized();
    }

    private static TargetRegion zoned(String region) {
        return TargetRegion.of(region).zoneRedundant();
    }

    private static ImageSource of(Path file) {
        return ImageSource.of(file);
    }

    private static ImageSource as(Path file, DiskFormat format) {
        return ImageSource.of(file, format);
    }

    private static GalleryChange gallery(World w, String name) {
        return w.gallery(name).create().location("westeurope");
    }

    private static DefinitionChange define(World w, String name) {
        return w.definition(name)
                .create()
                .identifier("Contoso", "Finance", "New")
                .linux()
                .generalized();
    }

    private static VersionPublication publish(World w) {
        return publish(w, "2.0.0");
    }

    private static VersionPublication publish(World w, String number) {
        return w.web.version(number).publish(w.image);
    }

    private static VersionPublication publish(World w, ImageSource source) {
        return w.web.version("2.0.0").publish(source);
    }

    private static final List<Refusal> NAMES = List.of(
            bad("gallery: empty name", w -> gallery(w, ""), "gallery name … it is empty … use 1 to 80"),
            bad("gallery: dash", w -> gallery(w, "my-gallery"), "'my-gallery' … not allowed … no dash"),
            bad("gallery: blank", w -> gallery(w, "my gallery"), "'my gallery' … not allowed … use 1 to 80"),
            bad("gallery: trailing dot", w -> gallery(w, "golden."), "'golden.' … end with a letter … both ends"),
            bad("gallery: 81 characters", w -> gallery(w, "a".repeat(81)), "81 characters … use 1 to 80"),
            bad("gallery: line break", w -> gallery(w, "a\nb"), "a\\u000ab … not allowed … use 1 to 80"),
            bad("gallery: not ASCII", w -> gallery(w, "gälerie"), "'gälerie' … not allowed … use 1 to 80"),
            bad("gallery: path", w -> gallery(w, "a/b"), "'a/b' … not allowed … use 1 to 80"),
            bad("gallery: bad name read", w -> w.gallery("a/b").info(), "'a/b' … not allowed … use 1 to 80"),
            bad("gallery: bad name deleted", w -> w.gallery("").delete(), "it is empty … use 1 to 80"),
            bad("gallery: bad name updated", w -> w.gallery("-").update(), "'-' … not allowed … use 1 to 80"),
            bad("definition: empty name", w -> define(w, ""), "definition name … it is empty … use 1 to 80"),
            bad("definition: leading dash", w -> define(w, "-web"), "'-web' … begin and end … both ends"),
            bad("definition: slash", w -> define(w, "web/1"), "'web/1' … not allowed … use 1 to 80"),
            bad("definition: 81 characters", w -> define(w, "a".repeat(81)), "81 characters … use 1 to 80"),
            bad("definition: bad name read", w -> w.definition("a b").info(), "'a b' … not allowed … use 1 to 80"),
            bad("definition: bad name updated", w -> w.definition("a b").update(), "'a b' … not allowed … use 1 to 80"),
            bad("definition: bad name deleted", w -> w.definition("a b").delete(), "'a b' … not allowed … use 1 to 80"),
            bad("definition: bad name resolved", w -> w.definition("a b").latest(HOME), "'a b' … not allowed"));

    private static final List<Refusal> NAMES_TAKEN = List.of(
            taken("gallery: name taken", w -> gallery(w, "golden"), "'golden' … there is such a gallery"),
            taken("gallery: name taken in other case", w -> gallery(w, "GOLDEN"), "'GOLDEN' … there is such a gallery"),
            taken(
                    "gallery: name at another location",
                    w -> w.gallery("golden").create().location("eastus"),
                    "there is such a gallery"),
            taken("definition: name taken", w -> define(w, "web"), "'golden/web' … there is such a definition"),
            taken("definition: name taken in other case", w -> define(w, "WEB"), "there is such a definition"),
            taken(
                    "definition: triple taken",
                    w -> identified(w, "Contoso", "Finance", "Front-end"),
                    "definition web has it"),
            taken(
                    "triple taken in other case",
                    w -> identified(w, "CONTOSO", "finance", "front-END"),
                    "definition web has it"),
            taken("version: exists", w -> publish(w, "1.0.0"), "'golden/web/1.0.0' … there is such a version"),
            taken(
                    "version: other case",
                    w -> w.gallery("Golden").definition("Web").version("1.0.0").publish(w.image),
                    "there is such a version"));

    private static final List<Refusal> REQUIRED_AND_IDENTIFIERS = List.of(
            bad("gallery: no location", w -> w.gallery("new").create(), "location … it is required … name the region"),
            bad("definition: no identifier", w -> create(w).linux().generalized(), "it is required"),
            bad(
                    "definition: no OS type",
                    w -> create(w).identifier("a", "b", "c").generalized(),
                    "it is required"),
            bad(
                    "definition: no OS state",
                    w -> create(w).identifier("a", "b", "c").linux(),
                    "it is required"),
            bad("identifier: empty publisher", w -> identified(w, "", "b", "c"), "it is empty"),
            bad("identifier: bad character", w -> identified(w, "a", "b c", "c"), "not allowed"),
            bad("identifier: trailing dot", w -> identified(w, "a", "b", "c."), "ends in a dot"),
            bad("identifier: over-long", w -> identified(w, "a", "b".repeat(65), "c"), "65 characters"));

    private static final List<Refusal> RANGES_AND_DATES = List.of(
            bad("vCPUs: min > max", w -> define(w, "new").recommendedVcpus(4, 2), "minimum is greater"),
            bad("vCPUs: zero", w -> define(w, "new").recommendedVcpus(0, 2), "recommendedVcpus … not positive"),
            bad("memory: min > max", w -> define(w, "new").recommendedMemoryMiB(2, 1), "minimum is greater"),
            bad("vCPUs: updated to min > max", w -> w.web.update().recommendedVcpus(4, 2), "minimum is greater"),
            bad("definition: end of life past", w -> define(w, "new").endOfLife(PAST), "2026-01-01T00:00:00Z now"),
            bad("definition: end of life now", w -> define(w, "new").endOfLife(NOW), "endOfLifeDate … now"),
            bad(
                    "definition: end of life updated to the past",
                    w -> w.web.update().endOfLife(PAST),
                    "now"),
            bad("version: end of life in the past", w -> publish(w).endOfLife(PAST), "endOfLifeDate … now"),
            bad("version: end of life updated", w -> v1(w).update().endOfLife(PAST), "endOfLifeDate … now"));

    private static final List<Refusal> REGIONS = List.of(
            bad("gallery: unknown region", w -> w.gallery("new").create().location("atlantis"), "no such region"),
            bad("definition: unknown region", w -> define(w, "new").location("atlantis"), "no such region"),
            bad("version: unknown home", w -> publish(w).location("atlantis"), "'atlantis' … no such region"),
            bad("version: unknown target", w -> publish(w).replicate(HOME).replicate("atlantis"), "no such region"),
            bad("replicate: unknown region", w -> v1(w).replicate("atlantis", 1), "'atlantis' … no such region"),
            bad("withdraw: unknown region", w -> v1(w).withdraw("atlantis"), "withdraw … 'atlantis' … no such region"),
            bad("flag: unknown region", w -> v1(w).update().excludeFromLatest("atlantis", true), "no such region"),
            bad("flag: absent region", w -> v1(w).update().excludeFromLatest("eastus", true), "not replicated there"),
            bad("latest: unknown region", w -> w.web.latest("atlantis"), "region … 'atlantis' … no such region"),
            bad("open: unknown region", w -> v1(w).open("atlantis"), "region … 'atlantis' … no such region … such as"),
            bad("export: unknown region", w -> v1(w).export("atlantis").to(w.path("out")), "no such region"),
            bad("targets: without the home", w -> publish(w).replicate("northeurope"), "not among them"),
            bad(
                    "targets: without the home named",
                    w -> publish(w).location("eastus").replicate(HOME),
                    "not among them"),
            bad(
                    "targets: a region repeated",
                    w -> publish(w).replicate("West Europe").replicate(HOME),
                    "more than once"),
            bad(
                    "replicate: a region repeated",
                    w -> v1(w).replicate("East US 2", 1).replicate("eastus2", 2),
                    "more than once"),
            bad("count: 0", w -> publish(w).replicate("westeurope", 0), "'0' … 1 to 10 replicas"),
            bad("count: 11", w -> publish(w).replicate("westeurope", 11), "'11' … 1 to 10 replicas"),
            bad("default count: 0", w -> publish(w).replicaCount(0), "replicaCount … '0' … 1 to 10 replicas"),
            bad("default count: 11", w -> publish(w).replicaCount(11), "replicaCount … '11' … 1 to 10 replicas"),
            bad("replicate: count 0", w -> v1(w).replicate("northeurope", 0), "'0' … 1 to 10 replicas"),
            bad("replicate: count 11", w -> v1(w).replicate("northeurope", 11), "'11' … 1 to 10 replicas"),
            bad(
                    "ZRS: region without zones",
                    w -> publish(w).replicate(HOME).replicate(zoned("westus")),
                    "no availability zones"),
            bad("replicate: ZRS without zones", w -> v1(w).replicate(zoned("westus")), "no availability zones"),
            frozen(
                    "storage type: changed",
                    w -> v1(w).replicate(zoned("northeurope")),
                    "Standard_LRS, which never changes"),
            bad("withdraw: the home", w -> v1(w).withdraw("West Europe"), "withdraw … 'westeurope' … home region"),
            bad("withdraw: an absent region", w -> v1(w).withdraw("eastus"), "'eastus' … not replicated there"),
            barred(
                    "withdraw: barred by the profile",
                    w -> guarded(w.galleries).withdraw("westus"),
                    "safety profile does not allow … publish another version"),
            barred(
                    "withdraw: barred by the profile, today",
                    w -> guarded(w.today).withdraw("westus"),
                    "safety profile does not allow … allow it in the profile"),
            bad(
                    "shallow: another region",
                    w -> publish(w).shallow().replicate(HOME).replicate("eastus"),
                    "targetRegions … 'eastus' … Shallow … home region only"),
            bad(
                    "shallow: two replicas",
                    w -> publish(w).shallow().replicate(HOME, 2),
                    "westeurope.replicaCount … '2' … Shallow"),
            bad("shallow: two by default", w -> publish(w).shallow().replicaCount(2), "replicaCount … '2' … Shallow"),
            barred("shallow: replicated", w -> shallow(w).replicate("westus", 1), "'westus' … Shallow"),
            barred("shallow: resized", w -> shallow(w).replicate("eastus", 2), "eastus.replicaCount … '2' … Shallow"));

    private static final List<Refusal> WHAT_IS_NOT_THERE = List.of(
            orphan(
                    "definition: no gallery",
                    w -> nowhere(w).create().identifier("a", "b", "c").linux().generalized(),
                    "no such gallery"),
            orphan("version: no gallery", w -> nowhere(w).version("1.0.0").publish(w.image), "no such gallery"),
            orphan("version: no definition", w -> none(w).version("1.0.0").publish(w.image), "no such definition"),
            missing("gallery: not there", w -> w.gallery("none").info(), "'none' … no such gallery … create it"),
            missing(
                    "gallery: listed, not there",
                    w -> w.gallery("none").definitions().toList(),
                    "'none' … no such gallery"),
            missing(
                    "gallery: updated, not there",
                    w -> w.gallery("none").update().description("x"),
                    "no such gallery"),
            missing("gallery: deleted, not there", w -> w.gallery("none").delete(), "'none' … no such gallery"),
            missing("definition: not there", w -> none(w).info(), "'golden/none' … no such definition"),
            missing("definition: listed, not there", w -> none(w).versions().toList(), "no such definition"),
            missing("definition: resolved, not there", w -> none(w).latest(HOME), "no such definition"),
            missing("definition: updated, not there", w -> none(w).update().description("x"), "no such definition"),
            missing("definition: deleted, not there", w -> none(w).delete(), "no such definition"),
            missing("version: not there", w -> v9(w).info(), "'golden/web/9.0.0' … no such version"),
            missing("version: updated, not there", w -> v9(w).replicate("eastus", 1), "no such version"),
            missing("version: deleted, not there", w -> v9(w).delete(), "no such version"),
            missing("version: opened, not there", w -> v9(w).open(HOME), "no such version"),
            missing("version: estimated, not there", w -> v9(w).estimate(NO_PRICES), "no such version"));

    private static final List<Refusal> VERSION_NUMBERS = List.of(
            bad("number: ''", w -> publish(w, ""), "'' … three numbers joined by dots … Major.Minor.Patch"),
            bad("number: '1'", w -> publish(w, "1"), "'1' … three numbers joined by dots … Major.Minor.Patch"),
            bad("number: '1.0'", w -> publish(w, "1.0"), "'1.0' … three numbers joined by dots … Major.Minor.Patch"),
            bad(
                    "number: '1.0.0.0'",
                    w -> publish(w, "1.0.0.0"),
                    "'1.0.0.0' … three numbers joined by dots … Major.Minor.Patch"),
            bad(
                    "number: '1.0.x'",
                    w -> publish(w, "1.0.x"),
                    "'1.0.x' … three numbers joined by dots … Major.Minor.Patch"),
            bad(
                    "number: 'v1.0.0'",
                    w -> publish(w, "v1.0.0"),
                    "'v1.0.0' … three numbers joined by dots … Major.Minor.Patch"),
            bad(
                    "number: '1.0.0-rc1'",
                    w -> publish(w, "1.0.0-rc1"),
                    "'1.0.0-rc1' … three numbers joined by dots … Major.Minor.Patch"),
            bad(
                    "number: 'latest'",
                    w -> publish(w, "latest"),
                    "'latest' … three numbers joined by dots … Major.Minor.Patch"),
            bad(
                    "number: '+1.0.0'",
                    w -> publish(w, "+1.0.0"),
                    "'+1.0.0' … three numbers joined by dots … Major.Minor.Patch"),
            bad(
                    "number: '-1.0.0'",
                    w -> publish(w, "-1.0.0"),
                    "'-1.0.0' … three numbers joined by dots … Major.Minor.Patch"),
            bad(
                    "number: '1. 0.0'",
                    w -> publish(w, "1. 0.0"),
                    "'1. 0.0' … three numbers joined by dots … Major.Minor.Patch"),
            bad("number: '1..0'", w -> publish(w, "1..0"), "'1..0' … three numbers joined by dots … Major.Minor.Patch"),
            bad(
                    "number: '١.0.0'",
                    w -> publish(w, "١.0.0"),
                    "'١.0.0' … three numbers joined by dots … Major.Minor.Patch"),
            bad("number: leading zero", w -> publish(w, "01.0.0"), "'01.0.0' … leading zero … Major.Minor.Patch"),
            bad("number: part too large", w -> publish(w, "1.0.2147483648"), "'1.0.2147483648' … too large"),
            bad("number: malformed, read", w -> w.web.version("1.0").info(), "'1.0' … three numbers"),
            bad("number: malformed, updated", w -> w.web.version("1.0").replicate("eastus", 1), "three numbers"),
            bad("number: malformed, deleted", w -> w.web.version("1.0").delete(), "'1.0' … three numbers"),
            bad("number: malformed, opened", w -> w.web.version("1.0").open(HOME), "'1.0' … three numbers"));

    private static final List<Refusal> SOURCES = List.of(
            bad("source: missing", w -> publish(w, of(w.path("none.raw"))), "none.raw … no such file"),
            bad("source: a folder", w -> publish(w, of(w.path("folder"))), "osDisk … folder"),
            bad("source: empty", w -> publish(w, of(w.path("empty.raw"))), "empty.raw … the file is empty"),
            bad("source: unsafe", w -> publish(w, of(w.path("backed.qcow2"))), "names a backing file"),
            bad("source: another format than named", w -> publish(w, as(w.image, VHD)), "its content does not say so"),
            bad(
                    "source: a format where raw is named",
                    w -> publish(w, as(w.path("backed.qcow2"), RAW)),
                    "its content says qcow2"),
            large("source: over the limit", w -> publish(w, of(w.path("large.raw"))), "1099511628288 bytes"),
            bad("data disk: missing", w -> publish(w).dataDisk(3, w.path("none.raw")), "none.raw … no such file"),
            large("data disk: over the limit", w -> publish(w).dataDisk(3, w.path("large.raw")), "1099511628288 bytes"),
            bad("data disk: the OS disk once more", w -> publish(w).dataDisk(0, w.image), "it is the osDisk as well"),
            bad(
                    "data disk: the OS disk by a link",
                    w -> publish(w).dataDisk(0, w.path("link.raw")),
                    "it is the osDisk as well"),
            bad("data disk: negative LUN", w -> publish(w).dataDisk(-1, w.path("data.raw")), "'-1' … 0 to 63"),
            bad("data disk: LUN 64", w -> publish(w).dataDisk(64, w.path("data.raw")), "dataDisk … '64' … 0 to 63"));

    private static final String ELSEWHERE = "/subscriptions/other/resourceGroups/rg/providers/Microsoft.Compute/";

    /** A source that fits the definition, whose facts are all known. */
    private static ImageSource machine(World w, String id) {
        return described(ImageSource.virtualMachine(id, DiskSource.file(w.image)));
    }

    private static ImageSource described(ImageSource source) {
        return source.region(HOME).osType(LINUX).osState(GENERALIZED).hyperVGeneration(V1);
    }

    private static ImageSource disk(DiskSource disk) {
        return ImageSource.of(disk).region(HOME);
    }

    private static VersionPublication publishPlanned(World w, ImageSource source) {
        return w.definition("planned").version("1.0.0").publish(source);
    }

    private static final List<Refusal> FACTS_OF_SOURCES = List.of(
            bad(
                    "source: in another region",
                    w -> publish(w, of(w.image).region("East US")),
                    "source.region … 'eastus' … home region is westeurope … publish with the location eastus"),
            bad(
                    "source: in another region than the location named",
                    w -> publish(w, machine(w, "vm")).location("eastus"),
                    "source.region … 'westeurope' … home region is eastus"),
            bad(
                    "source: a data disk in another region",
                    w -> publish(w, machine(w, "vm"))
                            .dataDisk(
                                    3,
                                    DiskSource.managedDisk("d", w.path("data.raw"))
                                            .region("eastus")),
                    "dataDisk 3.region … 'eastus' … home region is westeurope"),
            bad("source: of another OS type", w -> publish(w, of(w.image).osType(WINDOWS)), "definition has Linux"),
            bad(
                    "source: of another OS state",
                    w -> publish(w, of(w.image).osState(SPECIALIZED)),
                    "source.osState … 'Specialized' … the definition has Generalized"),
            bad(
                    "source: of another generation",
                    w -> publish(w, of(w.image).hyperVGeneration(V2)),
                    "source.hyperVGeneration … 'V2' … the definition has V1"),
            bad(
                    "source: of another architecture",
                    w -> publish(w, of(w.image).architecture(ARM64)),
                    "source.architecture … 'Arm64' … the definition has x64"),
            bad(
                    "source: of another plan",
                    w -> publishPlanned(w, machine(w, "vm").purchasePlan(new PurchasePlan("x", "y", "z"))),
                    "source.purchasePlan … 'y:z:x' … the definition has the plan Contoso:web:monthly"),
            bad(
                    "source: with a plan where the definition has none",
                    w -> publish(w, of(w.image).purchasePlan(World.PLAN)),
                    "'Contoso:web:monthly' … the definition has no plan"),
            bad(
                    "source: without the plan that the definition has",
                    w -> publishPlanned(w, machine(w, "vm")),
                    "source.purchasePlan … 'none' … has the plan Contoso:web:monthly"),
            bad(
                    "source: VM of another subscription",
                    w -> publish(w, machine(w, ELSEWHERE + "virtualMachines/vm")),
                    "source.id … the virtual machine is in another subscription … gallery of its own subscription"),
            bad(
                    "source: managed image of another subscription",
                    w -> publish(
                            w,
                            described(ImageSource.managedImage(
                                    ELSEWHERE + "images/i", ManagedImageOrigin.VHD, DiskSource.file(w.image)))),
                    "source.id … the managed image is in another subscription"),
            bad(
                    "source: managed disk of another subscription",
                    w -> publish(w, disk(DiskSource.managedDisk(ELSEWHERE + "disks/d", w.image))),
                    "osDisk.id … the managed disk is in another subscription"),
            bad(
                    "source: snapshot of another subscription",
                    w -> publish(w, disk(DiskSource.file(w.image)))
                            .dataDisk(2, DiskSource.snapshot(ELSEWHERE + "snapshots/s", w.path("data.raw"))),
                    "dataDisk 2.id … the snapshot is in another subscription"),
            bad(
                    "source: id of another kind",
                    w -> publish(w, disk(DiskSource.snapshot(ELSEWHERE + "disks/d", w.image))),
                    "osDisk.id … neither the name nor the id of a snapshot"),
            bad(
                    "source: VM without a generation",
                    w -> publish(
                            w,
                            ImageSource.virtualMachine("vm", DiskSource.file(w.image))
                                    .region(HOME)
                                    .osType(LINUX)
                                    .osState(GENERALIZED)),
                    "source.hyperVGeneration … of a virtual machine it is required"),
            bad(
                    "source: snapshot without a region",
                    w -> publish(w, ImageSource.of(DiskSource.snapshot("s", w.image))),
                    "osDisk.region … of a snapshot it is required"),
            bad(
                    "source: one managed disk twice",
                    w -> publish(w, disk(DiskSource.managedDisk("d", w.image)))
                            .dataDisk(1, DiskSource.managedDisk("D", w.path("data.raw"))),
                    "dataDisk 1 … it is the osDisk as well"));

    private static final List<Refusal> VERSIONS_AS_SOURCES = List.of(
            missing(
                    "source version: missing",
                    w -> w.web.version("2.0.0").publish(v9(w)),
                    "'golden/web/9.0.0' … there is no such version … look at the list of what there is, or create it"),
            missing(
                    "source version: of no definition",
                    w -> w.web.version("2.0.0").publish(none(w).version("1.0.0")),
                    "'golden/none/1.0.0' … there is no such version … look at the list of what there is, or create it"),
            missing(
                    "source version: of no gallery",
                    w -> w.web.version("2.0.0").publish(nowhere(w).version("1.0.0")),
                    "'none/web/1.0.0' … there is no such version … look at the list of what there is, or create it"),
            bad(
                    "source version: malformed",
                    w -> w.web.version("2.0.0").publish(w.web.version("1.0")),
                    "'1.0' … three numbers"),
            bad("source version: itself", w -> v9(w).publish(v9(w)), "a version cannot be made from itself"),
            noImage(
                    "source version: not available in the home region",
                    w -> w.web.version("2.0.0").publish(single(w)),
                    "'westeurope' … available in [eastus] only … replicate the source to westeurope first"),
            bad(
                    "source version: of another OS type",
                    w -> w.definition("windows").version("1.0.0").publish(v1(w)),
                    "source.osType … 'Linux' … the definition has Windows"),
            bad(
                    "source version: of another OS state",
                    w -> w.definition("special").version("1.0.0").publish(v1(w)),
                    "source.osState … 'Generalized' … the definition has Specialized"),
            bad(
                    "source version: of another generation",
                    w -> w.definition("second").version("1.0.0").publish(v1(w)),
                    "source.hyperVGeneration … 'V1' … the definition has V2"),
            bad(
                    "source version: of another architecture",
                    w -> w.definition("arm").version("1.0.0").publish(v1(w)),
                    "source.architecture … 'x64' … the definition has Arm64"),
            bad(
                    "source version: of another plan",
                    w -> w.definition("planned").version("1.0.0").publish(v1(w)),
                    "source.purchasePlan … 'none' … the definition has the plan Contoso:web:monthly"),
            orphan(
                    "source version: to no definition",
                    w -> none(w).version("1.0.0").publish(v1(w)),
                    "no such definition"));

    private static final List<Refusal> IMMUTABLE_PROPERTIES = List.of(
            frozen("gallery: moved", w -> w.golden.update().location("eastus"), "it is 'westeurope' and never changes"),
            frozen("definition: moved", w -> w.web.update().location("eastus"), "it is 'westeurope' and never changes"),
            frozen("definition: another identifier", w -> w.web.update().identifier("a", "b", "c"), "never changes"),
            frozen("definition: another OS type", w -> w.web.update().windows(), "'Linux' and never changes"),
            frozen(
                    "definition: another OS state",
                    w -> w.web.update().specialized(),
                    "'Generalized' and never changes"),
            frozen(
                    "definition: another generation",
                    w -> w.web.update().hyperVGeneration(V2),
                    "'V1' and never changes"),
            frozen(
                    "definition: another architecture",
                    w -> w.web.update().architecture(ARM64),
                    "'x64' and never changes"),
            frozen(
                    "version: regions kept",
                    w -> v1(w).update().allowDeletionOfReplicatedLocations(false),
                    "allowDeletionOfReplicatedLocations … 'true' and never changes"),
            frozen(
                    "version: the block lifted",
                    w -> guarded(w.galleries).update().blockDeletionBeforeEndOfLife(false),
                    "blockDeletionBeforeEndOfLife … 'true' and never changes"));

    private static final List<Refusal> DELETION_AND_USE = List.of(
            full(
                    "gallery: deleted with definitions",
                    w -> w.golden.delete(),
                    "'golden' … 7 definitions: arm, bare, planned, second, special, …"),
            full("definition: deleted with versions", w -> w.web.delete(), "'golden/web' … 1 version: 1.0.0"),
            refusal(
                    ErrorCode.DELETION_BLOCKED_BEFORE_END_OF_LIFE,
                    "version: deleted before its end of life",
                    w -> guarded(w.galleries).delete(),
                    "before its end of life … set an end of life … lift the block"),
            noImage("latest: no versions", w -> w.definition("bare").latest(HOME), "no versions"),
            noImage("latest: none in the region", w -> w.web.latest("eastus"), "1.0.0 … not replicated to eastus"),
            noImage("open: not replicated there", w -> v1(w).open("eastus"), "replicated to [north"),
            noImage(
                    "export: not replicated there",
                    w -> v1(w).export("eastus").to(w.path("out")),
                    "replicated to [north"),
            bad("open: no such data disk", w -> v1(w).open(HOME, 5), "lun … '5' … no data disk of that number"),
            bad(
                    "export: no such data disk",
                    w -> v1(w).export(HOME).dataDisk(5).to(w.path("out")),
                    "no data disk of that number"),
            bad(
                    "export: a size that VHD cannot have",
                    w -> v1(w).export(HOME).as(VHD_FIXED).to(w.path("out")),
                    "multiple of 512"),
            bad("estimate: price missing", w -> single(w).estimate(NO_PRICES), "no price for it … add the price"));

    static Stream<Arguments> refusals() {
        List<Refusal> all = Stream.of(
                        NAMES,
                        NAMES_TAKEN,
                        REQUIRED_AND_IDENTIFIERS,
                        RANGES_AND_DATES,
                        REGIONS,
                        WHAT_IS_NOT_THERE,
                        VERSION_NUMBERS,
                        SOURCES,
                        FACTS_OF_SOURCES,
                        VERSIONS_AS_SOURCES,
                        IMMUTABLE_PROPERTIES,
                        DELETION_AND_USE)
                .flatMap(List::stream)
                .toList();
        return Stream.of(Backend.values())
                .flatMap(backend -> all.stream().map(refusal -> Arguments.of(backend, refusal)));
    }

    @ParameterizedTest(name = "{1} ({0})")
    @MethodSource("refusals")
    void refuses(Backend backend, Refusal refusal) {
        World world = WORLDS.get(backend);
        Remembered before = Remembered.of(world.storage);

        GalleryException refused = catchThrowableOfType(GalleryException.class, () -> request(refusal, world));

        assertThat(refused).as("it was not refused").isNotNull();
        assertThat(refused.getMessage())
                .startsWith("Cannot ")
                .contains("[" + refusal.code() + "]")
                .doesNotContain("\n");
        assertThat(refused.getMessage()).contains(refusal.sentence());
        assertThat(refused.code()).isEqualTo(refusal.code());
        assertThat(refused.getClass())
                .isEqualTo(GalleryException.of("x", refused.violations()).getClass());
        assertThat(refused.violations()).hasSize(1).allSatisfy(RefusalTest::requireWhole);
        assertThat(Remembered.of(world.storage)).isEqualTo(before);
        assertThat(world.path("out")).doesNotExist();
        requireSameOfAnEstimate(refusal, world, refused);
    }

    /** Requires that a change which is refused is refused in the same words when it is priced. */
    private static void requireSameOfAnEstimate(Refusal refusal, World world, GalleryException refused) {
        Optional<Object> request = Optional.empty();
        try {
            request = Optional.of(refusal.request().apply(world));
        } catch (GalleryException notPending) {
            assertThat(notPending).hasMessage(refused.getMessage());
        }
        if (request.orElse("") instanceof PricedChange<?> change) {
            assertThatThrownBy(() -> change.estimate(NO_PRICES))
                    .isInstanceOf(refused.getClass())
                    .hasMessage(refused.getMessage());
        }
    }

    private static void request(Refusal refusal, World world) {
        if (refusal.request().apply(world) instanceof PendingChange<?> change) {
            change.commit();
        }
    }

    private static void requireWhole(Violation violation) {
        assertThat(violation.target()).isNotBlank();
        assertThat(violation.actual()).isNotBlank();
        assertThat(violation.remedy()).isNotBlank();
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
