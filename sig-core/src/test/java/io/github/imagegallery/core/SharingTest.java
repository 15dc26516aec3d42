// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.imagegallery.Directory;
import io.github.imagegallery.Gallery;
import io.github.imagegallery.ImageDefinition;
import io.github.imagegallery.ImageGalleries;
import io.github.imagegallery.ImageVersion;
import io.github.imagegallery.Shareable;
import io.github.imagegallery.error.AuthorizationFailedException;
import io.github.imagegallery.error.InvalidParameterException;
import io.github.imagegallery.error.LinkedAuthorizationFailedException;
import io.github.imagegallery.error.ParentResourceNotFoundException;
import io.github.imagegallery.error.ResourceNotFoundException;
import io.github.imagegallery.model.Action;
import io.github.imagegallery.model.GalleryInfo;
import io.github.imagegallery.model.LatestResolution;
import io.github.imagegallery.model.Principal;
import io.github.imagegallery.model.ResourceId;
import io.github.imagegallery.model.Role;
import io.github.imagegallery.model.RoleAssignment;
import io.github.imagegallery.model.SubscriptionInfo;
import io.github.imagegallery.model.VersionEvent;
import io.github.imagegallery.storage.GalleryStorage;
import io.github.imagegallery.storage.testkit.InMemoryStorage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Who may do what: deny by default, inherited downwards, and what one may not see is not there. */
class SharingTest {
    private static final Principal ALICE = Principal.user("alice");
    private static final Principal BOB = Principal.user("bob");
    private static final Principal OPS = Principal.group("ops");
    private static final Principal APP = Principal.servicePrincipal("app").inTenant("vendor");

    @TempDir
    private Path folder;

    private Path image;

    @BeforeEach
    void writeImage() throws IOException {
        image = SampleImage.write(folder.resolve("disk.raw"), 1 << 20, 1);
    }

    private static GallerySettings settings() {
        return GallerySettings.builder()
                .clock(new SettableClock())
                .addSubscriptions(SubscriptionInfo.of("other").inTenant("elsewhere"))
                .directory(new Directory() {
                    @Override
                    public Set<Principal> groupsOf(Principal principal) {
                        return principal.equals(BOB) ? Set.of(OPS) : Set.of();
                    }

                    @Override
                    public boolean hasConsented(String tenant, Principal servicePrincipal) {
                        return tenant.equals("default") && servicePrincipal.equals(APP);
                    }
                })
                .build();
    }

    private ImageGalleries filled(GalleryStorage storage) {
        ImageGalleries galleries = SharedImageGalleries.open(storage, settings());
        ImageDefinition web = Fixtures.definition(galleries);
        web.version("1.0.0").publish(image).commit();
        web.version("1.0.1").publish(image).commit();
        return galleries;
    }

    /** The sharing matrix, word for word (domain, Sharing). */
    private static final String MATRIX = """
            | shared at | gallery | definition | version |
            |---|---|---|---|
            | gallery | yes | yes | yes |
            | definition | no | yes | yes |
            """;

    /** What follows for the other places that roles are assigned at. */
    private static final String REST = """
            | nothing | no | no | no |
            | tenant | yes | yes | yes |
            | subscription | yes | yes | yes |
            | version | no | no | yes |
            """;

    /** A line of a table: what is shared, and what is seen then. */
    private record Line(String sharedAt, boolean gallery, boolean definition, boolean version) {
        static Stream<Line> of(String table) {
            return table.lines()
                    .map(line -> line.split("\\s*\\|\\s*"))
                    .map(cells ->
                            new Line(cells[1], cells[2].equals("yes"), cells[3].equals("yes"), cells[4].equals("yes")));
        }

        Shareable what(ImageGalleries all) {
            Gallery golden = all.gallery("golden");
            return switch (sharedAt) {
                case "nothing" -> all.tenant("elsewhere");
                case "tenant" -> all.tenant("default");
                case "subscription" -> all.subscription("default");
                case "gallery" -> golden;
                case "definition" -> golden.definition("web");
                case "version" -> golden.definition("web").version("1.0.0");
                default -> throw new AssertionError(sharedAt);
            };
        }
    }

