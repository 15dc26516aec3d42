// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.core;

import static io.github.imagegallery.core.Refusal.bad;
import static io.github.imagegallery.core.Refusal.barred;
import static io.github.imagegallery.core.Refusal.frozen;
import static io.github.imagegallery.core.Refusal.full;
import static io.github.imagegallery.core.Refusal.large;
import static io.github.imagegallery.core.Refusal.missing;
import static io.github.imagegallery.core.Refusal.noImage;
import static io.github.imagegallery.core.Refusal.orphan;
import static io.github.imagegallery.core.Refusal.refusal;
import static io.github.imagegallery.core.Refusal.taken;
import static io.github.imagegallery.core.Requests.ELSEWHERE;
import static io.github.imagegallery.core.Requests.HOME;
import static io.github.imagegallery.core.Requests.NOW;
import static io.github.imagegallery.core.Requests.PAST;
import static io.github.imagegallery.core.Requests.create;
import static io.github.imagegallery.core.Requests.define;
import static io.github.imagegallery.core.Requests.described;
import static io.github.imagegallery.core.Requests.disk;
import static io.github.imagegallery.core.Requests.gallery;
import static io.github.imagegallery.core.Requests.guarded;
import static io.github.imagegallery.core.Requests.identified;
import static io.github.imagegallery.core.Requests.machine;
import static io.github.imagegallery.core.Requests.none;
import static io.github.imagegallery.core.Requests.nowhere;
import static io.github.imagegallery.core.Requests.of;
import static io.github.imagegallery.core.Requests.plan;
import static io.github.imagegallery.core.Requests.publish;
import static io.github.imagegallery.core.Requests.publishPlanned;
import static io.github.imagegallery.core.Requests.shallow;
import static io.github.imagegallery.core.Requests.single;
import static io.github.imagegallery.core.Requests.special;
import static io.github.imagegallery.core.Requests.v1;
import static io.github.imagegallery.core.Requests.v9;
import static io.github.imagegallery.core.Requests.zoned;
import static io.github.imagegallery.model.Architecture.ARM64;
import static io.github.imagegallery.model.HyperVGeneration.V2;
import static io.github.imagegallery.model.OsState.SPECIALIZED;
import static io.github.imagegallery.model.OsType.WINDOWS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.DynamicContainer.dynamicContainer;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.github.imagegallery.DefinitionChange;
import io.github.imagegallery.DiskSource;
import io.github.imagegallery.ImageDefinition;
import io.github.imagegallery.ImageSource;
import io.github.imagegallery.ImageVersion;
import io.github.imagegallery.VersionChange;
import io.github.imagegallery.VersionPublication;
import io.github.imagegallery.error.ErrorCode;
import io.github.imagegallery.error.ResourceNotFoundException;
import io.github.imagegallery.model.Action;
import io.github.imagegallery.model.DiskType;
import io.github.imagegallery.model.ManagedImageOrigin;
import io.github.imagegallery.model.Principal;
import io.github.imagegallery.model.PurchasePlan;
import io.github.imagegallery.model.Role;
import java.net.URI;
import java.nio.file.Path;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * The bad input that must be met (domain, Errors). Each line of that list is one container here, in the same order and in the
 * same words: look for the words of the line to find what is asked and in what words it is refused. Below a line are
 * its forms, each on every storage, and each for one thing alone; what comes of several at once is in {@link RefusalTest}.
 * The line of texts, after the first, is this library's own.
 *
 * <p>A few lines cannot be said with this library's words, or are refused at the call that contradicts an earlier one: their
 * forms say so.
 */
class BadInputTest {
    private static final String SHUT = "australiacentral";
    private static final String HALF = "a\ud83d";
    private static final URI SITE = URI.create("https://example.org");

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

    /**
     * One line of the list.
     *
     * @param text the line
     */
    private record Line(String text, List<BadInput> forms) {
        DynamicContainer container() {
            return dynamicContainer(text, forms.stream().flatMap(this::tests));
        }

        private Stream<DynamicTest> tests(BadInput form) {
            return WORLDS.entrySet().stream().map(world -> {
                String name = form.name() + " (" + world.getKey() + ")";
                return dynamicTest(name, () -> require(form, world.getValue(), name));
            });
        }

        /** Says which line and form it is: reports may show no more than numbers. */
        private void require(BadInput form, World world, String name) {
            try {
                form.require(world);
            } catch (AssertionError broken) {
                throw new AssertionError(text + " – " + name + ": " + broken.getMessage(), broken);
            }
        }
    }

    private static Line line(String text, BadInput... forms) {
        return new Line(text, List.of(forms));
    }

    /** A form that is no request, since the library has no words for it or refuses them at the call. */
    private record Said(String name, Consumer<World> proof) implements BadInput {
        @Override
        public void require(World world) {
            proof.accept(world);
        }
    }

    private static Said said(String name, Consumer<World> proof) {
        return new Said(name, proof);
    }

    /** Says as much as each text by itself allows. */
    private static DefinitionChange wordy(DefinitionChange definition) {
        for (int i = 10; i < 60; i++) {
            definition.tag(i + "€".repeat(510), "€".repeat(256)).feature(i + "€".repeat(510), "€".repeat(256));
        }
        return definition.eula("€".repeat(65_536));
    }

    private static void requireDatesAreInstants(World world) {
        assertThat(parameters("endOfLife", VersionPublication.class, VersionChange.class, DefinitionChange.class))
                .isNotEmpty()
                .containsOnly(Instant.class);
    }

    private static List<Class<?>> parameters(String method, Class<?>... types) {
        return Stream.of(types)
                .flatMap(type -> Stream.of(type.getMethods()))
                .filter(found -> found.getName().equals(method) && !found.isBridge())
                .<Class<?>>flatMap(found -> Stream.of(found.getParameterTypes()))
                .toList();
    }