    @ParameterizedTest
    @EnumSource(Backend.class)
    void theSharingMatrix(Backend backend) {
        List<Line> lines = Stream.concat(Line.of(MATRIX).skip(2), Line.of(REST)).toList();
        assertThat(lines).hasSize(6);
        try (ImageGalleries all = filled(backend.open(folder))) {
            for (Line line : lines) {
                Principal reader = Principal.user("reader of " + line.sharedAt());
                Principal known = line.sharedAt().equals("nothing") ? reader.inTenant("elsewhere") : reader;
                line.what(all).share(known, Role.reader()).commit();
                ImageGalleries mine = all.as(reader);
                Gallery golden = mine.gallery("GOLDEN");
                ImageDefinition web = golden.definition("web");
                requireSeen(line.sharedAt() + ": gallery", line.gallery(), golden::info);
                requireSeen(line.sharedAt() + ": definition", line.definition(), web::info);
                requireSeen(line.sharedAt() + ": version", line.version(), web.version("1.0.0")::info);
                assertThat(mine.galleries()).as(line.sharedAt()).hasSize(line.gallery() ? 1 : 0);
                assertThat(mine.definitions()).as(line.sharedAt()).hasSize(line.definition() ? 1 : 0);
            }
        }
    }

    private static void requireSeen(String what, boolean seen, Callable<?> reading) {
        if (seen) {
            assertThat(what).satisfies(named -> reading.call());
        } else {
            assertThatThrownBy(reading::call).as(what).isInstanceOf(ResourceNotFoundException.class);
        }
    }

    @Test
    void eachRoleMayDoWhatItSays() {
        ImageGalleries all = filled(new InMemoryStorage());
        Gallery golden = all.gallery("golden");
        golden.share(ALICE, Role.reader()).commit();
        ImageGalleries alice = all.as(ALICE);
        ImageVersion version = alice.gallery("golden").definition("web").version("1.0.0");
        version.export("westeurope").to(folder.resolve("out.raw"));
        for (Runnable refused : List.<Runnable>of(
                () -> alice.gallery("golden").update().description("mine").commit(),
                () -> alice.gallery("golden").delete().commit(),
                () -> alice.gallery("golden").definition("db").create().linux().commit(),
                () -> alice.gallery("golden").definition("web").update().commit(),
                () -> alice.gallery("golden").definition("web").delete().commit(),
                () -> alice.gallery("golden")
                        .definition("web")
                        .version("2.0.0")
                        .publish(image)
                        .commit(),
                () -> alice.gallery("golden")
                        .definition("web")
                        .replicateNewest()
                        .commit(),
                () -> version.replicate("japaneast", 1).commit(),
                () -> version.delete().commit(),
                () -> alice.gallery("golden").share(BOB, Role.reader()).commit(),
                () -> alice.gallery("golden").unshare(ALICE, "Reader").commit(),
                () -> alice.gallery("fresh").create().location("westeurope").commit())) {
            assertThatThrownBy(refused::run)
                    .isInstanceOf(AuthorizationFailedException.class)
                    .hasMessageContaining("user alice");
        }
        golden.share(ALICE, Role.contributor()).commit();
        version.replicate("japaneast", 1).commit();
        version.delete().commit();
        assertThatThrownBy(
                        () -> alice.gallery("golden").share(BOB, Role.reader()).commit())
                .isInstanceOf(AuthorizationFailedException.class);
        golden.share(ALICE, Role.owner()).commit();
        alice.gallery("golden").share(BOB, Role.reader()).commit();
        assertThat(all.as(BOB).gallery("golden").info().name()).isEqualTo("golden");
    }

    @Test
    void rolesOfGroupsAndOfConsentedServicePrincipalsCount() {
        ImageGalleries all = filled(new InMemoryStorage());
        all.gallery("golden").share(OPS, Role.reader()).commit();
        assertThat(all.as(BOB).galleries()).hasSize(1);
        assertThat(all.as(ALICE).galleries()).isEmpty();
        all.gallery("golden").share(APP, Role.reader()).commit();
        assertThat(all.as(APP).galleries()).hasSize(1);
        for (Principal foreign : List.of(
                ALICE.inTenant("vendor"), Principal.servicePrincipal("b").inTenant("vendor"))) {
            assertThatThrownBy(() ->
                            all.gallery("golden").share(foreign, Role.reader()).commit())
                    .isInstanceOf(InvalidParameterException.class)
                    .hasMessageContaining("does not know it");
        }
        assertThatThrownBy(() ->
                        all.subscription("other").share(APP, Role.reader()).commit())
                .isInstanceOf(InvalidParameterException.class);
    }

    @Test
    void aRoleIsTakenAwayAndGoesWithItsResource() {
        ImageGalleries all = filled(new InMemoryStorage());
        ImageDefinition web = all.gallery("golden").definition("web");
        RoleAssignment given = web.share(ALICE, Role.reader()).commit().assignment();
        web.share(ALICE, Role.reader()).commit();
        assertThat(web.assignments()).containsExactly(given);
        assertThat(web.unshare(ALICE, "reader").commit()).isEqualTo(given);
        assertThat(web.assignments()).isEmpty();
        assertThatThrownBy(() -> web.unshare(ALICE, "reader").commit())
                .isInstanceOf(ResourceNotFoundException.class)
                .hasMessageContaining("no such role");
        assertThatThrownBy(
                        () -> all.as(ALICE).gallery("golden").definition("web").info())
                .isInstanceOf(ResourceNotFoundException.class);

        ImageVersion version = web.version("1.0.0");
        assertThat(version.share(ALICE, Role.reader()).commit().advice())
                .singleElement()
                .satisfies(advice -> assertThat(advice.remedy()).contains("share the definition"));
        version.delete().commit();
        version.publish(image).commit();
        assertThat(version.assignments()).isEmpty();
        assertThatThrownBy(() -> all.as(ALICE)
                        .gallery("golden")
                        .definition("web")
                        .version("1.0.0")
                        .info())
                .isInstanceOf(ResourceNotFoundException.class);
    }

    @Test
    void theAnswerIsExplained() {
        ImageGalleries all = filled(new InMemoryStorage());
        ImageVersion version = all.gallery("golden").definition("web").version("1.0.0");
        assertThat(all.explain(BOB, Action.READ, version.scope()).allowed()).isFalse();
        all.tenant("default").share(BOB, Role.reader()).commit();
        all.gallery("golden").share(OPS, Role.contributor()).commit();
        assertThat(all.explain(BOB, Action.READ, version.scope()).because())
                .extracting(RoleAssignment::toString)
                .containsExactly("user bob is Reader of tenant default", "group ops is Contributor of golden");
        assertThat(all.explain(BOB, Action.WRITE, version.scope()))
                .hasToString("user bob may write golden/web/1.0.0: group ops is Contributor of golden");
        assertThat(all.as(BOB).explain(BOB, Action.SHARE, version.scope()).allowed())
                .isFalse();
        assertThatThrownBy(() -> all.as(BOB).explain(ALICE, Action.READ, version.scope()))
                .isInstanceOf(AuthorizationFailedException.class);
        assertThatThrownBy(() -> all.as(BOB).as(ALICE)).isInstanceOf(AuthorizationFailedException.class);
    }