    private static void requireOneSource(World world) {
        assertThat(parameters("publish", ImageVersion.class))
                .hasSize(3)
                .contains(Path.class, ImageSource.class, ImageVersion.class);
        VersionPublication copy = world.web.version("2.0.0").publish(world.web.version("1.0.0"));
        assertThatThrownBy(() -> copy.dataDisk(1, world.image))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("golden/web/1.0.0")
                .hasMessageContaining("disk.raw");
    }

    private static void requireOneDiskOfALun(World world) {
        VersionPublication publication = publish(world).dataDisk(1, world.path("data.raw"));
        assertThatThrownBy(() -> publication.dataDisk(1, world.path("empty.raw")))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("LUN 1")
                .hasMessageContaining("data.raw")
                .hasMessageContaining("empty.raw");
    }

    private static void requireNoWordForDisks(World world) {
        List<Class<?>> words = Stream.of(VersionChange.class.getMethods())
                .<Class<?>>flatMap(method -> Stream.of(method.getParameterTypes()))
                .toList();
        assertThat(words).doesNotContain(Path.class, DiskSource.class, ImageSource.class, ImageVersion.class);
    }

    private static void requireDeletedIsNotFound(World world) {
        ImageVersion version = world.web.version("7.0.0");
        version.publish(world.image).commit();
        VersionChange change = version.replicate("eastus", 1);
        version.delete().commit();
        assertThatThrownBy(change::commit)
                .isInstanceOf(ResourceNotFoundException.class)
                .hasMessageContainingAll("golden/web/7.0.0", "no such version");
        assertThatThrownBy(version::info).isInstanceOf(ResourceNotFoundException.class);
    }

    private static final List<Line> LINES = List.of(
            line(
                    "bad characters, dashes, trailing dots, over-long or empty names",
                    bad(
                            "gallery: empty name",
                            "gallery name",
                            w -> gallery(w, ""),
                            "gallery name … it is empty … use 1 to 80"),
                    bad(
                            "gallery: dash",
                            "gallery name",
                            w -> gallery(w, "my-gallery"),
                            "'my-gallery' … not allowed … no dash"),
                    bad(
                            "gallery: blank",
                            "gallery name",
                            w -> gallery(w, "my gallery"),
                            "'my gallery' … not allowed … use 1 to 80"),
                    bad(
                            "gallery: trailing dot",
                            "gallery name",
                            w -> gallery(w, "golden."),
                            "'golden.' … end with a letter … both ends"),
                    bad(
                            "gallery: 81 characters",
                            "gallery name",
                            w -> gallery(w, "a".repeat(81)),
                            "81 characters … use 1 to 80"),
                    bad(
                            "gallery: line break",
                            "gallery name",
                            w -> gallery(w, "a\nb"),
                            "a\\u000ab … not allowed … use 1 to 80"),
                    bad(
                            "gallery: not ASCII",
                            "gallery name",
                            w -> gallery(w, "gälerie"),
                            "'gälerie' … not allowed … use 1 to 80"),
                    bad("gallery: path", "gallery name", w -> gallery(w, "a/b"), "'a/b' … not allowed … use 1 to 80"),
                    bad(
                            "gallery: bad name read",
                            "gallery name",
                            w -> w.gallery("a/b").info(),
                            "'a/b' … not allowed … use 1 to 80"),
                    bad(
                            "gallery: bad name deleted",
                            "gallery name",
                            w -> w.gallery("").delete(),
                            "it is empty … use 1 to 80"),
                    bad(
                            "gallery: bad name updated",
                            "gallery name",
                            w -> w.gallery("-").update(),
                            "'-' … not allowed … use 1 to 80"),
                    bad(
                            "definition: empty name",
                            "definition name",
                            w -> define(w, ""),
                            "definition name … it is empty … use 1 to 80"),
                    bad(
                            "definition: leading dash",
                            "definition name",
                            w -> define(w, "-web"),
                            "'-web' … begin and end … both ends"),
                    bad(
                            "definition: trailing dot",
                            "definition name",
                            w -> define(w, "web."),
                            "'web.' … end with a letter … both ends"),
                    bad(
                            "definition: slash",
                            "definition name",
                            w -> define(w, "web/1"),
                            "'web/1' … not allowed … use 1 to 80"),
                    bad(
                            "definition: 81 characters",
                            "definition name",
                            w -> define(w, "a".repeat(81)),
                            "81 characters … use 1 to 80"),
                    bad(
                            "definition: bad name read",
                            "definition name",
                            w -> w.definition("a b").info(),
                            "'a b' … not allowed … use 1 to 80"),
                    bad(
                            "definition: bad name updated",
                            "definition name",
                            w -> w.definition("a b").update(),
                            "'a b' … not allowed … use 1 to 80"),
                    bad(
                            "definition: bad name deleted",
                            "definition name",
                            w -> w.definition("a b").delete(),
                            "'a b' … not allowed … use 1 to 80"),
                    bad(
                            "definition: bad name resolved",
                            "definition name",
                            w -> w.definition("a b").latest(HOME),
                            "'a b' … not allowed"),
                    bad(
                            "resource group: slash",
                            "resourceGroup",
                            w -> gallery(w, "new").resourceGroup("a/b"),
                            "'a/b' … not the name of a resource group … 1 to 90"),
                    bad(
                            "resource group: empty",
                            "resourceGroup",
                            w -> gallery(w, "new").resourceGroup(""),
                            "it is empty … 1 to 90"),
                    bad(
                            "resource group: 91 characters",
                            "resourceGroup",
                            w -> gallery(w, "new").resourceGroup("a".repeat(91)),
                            "not the name of a resource group … 1 to 90"),
                    bad(
                            "resource group: trailing dot",
                            "resourceGroup",
                            w -> gallery(w, "new").resourceGroup("team."),
                            "'team.' … not ending in a dot")),
            line(
                    "over-long or ill-formed texts",
                    bad(
                            "definition: licence agreement of 65,537 characters",
                            "eula",
                            w -> define(w, "new").eula("x".repeat(65_537)),
                            "65537 characters … at most 65536"),
                    bad(
                            "definition: half a character in the licence agreement",
                            "eula",
                            w -> define(w, "new").eula(HALF),
                            "half of a surrogate pair"),
                    bad(
                            "definition: half a character in the plan",
                            "purchasePlan.product",
                            w -> define(w, "new").purchasePlan("a", "b", HALF),
                            "half of a surrogate pair"),
                    bad(
                            "definition: over-long plan",
                            "purchasePlan.name",
                            w -> define(w, "new").purchasePlan("a".repeat(129), "b", "c"),
                            "129 characters … at most 128"),
                    bad(
                            "definition: over-long address",
                            "releaseNoteUri",
                            w -> define(w, "new").releaseNotes(SITE.resolve("/" + "a".repeat(2_048))),
                            "characters … at most 2048"),
                    bad(
                            "definition: over-long address of the privacy statement",
                            "privacyStatementUri",
                            w -> define(w, "new").privacyStatement(SITE.resolve("/" + "a".repeat(2_048))),
                            "characters … at most 2048"),
                    bad(
                            "definition: half a character in a feature",
                            "features",
                            w -> define(w, "new").feature("a", HALF),
                            "half of a surrogate pair"),
                    bad(
                            "gallery: half a character in a tag's name",
                            "tags",
                            w -> gallery(w, "new").tag(HALF, "a"),
                            "half of a surrogate pair"),
                    bad(
                            "gallery: half a character in the description",
                            "description",
                            w -> gallery(w, "new").description(HALF),
                            "half of a surrogate pair"),
                    bad(
                            "definition: too much text together",
                            "definition",
                            w -> wordy(define(w, "new")),
                            "too long together … shorten its licence agreement"),
                    bad(
                            "share: half a character in the name of a role",
                            "role.name",
                            w -> w.golden.share(Principal.user("a"), new Role(HALF, Set.of(Action.READ))),
                            "half of a surrogate pair"),
                    bad(
                            "share: half a character in the id of a principal",
                            "principal.id",
                            w -> w.golden.share(Principal.user(HALF), Role.reader()),
                            "half of a surrogate pair")),
            line(
                    "name taken, also in other case",
                    taken(
                            "gallery: name taken",
                            "gallery",
                            w -> gallery(w, "golden"),
                            "'golden' … there is such a gallery"),
                    taken(
                            "gallery: name taken in other case",
                            "gallery",
                            w -> gallery(w, "GOLDEN"),
                            "'GOLDEN' … there is such a gallery"),
                    taken(
                            "definition: name taken",
                            "definition",
                            w -> define(w, "web"),
                            "'golden/web' … there is such a definition"),
                    taken(
                            "definition: name taken in other case",
                            "definition",
                            w -> define(w, "WEB"),
                            "there is such a definition"),
                    taken(
                            "version: exists",
                            "version",
                            w -> publish(w, "1.0.0"),
                            "'golden/web/1.0.0' … there is such a version"),
                    taken(
                            "version: other case",
                            "version",
                            w -> w.gallery("Golden")
                                    .definition("Web")
                                    .version("1.0.0")
                                    .publish(w.image),
                            "there is such a version")),
            line(
                    "same name at another location",
                    taken(
                            "gallery: name at another location",
                            "gallery",
                            w -> w.gallery("golden").create().location("eastus"),
                            "there is such a gallery"),
                    taken(
                            "definition: name at another location",
                            "definition",
                            w -> define(w, "web").location("eastus"),
                            "there is such a definition"),
                    taken(
                            "version: number at another home",
                            "version",
                            w -> publish(w, "1.0.0").location("eastus"),
                            "there is such a version")),
            line(
                    "unknown or unpermitted region",
                    bad(
                            "gallery: unknown region",
                            "location",
                            w -> w.gallery("new").create().location("atlantis"),
                            "no such region"),
                    bad(
                            "definition: unknown region",
                            "location",
                            w -> define(w, "new").location("atlantis"),
                            "no such region"),
                    bad(
                            "version: unknown home",
                            "location",
                            w -> publish(w).location("atlantis"),
                            "'atlantis' … no such region"),
                    bad(
                            "version: unknown target",
                            "targetRegions",
                            w -> publish(w).replicate(HOME).replicate("atlantis"),
                            "no such region"),
                    bad(
                            "replicate: unknown region",
                            "targetRegions",
                            w -> v1(w).replicate("atlantis", 1),
                            "'atlantis' … no such region"),
                    bad(
                            "withdraw: unknown region",
                            "withdraw",
                            w -> v1(w).withdraw("atlantis"),
                            "withdraw … 'atlantis' … no such region"),
                    bad(
                            "flag: unknown region",
                            "excludeFromLatest",
                            w -> v1(w).update().excludeFromLatest("atlantis", true),
                            "no such region"),
                    bad(
                            "latest: unknown region",
                            "region",
                            w -> w.web.latest("atlantis"),
                            "region … 'atlantis' … no such region"),
                    bad(
                            "open: unknown region",
                            "region",
                            w -> v1(w).open("atlantis"),
                            "region … 'atlantis' … no such region … such as"),
                    bad(
                            "export: unknown region",
                            "region",
                            w -> v1(w).export("atlantis").to(w.path("out")),
                            "no such region"),
                    bad(
                            "gallery: unpermitted region",
                            "location",
                            w -> w.gallery("new").create().location(SHUT),
                            "not on the allow list … another region, such as"),
                    bad(
                            "definition: unpermitted region",
                            "location",
                            w -> define(w, "new").location(SHUT),
                            "not on the allow list"),
                    bad(
                            "version: unpermitted home",
                            "location",
                            w -> publish(w).location(SHUT),
                            "not on the allow list"),
                    bad(
                            "version: unpermitted target",
                            "targetRegions",
                            w -> publish(w).replicate(HOME).replicate(SHUT),
                            "not on the allow list"),
                    bad(
                            "replicate: unpermitted region",
                            "targetRegions",
                            w -> v1(w).replicate(SHUT, 1),
                            "not on the allow list"),
                    bad(
                            "newest everywhere: unpermitted region",
                            "targetRegions",
                            w -> w.web.replicateNewest().replicate(SHUT),
                            "not on the allow list"),
                    bad(
                            "newest everywhere: unknown region",
                            "targetRegions",
                            w -> w.web.replicateNewest().replicate("atlantis"),
                            "'atlantis' … no such region")),
            line(
                    "triple taken",
                    taken(
                            "definition: triple taken",
                            "identifier",
                            w -> identified(w, "Contoso", "Finance", "Front-end"),
                            "definition web has it"),
                    taken(
                            "triple taken in other case",
                            "identifier",
                            w -> identified(w, "CONTOSO", "finance", "front-END"),
                            "definition web has it")),
            line(
                    "empty or ill-formed identifier",
                    bad(
                            "definition: no identifier",
                            "identifier",
                            w -> create(w).linux().generalized(),
                            "it is required"),
                    bad(
                            "identifier: empty publisher",
                            "identifier.publisher",
                            w -> identified(w, "", "b", "c"),
                            "it is empty"),
                    bad(
                            "identifier: bad character",
                            "identifier.offer",
                            w -> identified(w, "a", "b c", "c"),
                            "not allowed"),
                    bad(
                            "identifier: trailing dot",
                            "identifier.sku",
                            w -> identified(w, "a", "b", "c."),
                            "ends in a dot"),
                    bad(
                            "identifier: over-long publisher",
                            "identifier.publisher",
                            w -> identified(w, "a".repeat(129), "b", "c"),
                            "129 characters … 1 to 128"),
                    bad(
                            "identifier: over-long SKU",
                            "identifier.sku",
                            w -> identified(w, "a", "b", "c".repeat(65)),
                            "65 characters … 1 to 64"),
                    bad(
                            "identifier: over-long",
                            "identifier.offer",
                            w -> identified(w, "a", "b".repeat(65), "c"),
                            "65 characters"),
                    bad(
                            "identifier: updated to an ill-formed one",
                            "identifier.sku",
                            w -> w.web.update().identifier("a", "b", ""),
                            "it is empty"),
                    bad(
                            "identifier: looked up, ill-formed",
                            "identifier.offer",
                            w -> w.golden.find("a:b c:d:1.0.0", HOME),
                            "not allowed"),
                    bad(
                            "identifier: looked up, of two parts",
                            "identifier",
                            w -> w.golden.find("a:b:1.0.0", HOME),
                            "it has 2 parts … write publisher:offer:sku")),
            line(
                    "min > max",
                    bad(
                            "vCPUs: min > max",
                            "recommendedVcpus",
                            w -> define(w, "new").recommendedVcpus(4, 2),
                            "minimum is greater"),
                    bad(
                            "vCPUs: zero",
                            "recommendedVcpus",
                            w -> define(w, "new").recommendedVcpus(0, 2),
                            "recommendedVcpus … not positive"),
                    bad(
                            "memory: min > max",
                            "recommendedMemoryMiB",
                            w -> define(w, "new").recommendedMemoryMiB(2, 1),
                            "minimum is greater"),
                    bad(
                            "vCPUs: updated to min > max",
                            "recommendedVcpus",
                            w -> w.web.update().recommendedVcpus(4, 2),
                            "minimum is greater")),
            line(
                    "end of life in the past",
                    bad(
                            "definition: end of life past",
                            "endOfLifeDate",
                            w -> define(w, "new").endOfLife(PAST),
                            "2026-01-01T00:00:00Z now"),
                    bad(
                            "definition: end of life now",
                            "endOfLifeDate",
                            w -> define(w, "new").endOfLife(NOW),
                            "endOfLifeDate … now"),
                    bad(
                            "definition: end of life updated to the past",
                            "endOfLifeDate",
                            w -> w.web.update().endOfLife(PAST),
                            "now"),
                    bad(
                            "version: end of life in the past",
                            "endOfLifeDate",
                            w -> publish(w).endOfLife(PAST),
                            "endOfLifeDate … now"),
                    bad(
                            "version: end of life updated",
                            "endOfLifeDate",
                            w -> v1(w).update().endOfLife(PAST),
                            "endOfLifeDate … now")),
            line(
                    "unparsable date",
                    said("a date is an instant: there is no text to be parsed", BadInputTest::requireDatesAreInstants)),
            line(
                    "missing parent",
                    orphan(
                            "definition: no gallery",
                            "gallery",
                            w -> nowhere(w)
                                    .create()
                                    .identifier("a", "b", "c")
                                    .linux()
                                    .generalized(),
                            "no such gallery"),
                    orphan(
                            "version: no gallery",
                            "gallery",
                            w -> nowhere(w).version("1.0.0").publish(w.image),
                            "no such gallery"),
                    orphan(
                            "version: no definition",
                            "definition",
                            w -> none(w).version("1.0.0").publish(w.image),
                            "no such definition"),
                    orphan(
                            "source version: to no definition",
                            "definition",
                            w -> none(w).version("1.0.0").publish(v1(w)),
                            "no such definition")),
            line(
                    "version not M.m.p, parts too large, signs, leading zeros",
                    bad(
                            "number: ''",
                            "version",
                            w -> publish(w, ""),
                            "'' … three numbers joined by dots … Major.Minor.Patch"),
                    bad(
                            "number: '1'",
                            "version",
                            w -> publish(w, "1"),
                            "'1' … three numbers joined by dots … Major.Minor.Patch"),
                    bad(
                            "number: '1.0'",
                            "version",
                            w -> publish(w, "1.0"),
                            "'1.0' … three numbers joined by dots … Major.Minor.Patch"),
                    bad(
                            "number: '1.0.0.0'",
                            "version",
                            w -> publish(w, "1.0.0.0"),
                            "'1.0.0.0' … three numbers joined by dots … Major.Minor.Patch"),
                    bad(
                            "number: '1.0.x'",
                            "version",
                            w -> publish(w, "1.0.x"),
                            "'1.0.x' … three numbers joined by dots … Major.Minor.Patch"),
                    bad(
                            "number: 'v1.0.0'",
                            "version",
                            w -> publish(w, "v1.0.0"),
                            "'v1.0.0' … three numbers joined by dots … Major.Minor.Patch"),
                    bad(
                            "number: '1.0.0-rc1'",
                            "version",
                            w -> publish(w, "1.0.0-rc1"),
                            "'1.0.0-rc1' … three numbers joined by dots … Major.Minor.Patch"),
                    bad(
                            "number: 'latest'",
                            "version",
                            w -> publish(w, "latest"),
                            "'latest' … three numbers joined by dots … Major.Minor.Patch"),
                    bad(
                            "number: '+1.0.0'",
                            "version",
                            w -> publish(w, "+1.0.0"),
                            "'+1.0.0' … three numbers joined by dots … Major.Minor.Patch"),
                    bad(
                            "number: '-1.0.0'",
                            "version",
                            w -> publish(w, "-1.0.0"),
                            "'-1.0.0' … three numbers joined by dots … Major.Minor.Patch"),
                    bad(
                            "number: '1. 0.0'",
                            "version",
                            w -> publish(w, "1. 0.0"),
                            "'1. 0.0' … three numbers joined by dots … Major.Minor.Patch"),
                    bad(
                            "number: '1..0'",
                            "version",
                            w -> publish(w, "1..0"),
                            "'1..0' … three numbers joined by dots … Major.Minor.Patch"),
                    bad(
                            "number: '١.0.0'",
                            "version",
                            w -> publish(w, "١.0.0"),
                            "'١.0.0' … three numbers joined by dots … Major.Minor.Patch"),
                    bad(
                            "number: leading zero",
                            "version",
                            w -> publish(w, "01.0.0"),
                            "'01.0.0' … leading zero … Major.Minor.Patch"),
                    bad(
                            "number: part too large",
                            "version",
                            w -> publish(w, "1.0.2147483648"),
                            "'1.0.2147483648' … too large"),
                    bad(
                            "number: malformed, read",
                            "version",
                            w -> w.web.version("1.0").info(),
                            "'1.0' … three numbers"),
                    bad(
                            "number: malformed, updated",
                            "version",
                            w -> w.web.version("1.0").replicate("eastus", 1),
                            "three numbers"),
                    bad(
                            "number: malformed, deleted",
                            "version",
                            w -> w.web.version("1.0").delete(),
                            "'1.0' … three numbers"),
                    bad(
                            "number: malformed, opened",
                            "version",
                            w -> w.web.version("1.0").open(HOME),
                            "'1.0' … three numbers")),
            line(
                    "target regions without the home region, or repeated",
                    bad(
                            "targets: without the home",
                            "targetRegions",
                            w -> publish(w).replicate("northeurope"),
                            "not among them"),
                    bad(
                            "targets: without the home named",
                            "targetRegions",
                            w -> publish(w).location("eastus").replicate(HOME),
                            "not among them"),
                    bad(
                            "targets: a region repeated",
                            "targetRegions",
                            w -> publish(w).replicate("West Europe").replicate(HOME),
                            "more than once"),
                    bad(
                            "replicate: a region repeated",
                            "targetRegions",
                            w -> v1(w).replicate("East US 2", 1).replicate("eastus2", 2),
                            "more than once"),
                    bad(
                            "newest everywhere: a region repeated",
                            "targetRegions",
                            w -> w.web.replicateNewest().replicate("eastus").replicate("East US"),
                            "more than once")),
            line(
                    "replica count 0 or over the limit",
                    bad(
                            "count: 0",
                            "westeurope.replicaCount",
                            w -> publish(w).replicate("westeurope", 0),
                            "'0' … 1 to 10 replicas"),
                    bad(
                            "count: 11",
                            "westeurope.replicaCount",
                            w -> publish(w).replicate("westeurope", 11),
                            "'11' … 1 to 10 replicas"),
                    bad(
                            "default count: 0",
                            "replicaCount",
                            w -> publish(w).replicaCount(0),
                            "replicaCount … '0' … 1 to 10 replicas"),
                    bad(
                            "default count: 11",
                            "replicaCount",
                            w -> publish(w).replicaCount(11),
                            "replicaCount … '11' … 1 to 10 replicas"),
                    bad(
                            "replicate: count 0",
                            "northeurope.replicaCount",
                            w -> v1(w).replicate("northeurope", 0),
                            "'0' … 1 to 10 replicas"),
                    bad(
                            "replicate: count 11",
                            "northeurope.replicaCount",
                            w -> v1(w).replicate("northeurope", 11),
                            "'11' … 1 to 10 replicas"),
                    bad(
                            "newest everywhere: count 0",
                            "eastus.replicaCount",
                            w -> w.web.replicateNewest().replicate("eastus", 0),
                            "'0' … 1 to 10 replicas"),
                    bad(
                            "newest everywhere: count 11",
                            "eastus.replicaCount",
                            w -> w.web.replicateNewest().replicate("eastus", 11),
                            "'11' … 1 to 10 replicas"),
                    bad(
                            "shallow: two replicas",
                            "westeurope.replicaCount",
                            w -> publish(w).shallow().replicate(HOME, 2),
                            "westeurope.replicaCount … '2' … Shallow"),
                    bad(
                            "shallow: two by default",
                            "replicaCount",
                            w -> publish(w).shallow().replicaCount(2),
                            "replicaCount … '2' … Shallow"),
                    barred(
                            "shallow: resized",
                            "eastus.replicaCount",
                            w -> shallow(w).replicate("eastus", 2),
                            "eastus.replicaCount … '2' … Shallow")),
            line(
                    "ZRS in a region without zones",
                    bad(
                            "ZRS: region without zones",
                            "westus.storageType",
                            w -> publish(w).replicate(HOME).replicate(zoned("westus")),
                            "no availability zones"),
                    bad(
                            "replicate: ZRS without zones",
                            "westus.storageType",
                            w -> v1(w).replicate(zoned("westus")),
                            "no availability zones"),
                    bad(
                            "newest everywhere: ZRS without zones",
                            "westus.storageType",
                            w -> w.web.replicateNewest().replicate(zoned("westus")),
                            "no availability zones")),
            line(
                    "change of storage type of an existing region",
                    frozen(
                            "storage type: changed",
                            "northeurope.storageType",
                            w -> v1(w).replicate(zoned("northeurope")),
                            "Standard_LRS, which never changes"),
                    frozen(
                            "newest everywhere: storage type changed",
                            "1.0.0, northeurope.storageType",
                            w -> w.web.replicateNewest().replicate(zoned("northeurope")),
                            "Standard_LRS, which never changes")),
            line(
                    "more than one or no source",
                    said(
                            "a publication is started from one source, and a second one is refused at the call",
                            BadInputTest::requireOneSource)),
            line(
                    "source missing, in another region, of another OS type, state, generation, architecture or plan",
                    bad(
                            "source: missing",
                            "osDisk",
                            w -> publish(w, of(w.path("none.raw"))),
                            "none.raw … no such file"),
                    bad(
                            "data disk: missing",
                            "dataDisk 3",
                            w -> publish(w).dataDisk(3, w.path("none.raw")),
                            "none.raw … no such file"),
                    missing(
                            "source version: missing",
                            "version",
                            w -> w.web.version("2.0.0").publish(v9(w)),
                            "'golden/web/9.0.0' … there is no such version … look at the list of what there is, or create it"),
                    missing(
                            "source version: of no definition",
                            "version",
                            w -> w.web.version("2.0.0").publish(none(w).version("1.0.0")),
                            "'golden/none/1.0.0' … there is no such version … look at the list of what there is, or create it"),
                    missing(
                            "source version: of no gallery",
                            "version",
                            w -> w.web.version("2.0.0").publish(nowhere(w).version("1.0.0")),
                            "'none/web/1.0.0' … there is no such version … look at the list of what there is, or create it"),
                    bad(
                            "source: in another region",
                            "source.region",
                            w -> publish(w, of(w.image).region("East US")),
                            "source.region … 'eastus' … home region is westeurope … publish with the location eastus"),
                    bad(
                            "source: in another region than the location named",
                            "source.region",
                            w -> publish(w, machine(w, "vm")).location("eastus"),
                            "source.region … 'westeurope' … home region is eastus"),
                    bad(
                            "source: in an unknown region",
                            "source.region",
                            w -> publish(w, of(w.image).region("atlantis")),
                            "'atlantis' … no such region … use one of its"),
                    bad(
                            "source: a data disk in another region",
                            "dataDisk 3.region",
                            w -> publish(w, machine(w, "vm"))
                                    .dataDisk(
                                            3,
                                            DiskSource.managedDisk("d", w.path("data.raw"))
                                                    .region("eastus")),
                            "dataDisk 3.region … 'eastus' … home region is westeurope"),
                    bad(
                            "source: of another OS type",
                            "source.osType",
                            w -> publish(w, of(w.image).osType(WINDOWS)),
                            "definition has Linux"),
                    bad(
                            "source: of another OS state",
                            "source.osState",
                            w -> publish(w, of(w.image).osState(SPECIALIZED)),
                            "source.osState … 'Specialized' … the definition has Generalized"),
                    bad(
                            "source: of another generation",
                            "source.hyperVGeneration",
                            w -> publish(w, of(w.image).hyperVGeneration(V2)),
                            "source.hyperVGeneration … 'V2' … the definition has V1"),
                    bad(
                            "source: of another architecture",
                            "source.architecture",
                            w -> publish(w, of(w.image).architecture(ARM64)),
                            "source.architecture … 'Arm64' … the definition has x64"),
                    bad(
                            "source: of another plan",
                            "source.purchasePlan",
                            w -> publishPlanned(w, machine(w, "vm").purchasePlan(new PurchasePlan("x", "y", "z"))),
                            "source.purchasePlan … 'y:z:x' … the definition has the plan Contoso:web:monthly"),
                    bad(
                            "source: with a plan where the definition has none",
                            "source.purchasePlan",
                            w -> publish(w, of(w.image).purchasePlan(World.PLAN)),
                            "'Contoso:web:monthly' … the definition has no plan"),
                    bad(
                            "source: without the plan that the definition has",
                            "source.purchasePlan",
                            w -> publishPlanned(w, machine(w, "vm")),
                            "source.purchasePlan … 'none' … has the plan Contoso:web:monthly"),
                    noImage(
                            "source version: not available in the home region",
                            "source.region",
                            w -> w.web.version("2.0.0").publish(single(w)),
                            "'westeurope' … available in [eastus] only … replicate the source to westeurope first"),
                    bad(
                            "source version: of another OS type",
                            "source.osType",
                            w -> w.definition("windows").version("1.0.0").publish(v1(w)),
                            "source.osType … 'Linux' … the definition has Windows"),
                    bad(
                            "source version: of another OS state",
                            "source.osState",
                            w -> w.definition("special").version("1.0.0").publish(v1(w)),
                            "source.osState … 'Generalized' … the definition has Specialized"),
                    bad(
                            "source version: of another generation",
                            "source.hyperVGeneration",
                            w -> w.definition("second").version("1.0.0").publish(v1(w)),
                            "source.hyperVGeneration … 'V1' … the definition has V2"),
                    bad(
                            "source version: of another architecture",
                            "source.architecture",
                            w -> w.definition("arm").version("1.0.0").publish(v1(w)),
                            "source.architecture … 'x64' … the definition has Arm64"),
                    bad(
                            "source version: of another plan",
                            "source.purchasePlan",
                            w -> w.definition("planned").version("1.0.0").publish(v1(w)),
                            "source.purchasePlan … 'none' … the definition has the plan Contoso:web:monthly")),
            line(
                    "duplicate LUNs, one disk twice, LUN added later",
                    bad(
                            "data disk: the OS disk once more",
                            "dataDisk 0",
                            w -> publish(w).dataDisk(0, w.image),
                            "it is the osDisk as well"),
                    bad(
                            "data disk: the OS disk by a link",
                            "dataDisk 0",
                            w -> publish(w).dataDisk(0, w.path("link.raw")),
                            "it is the osDisk as well"),
                    bad(
                            "source: one managed disk twice",
                            "dataDisk 1",
                            w -> publish(w, disk(DiskSource.managedDisk("d", w.image)))
                                    .dataDisk(1, DiskSource.managedDisk("D", w.path("data.raw"))),
                            "dataDisk 1 … it is the osDisk as well"),
                    said("two disks of one LUN are refused at the call", BadInputTest::requireOneDiskOfALun),
                    said(
                            "a disk cannot be added later: a change has no word for it",
                            BadInputTest::requireNoWordForDisks)),
            line(
                    "disk over the limit",
                    large(
                            "source: over the limit",
                            "osDisk",
                            w -> publish(w, of(w.path("large.raw"))),
                            "1099511628288 bytes"),
                    large(
                            "data disk: over the limit",
                            "dataDisk 3",
                            w -> publish(w).dataDisk(3, w.path("large.raw")),
                            "1099511628288 bytes"),
                    large(
                            "source version: over the limit",
                            "source",
                            w -> v9(w.narrow).publish(v1(w.narrow)),
                            "a disk may have 512 … raise the limit")),
            line(
                    "change of source or any immutable field",
                    frozen(
                            "gallery: moved",
                            "location",
                            w -> w.golden.update().location("eastus"),
                            "it is 'westeurope' and never changes"),
                    frozen(
                            "definition: moved",
                            "location",
                            w -> w.web.update().location("eastus"),
                            "it is 'westeurope' and never changes"),
                    frozen(
                            "definition: another identifier",
                            "identifier",
                            w -> w.web.update().identifier("a", "b", "c"),
                            "never changes"),
                    frozen(
                            "definition: another OS type",
                            "osType",
                            w -> w.web.update().windows(),
                            "'Linux' and never changes"),
                    frozen(
                            "definition: another OS state",
                            "osState",
                            w -> w.web.update().specialized(),
                            "'Generalized' and never changes"),
                    frozen(
                            "definition: another generation",
                            "hyperVGeneration",
                            w -> w.web.update().hyperVGeneration(V2),
                            "'V1' and never changes"),
                    frozen(
                            "definition: another architecture",
                            "architecture",
                            w -> w.web.update().architecture(ARM64),
                            "'x64' and never changes"),
                    frozen(
                            "version: regions kept",
                            "allowDeletionOfReplicatedLocations",
                            w -> v1(w).update().allowDeletionOfReplicatedLocations(false),
                            "allowDeletionOfReplicatedLocations … 'true' and never changes"),
                    frozen(
                            "version: the block lifted",
                            "blockDeletionBeforeEndOfLife",
                            w -> guarded(w.galleries).update().blockDeletionBeforeEndOfLife(false),
                            "blockDeletionBeforeEndOfLife … 'true' and never changes"),
                    frozen(
                            "gallery: another resource group",
                            "resourceGroup",
                            w -> w.golden.update().resourceGroup("team"),
                            "'default' and never changes"),
                    frozen(
                            "gallery: tags, classic",
                            "tags",
                            w -> w.golden.update().tag("team", "web"),
                            "never changes"),
                    frozen("definition: eula", "eula", w -> w.web.update().eula("as is"), "'as is' … never changes"),
                    frozen(
                            "definition: privacy statement",
                            "privacyStatementUri",
                            w -> w.web.update().privacyStatement(SITE),
                            "never changes"),
                    frozen(
                            "definition: purchase plan",
                            "purchasePlan",
                            w -> w.web.update().purchasePlan("a", "b", "c"),
                            "never changes"),
                    frozen(
                            "definition: features",
                            "features",
                            w -> w.web.update().feature("SecurityType", "TrustedLaunch"),
                            "never changes"),
                    frozen(
                            "definition: release notes, classic",
                            "releaseNoteUri",
                            w -> w.web.update().releaseNotes(SITE),
                            "never changes"),
                    frozen(
                            "definition: disallowed disk types, classic",
                            "disallowedDiskTypes",
                            w -> w.web.update().disallow(DiskType.STANDARD_LRS),
                            "never changes"),
                    frozen(
                            "definition: tags, classic",
                            "tags",
                            w -> w.web.update().tag("team", "web"),
                            "never changes"),
                    said(
                            "a version's source cannot be changed: a change has no word for it",
                            BadInputTest::requireNoWordForDisks)),
            line(
                    "update while deleting",
                    said(
                            "a version that was deleted is not found by a change that was begun before",
                            BadInputTest::requireDeletedIsNotFound)),
            line(
                    "delete with children",
                    full(
                            "gallery: deleted with definitions",
                            "gallery",
                            w -> w.golden.delete(),
                            "'golden' … 7 definitions: arm, bare, planned, second, special, …"),
                    full(
                            "definition: deleted with versions",
                            "definition",
                            w -> w.web.delete(),
                            "'golden/web' … 1 version: 1.0.0")),
            line(
                    "delete before end of life when blocked",
                    refusal(
                            ErrorCode.DELETION_BLOCKED_BEFORE_END_OF_LIFE,
                            "version: deleted before its end of life",
                            "version",
                            w -> guarded(w.galleries).delete(),
                            "before its end of life … set an end of life … lift the block"),
                    refusal(
                            ErrorCode.DELETION_BLOCKED_BEFORE_END_OF_LIFE,
                            "version: deleted before an end of life to come",
                            "version",
                            w -> w.gallery("silver")
                                    .definition("db")
                                    .version("4.0.0")
                                    .delete(),
                            "before its end of life")),
            line(
                    "dropping a region when not allowed, or the home",
                    bad(
                            "withdraw: the home",
                            "withdraw",
                            w -> v1(w).withdraw("West Europe"),
                            "withdraw … 'westeurope' … home region"),
                    bad(
                            "withdraw: an absent region",
                            "withdraw",
                            w -> v1(w).withdraw("eastus"),
                            "'eastus' … not replicated there"),
                    barred(
                            "withdraw: barred by the profile",
                            "withdraw",
                            w -> guarded(w.galleries).withdraw("westus"),
                            "safety profile does not allow … publish another version"),
                    barred(
                            "withdraw: barred by the profile, today",
                            "withdraw",
                            w -> guarded(w.today).withdraw("westus"),
                            "safety profile does not allow … allow it in the profile")),
            line(
                    "VM, disk, snapshot or managed image of another subscription",
                    bad(
                            "source: VM of another subscription",
                            "source.id",
                            w -> publish(w, machine(w, ELSEWHERE + "virtualMachines/vm")),
                            "source.id … the virtual machine is in another subscription … gallery of its own subscription"),
                    bad(
                            "source: managed image of another subscription",
                            "source.id",
                            w -> publish(
                                    w,
                                    described(ImageSource.managedImage(
                                            ELSEWHERE + "images/i", ManagedImageOrigin.VHD, DiskSource.file(w.image)))),
                            "source.id … the managed image is in another subscription"),
                    bad(
                            "source: managed disk of another subscription",
                            "osDisk.id",
                            w -> publish(w, disk(DiskSource.managedDisk(ELSEWHERE + "disks/d", w.image))),
                            "osDisk.id … the managed disk is in another subscription"),
                    bad(
                            "source: snapshot of another subscription",
                            "dataDisk 2.id",
                            w -> publish(w, disk(DiskSource.file(w.image)))
                                    .dataDisk(2, DiskSource.snapshot(ELSEWHERE + "snapshots/s", w.path("data.raw"))),
                            "dataDisk 2.id … the snapshot is in another subscription")),
            line(
                    "deploy where not replicated, past end of life, without or with an OS profile against the OS state, on a"
                            + " disallowed disk type",
                    noImage(
                            "deploy: not replicated there",
                            "region",
                            w -> plan(v1(w).deploy("eastus")),
                            "'eastus' … replicated to [north … replicate it there first"),
                    barred(
                            "deploy: past end of life",
                            "version",
                            w -> special(w, "1.0.0")
                                    .deploy("eastus")
                                    .scaleSet(1)
                                    .plan(),
                            "'silver/special/1.0.0' … its end of life was " + PAST + " … deploy a newer version"),
                    bad(
                            "deploy: generalized without an OS profile",
                            "osProfile",
                            w -> v1(w).deploy(HOME).virtualMachines(1).plan(),
                            "'none' … Generalized … give an OS profile"),
                    bad(
                            "deploy: specialized with an OS profile",
                            "osProfile",
                            w -> plan(special(w, "2.0.0").deploy("eastus")),
                            "'one' … Specialized … leave it out"),
                    bad(
                            "deploy: on a disallowed disk type",
                            "osDiskType",
                            w -> special(w, "2.0.0")
                                    .deploy("eastus")
                                    .virtualMachines(1)
                                    .osDiskType(DiskType.STANDARD_LRS)
                                    .plan(),
                            "'Standard_LRS' … the definition disallows it … use one of [StandardSSD_LRS")),
            line(
                    "no eligible latest",
                    noImage(
                            "deploy: no versions",
                            "region",
                            w -> plan(w.definition("windows").deploy(HOME)),
                            "no versions"),
                    noImage(
                            "deploy: none in the region",
                            "region",
                            w -> plan(w.web.deploy("eastus")),
                            "1.0.0 … not replicated to eastus"),
                    noImage(
                            "latest: no versions",
                            "region",
                            w -> w.definition("bare").latest(HOME),
                            "no versions"),
                    noImage(
                            "latest: none in the region",
                            "region",
                            w -> w.web.latest("eastus"),
                            "1.0.0 … not replicated to eastus"),
                    noImage(
                            "latest: by URN",
                            "region",
                            w -> w.golden.find("Contoso:Bare:Metal:latest", HOME),
                            "no versions"),
                    noImage("latest: before the history", "at", w -> w.web.latest(HOME, PAST), "history"),
                    noImage(
                            "newest everywhere: no versions",
                            "version",
                            w -> w.definition("bare").replicateNewest(),
                            "no versions")),
            line(
                    "not authorised",
                    denied(
                            "gallery: changed by a reader",
                            w -> w.reading.gallery("golden").update().description("x")),
                    denied(
                            "gallery: deleted by a reader",
                            w -> w.reading.gallery("golden").delete()),
                    denied(
                            "definition: created by a reader",
                            w -> w.reading
                                    .gallery("golden")
                                    .definition("new")
                                    .create()
                                    .identifier("a", "b", "c")
                                    .linux()
                                    .generalized()),
                    denied(
                            "definition: changed by a reader",
                            w -> hers(w).update().description("x")),
                    denied(
                            "version: published by a reader",
                            w -> hers(w).version("2.0.0").publish(w.image)),
                    denied("version: changed by a reader", w -> v1(w.reading).replicate("eastus", 1)),
                    denied("version: deleted by a reader", w -> v1(w.reading).delete()),
                    missing(
                            "gallery: not to be seen",
                            "gallery",
                            w -> w.reading.gallery("silver").info(),
                            "'silver' … there is no such gallery … look at the list of what there is, or create it"),
                    missing(
                            "version: not to be seen",
                            "version",
                            w -> guarded(w.reading).delete(),
                            "'silver/db/2.0.0' … there is no such version")));

    private static Refusal denied(String name, Function<World, Object> request) {
        return refusal(ErrorCode.AUTHORIZATION_FAILED, name, "principal", request, "reader … no role allows it");
    }

    private static ImageDefinition hers(World w) {
        return w.reading.gallery("golden").definition("web");
    }

    @TestFactory
    Stream<DynamicContainer> everyLine() {
        return LINES.stream().map(Line::container);
    }
}