    @Test
    void aSourceIsSeenAndPerhapsNotCopied() {
        ImageGalleries all = filled(new InMemoryStorage());
        Gallery mine = all.gallery("mine");
        mine.create().location("westeurope").commit();
        mine.definition("web")
                .create()
                .identifier("a", "b", "c")
                .linux()
                .generalized()
                .commit();
        mine.share(ALICE, Role.contributor()).commit();
        ImageGalleries alice = all.as(ALICE);
        ImageVersion target = alice.gallery("mine").definition("web").version("1.0.0");
        ImageVersion source = alice.gallery("golden").definition("web").version("1.0.0");
        assertThatThrownBy(() -> target.publish(source).commit()).isInstanceOf(ResourceNotFoundException.class);
        all.gallery("golden")
                .share(ALICE, new Role("Looker", Set.of(Action.READ)))
                .commit();
        assertThatThrownBy(() -> target.publish(source).commit())
                .isInstanceOf(LinkedAuthorizationFailedException.class)
                .hasMessageContaining("LinkedAuthorizationFailed");
        all.gallery("golden").share(ALICE, Role.reader()).commit();
        target.publish(source).commit();
        assertThatThrownBy(() ->
                        target.publish(all.gallery("golden").definition("web").version("1.0.0")))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void whoHasOnlyADefinitionWorksWithItAndNotWithItsGallery() {
        ImageGalleries all = filled(new InMemoryStorage());
        all.gallery("golden").definition("web").share(ALICE, Role.owner()).commit();
        Gallery golden = all.as(ALICE).gallery("golden");
        ImageDefinition web = golden.definition("web");
        web.version("2.0.0")
                .publish(image)
                .replicate("westeurope")
                .replicate("japaneast")
                .commit();
        web.version("2.0.0").update().excludeFromLatest(true).commit();
        web.update().description("mine").commit();
        ResourceId id = all.as(ALICE).definitions().iterator().next().id();
        assertThat(all.as(ALICE).definition(id).info()).isEqualTo(web.info());
        ResourceId versionId = web.version("2.0.0").info().id();
        assertThat(all.as(ALICE).version(versionId).info().id()).isEqualTo(versionId);
        assertThatThrownBy(() -> all.as(ALICE).gallery(id)).isInstanceOf(ResourceNotFoundException.class);
        assertThatThrownBy(() -> all.as(BOB).version(versionId)).isInstanceOf(ResourceNotFoundException.class);
        assertThatThrownBy(() -> all.as(ALICE)
                        .definition(
                                ResourceId.gallery("default", "wrong", "golden").definition("web")))
                .isInstanceOf(ResourceNotFoundException.class);
        assertThat(web.latest("westeurope").number()).hasToString("1.0.1");
        assertThat(web.history()).isNotEmpty();
        assertThatThrownBy(() -> golden.definition("db")
                        .create()
                        .identifier("x", "y", "z")
                        .linux()
                        .generalized()
                        .commit())
                .isInstanceOf(ParentResourceNotFoundException.class);
        assertThatThrownBy(() -> golden.definitions().toList()).isInstanceOf(ResourceNotFoundException.class);
        for (String number : List.of("1.0.0", "1.0.1", "2.0.0")) {
            web.version(number).delete().commit();
        }
        web.delete().commit();
        assertThat(all.as(ALICE).definitions()).isEmpty();
    }

    /** What is said to one who sees nothing of it is the same, letter by letter, whether there is a secret or not. */
    @Test
    void whatIsNotSeenLeavesNoTrace() {
        assertThat(transcript(true)).isEqualTo(transcript(false)).hasSizeGreaterThan(40);
    }

    private List<String> transcript(boolean secret) {
        ImageGalleries all = filled(new InMemoryStorage());
        Gallery mine = all.gallery("mine");
        mine.create().location("westeurope").commit();
        mine.definition("web")
                .create()
                .identifier("a", "b", "c")
                .linux()
                .generalized()
                .commit();
        mine.share(ALICE, Role.owner()).commit();
        all.gallery("golden")
                .definition("web")
                .version("1.0.0")
                .share(ALICE, Role.reader())
                .commit();
        if (secret) {
            for (String subscription : List.of("default", "aaa", "zzz")) {
                Gallery hidden = all.subscription(subscription).gallery("kept");
                hidden.create().location("japaneast").commit();
                ImageDefinition definition = hidden.definition("plans");
                definition
                        .create()
                        .identifier("s", "e", "c")
                        .linux()
                        .generalized()
                        .commit();
                definition.version("1.0.0").publish(image).commit();
                definition.share(BOB, Role.owner()).commit();
            }
            ImageDefinition sibling = all.gallery("golden").definition("plans");
            sibling.create().identifier("s", "e", "c").linux().generalized().commit();
            sibling.version("1.0.0").publish(image).commit();
        }
        mine.definition("web").version("0.1.0").publish(image).commit();
        List<String> said = new ArrayList<>();
        ImageGalleries alice = all.as(ALICE);
        for (Gallery gallery : List.of(
                alice.gallery("kept"),
                alice.subscription("zzz").gallery("kept"),
                alice.subscription("aaa").gallery("kept"),
                alice.gallery("golden"),
                alice.gallery("mine"))) {
            ImageDefinition definition = gallery.definition("plans");
            ImageVersion version = definition.version("1.0.0");
            Stream.<Callable<?>>of(
                            gallery::info,
                            () -> gallery.definitions().toList(),
                            gallery::assignments,
                            () -> gallery.find("s:e:c:1.0.0", "westeurope"),
                            () -> gallery.find("s:e:c:latest", "nowhere"),
                            definition::info,
                            definition::nextVersion,
                            definition::assignments,
                            () -> definition.versions().toList(),
                            () -> definition.history().toList(),
                            () -> definition.latest("japaneast"),
                            () -> definition.latest("japaneast", SettableClock.START),
                            () -> definition.update().recommendedVcpus(3, 2).commit(),
                            () -> gallery.definition("fresh")
                                    .create()
                                    .identifier("s", "e", "c")
                                    .linux()
                                    .generalized()
                                    .recommendedVcpus(3, 2)
                                    .commit(),
                            () -> definition.delete().commit(),
                            () -> definition.replicateNewest().commit(),
                            () -> definition.share(ALICE, Role.reader()).commit(),
                            version::info,
                            () -> version.open("japaneast"),
                            () -> version.export("japaneast").to(folder.resolve("no.raw")),
                            () -> version.deploy("japaneast").plan(),
                            () -> definition.deploy("japaneast").plan(),
                            () -> version.update().withdraw("nowhere").commit(),
                            () -> version.replicate("westeurope", 99).commit(),
                            () -> version.delete().commit(),
                            () -> version.publish(image).replicate("nowhere").commit(),
                            () -> version.publish(folder.resolve("none.raw")).commit(),
                            () -> version.share(ALICE, Role.reader()).commit(),
                            () -> alice.gallery("mine")
                                    .definition("web")
                                    .version("1.0.0")
                                    .publish(version)
                                    .commit(),
                            () -> gallery.update().description("x").tag("", "").commit(),
                            () -> gallery.delete().commit())
                    .map(SharingTest::said)
                    .forEach(said::add);
        }
        Stream.<Callable<?>>of(
                        () -> alice.galleries().page(1),
                        () -> alice.galleries().toList(),
                        () -> alice.definitions().page(1),
                        () -> alice.subscription("default").galleries().page(1),
                        () -> alice.subscription("zzz").galleries().toList(),
                        () -> alice.subscription("default").definitions().toList(),
                        () -> alice.subscription("zzz").assignments(),
                        () -> alice.gallery("mine").definition("web").history().page(1),
                        () -> alice.gallery("mine").definition("web").history().page(2),
                        () -> alice.gallery("kept")
                                .create()
                                .location("westeurope")
                                .commit(),
                        () -> alice.verify(progress -> {}))
                .map(SharingTest::said)
                .forEach(said::add);
        return said;
    }

    private static String said(Callable<?> call) {
        try {
            return String.valueOf(call.call());
        } catch (Exception e) {
            return e.toString();
        }
    }

    /** What others have put at the same site meanwhile is stored again: it would show in how much is stored. */
    @Test
    void aPublicationThatWasCutOffDoesNotTellWhatOthersHaveStored() {
        assertThat(storedWhenResumed(true)).isEqualTo(storedWhenResumed(false)).isPositive();
    }

    private long storedWhenResumed(boolean secret) {
        ImageGalleries all = SharedImageGalleries.open(new InMemoryStorage(), settings());
        ImageDefinition web = Fixtures.definition(all);
        web.share(ALICE, Role.contributor()).commit();
        ImageVersion hers = all.as(ALICE).gallery("golden").definition("web").version("1.0.0");
        assertThatThrownBy(() -> hers.publish(image)
                        .onProgress(progress -> {
                            throw new IllegalStateException("enough");
                        })
                        .commit())
                .isInstanceOf(IllegalStateException.class);
        if (secret) {
            ImageDefinition sibling = all.gallery("golden").definition("plans");
            sibling.create().identifier("s", "e", "c").linux().generalized().commit();
            sibling.version("1.0.0").publish(image).commit();
        }
        return hers.publish(image).commit().storedBytes();
    }

    @Test
    void galleriesOfASubscriptionAreCreatedByWhoMayWriteThere() {
        ImageGalleries all = SharedImageGalleries.open(new InMemoryStorage(), settings());
        all.subscription("default").share(ALICE, Role.contributor()).commit();
        all.as(ALICE).gallery("hers").create().location("westeurope").commit();
        assertThat(all.galleries()).extracting(GalleryInfo::name).containsExactly("hers");
        assertThat(all.subscription("default").assignments()).hasSize(1);
        assertThat(all.tenant("default").assignments()).isEmpty();
        assertThat(all.galleries().page(5).next()).isEmpty();
    }

    @Test
    void whoMayNotDeleteADefinitionDoesNotTouchItsHistory() {
        ImageGalleries all = SharedImageGalleries.open(new InMemoryStorage(), settings());
        ImageDefinition web = Fixtures.definition(all);
        for (int i = 0; i < 240; i++) {
            web.version("1.0.0").publish(image).commit();
            web.version("1.0.0").delete().commit();
        }
        List<VersionEvent> before = web.history().toList();
        assertThat(before).hasSizeGreaterThan(950);
        ImageDefinition seen = all.as(ALICE).gallery("golden").definition("web");
        assertThatThrownBy(() -> seen.delete().commit()).isInstanceOf(ResourceNotFoundException.class);
        web.share(ALICE, Role.reader()).commit();
        assertThatThrownBy(() -> seen.delete().commit()).isInstanceOf(AuthorizationFailedException.class);
        assertThat(web.history().toList()).isEqualTo(before);
        assertThat(web.explainLatest("westeurope", SettableClock.START).outcome())
                .isEqualTo(LatestResolution.Outcome.NONE_ELIGIBLE);
    }
}
