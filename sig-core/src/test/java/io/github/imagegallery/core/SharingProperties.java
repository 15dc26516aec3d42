// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.imagegallery.Gallery;
import io.github.imagegallery.ImageDefinition;
import io.github.imagegallery.ImageGalleries;
import io.github.imagegallery.ImageVersion;
import io.github.imagegallery.Listing;
import io.github.imagegallery.Listing.Page;
import io.github.imagegallery.Shareable;
import io.github.imagegallery.Subscription;
import io.github.imagegallery.core.InheritanceWalk.Given;
import io.github.imagegallery.core.InheritanceWalk.Place;
import io.github.imagegallery.error.GalleryException;
import io.github.imagegallery.model.AccessExplanation;
import io.github.imagegallery.model.Action;
import io.github.imagegallery.model.GalleryInfo;
import io.github.imagegallery.model.ImageDefinitionInfo;
import io.github.imagegallery.model.ImageIdentifier;
import io.github.imagegallery.model.LifecyclePolicy;
import io.github.imagegallery.model.LifecycleRule;
import io.github.imagegallery.model.Principal;
import io.github.imagegallery.model.ResourceId;
import io.github.imagegallery.model.Role;
import io.github.imagegallery.model.RoleAssignment;
import io.github.imagegallery.model.Scope;
import io.github.imagegallery.model.SubscriptionInfo;
import io.github.imagegallery.storage.StorageException;
import io.github.imagegallery.storage.testkit.FaultyStorage;
import io.github.imagegallery.storage.testkit.FaultyStorage.Call;
import io.github.imagegallery.storage.testkit.InMemoryStorage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.function.Predicate;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;
import net.jqwik.api.statistics.Statistics;
import net.jqwik.api.statistics.StatisticsReport;

/**
 * Sharing equals a walk of the inheritance table: over generated trees and assignments, whoever asks for whatever gets what
 * {@link InheritanceWalk} says, in what is explained and in what really happens.
 */
class SharingProperties {
    private static final String HOME = "westeurope";
    private static final LifecyclePolicy POLICY = LifecyclePolicy.of(LifecycleRule.deletePastEndOfLife());
    private static final List<Principal> PRINCIPALS = List.of(
            Principal.user("alice"),
            Principal.user("bob"),
            Principal.group("ops"),
            Principal.servicePrincipal("app"),
            Principal.servicePrincipal("app").inTenant("vendor"),
            Principal.user("alice").inTenant("elsewhere"),
            Principal.group("ops").inTenant("elsewhere"));
    private static final List<Principal> GROUPS = PRINCIPALS.stream()
            .filter(each -> each.kind() == Principal.Kind.GROUP)
            .toList();
    private static final List<String> SUBSCRIPTIONS = List.of("aaa", "default", "other");
    private static final Set<String> ELSEWHERE = Set.of("other");

    private static Path image;

    @BeforeContainer
    static void writeImage() throws IOException {
        image = SampleImage.write(Files.createTempFile("sharing", ".raw"), 64 << 10, 1);
    }

    @AfterContainer
    static void deleteImage() throws IOException {
        Files.delete(image);
    }

    /**
     * A tree and who has what in it.
     *
     * @param versions of each definition of each gallery of each subscription, how many versions it has
     * @param roles what is assigned, one after the other
     * @param groups which groups each principal belongs to
     * @param consents the tenants that consent to foreign service principals while roles are assigned
     * @param later those that do so afterwards
     */
    record Shape(
            List<List<List<Integer>>> versions,
            List<Assigned> roles,
            Map<Principal, Set<Principal>> groups,
            Set<String> consents,
            Set<String> later) {}

    /** @param where counts through all places, from the tenants to the versions, and over again */
    record Assigned(Principal holder, Role role, int where) {}

    @Property(tries = 40, edgeCases = EdgeCasesMode.NONE)
    @StatisticsReport(StatisticsReport.StatisticsReportMode.OFF)
    void equalAWalkOfTheTree(@ForAll("shapes") Shape shape) {
        Played played = new Played(shape);
        PRINCIPALS.forEach(played::requireExplained);
        PRINCIPALS.forEach(played::requireListed);
        PRINCIPALS.forEach(played::requireDone);
        played.outcomes.forEach(Statistics::collect);
        Statistics.coverage(outcomes -> List.of(
                        "done",
                        "AuthorizationFailed",
                        "LinkedAuthorizationFailed",
                        "ResourceNotFound",
                        "ParentResourceNotFound",
                        "CannotDeleteResource",
                        "GalleryImageNotFound")
                .forEach(outcome -> outcomes.check(outcome).count(count -> count > 0)));
    }

    /** The tree in an engine, and the walk beside it. */
    private static final class Played {
        private final FaultyStorage storage = FaultyStorage.wrap(new InMemoryStorage());
        private final InheritanceWalk walk;
        private final ImageGalleries all;
        private final List<String> outcomes = new ArrayList<>();
        /** All places, and how to get a handle of each. */
        private final Map<Place, Function<ImageGalleries, Shareable>> places = new LinkedHashMap<>();

        private final Map<Place, List<Place>> children = new LinkedHashMap<>();

        Played(Shape shape) {
            walk = new InheritanceWalk(shape.groups(), shape.consents());
            all = SharedImageGalleries.open(
                    storage,
                    GallerySettings.builder()
                            .clock(new SettableClock())
                            .parallelism(1)
                            .directory(walk)
                            .addSubscriptions(SubscriptionInfo.of("other").inTenant("elsewhere"))
                            .build());
            Place home = add(Optional.empty(), "default", galleries -> galleries.tenant("default"));
            Place elsewhere = add(Optional.empty(), "elsewhere", galleries -> galleries.tenant("elsewhere"));
            for (int i = 0; i < SUBSCRIPTIONS.size(); i++) {
                String id = SUBSCRIPTIONS.get(i);
                Place tenant = ELSEWHERE.contains(id) ? elsewhere : home;
                Place subscription = add(Optional.of(tenant), id, galleries -> galleries.subscription(id));
                for (int g = 0; g < shape.versions().get(i).size(); g++) {
                    gallery(subscription, "g" + g, shape.versions().get(i).get(g));
                }
            }
            List<Place> at = List.copyOf(places.keySet());
            shape.roles().forEach(role -> assign(role, at.get(role.where() % at.size())));
            walk.consents(shape.later());
        }

        private Place add(Optional<Place> parent, String name, Function<ImageGalleries, Shareable> handle) {
            Place place = new Place(parent, name);
            places.put(place, handle);
            children.put(place, new ArrayList<>());
            parent.ifPresent(above -> children.get(above).add(place));
            return place;
        }

        private void gallery(Place subscription, String name, List<Integer> definitions) {
            Function<ImageGalleries, Gallery> handle =
                    galleries -> galleries.subscription(subscription.name()).gallery(name);
            handle.apply(all).create().location(HOME).commit();
            Place gallery = add(Optional.of(subscription), name, handle::apply);
            for (int d = 0; d < definitions.size(); d++) {
                definition(gallery, handle, "d" + d, definitions.get(d));
            }
        }

        private void definition(Place gallery, Function<ImageGalleries, Gallery> parent, String name, int versions) {
            Function<ImageGalleries, ImageDefinition> handle =
                    galleries -> parent.apply(galleries).definition(name);
            handle.apply(all)
                    .create()
                    .identifier("p", "o", name)
                    .linux()
                    .generalized()
                    .commit();
            Place definition = add(Optional.of(gallery), name, handle::apply);
            for (int v = 0; v < versions; v++) {
                String number = "1.0." + v;
                handle.apply(all).version(number).publish(image).commit();
                add(
                        Optional.of(definition),
                        number,
                        galleries -> handle.apply(galleries).version(number));
            }
        }

        private void assign(Assigned role, Place at) {
            String said = said(() ->
                    places.get(at).apply(all).share(role.holder(), role.role()).commit());
            boolean known = walk.give(role.holder(), role.role(), at);
            assertThat(said).as("%s at %s", role, at).isEqualTo(known ? "done" : "InvalidParameter");
        }

        /** Asks, of each place and action, as the application, as the principal itself, and as another one. */
        void requireExplained(Principal who) {
            Principal other = PRINCIPALS.get((PRINCIPALS.indexOf(who) + 1) % PRINCIPALS.size());
            for (Place place : places.keySet()) {
                for (Action action : Action.values()) {
                    List<Given> because = walk.because(who, action, place);
                    requireExplained(all, who, action, place, because);
                    requireExplained(all.as(who), who, action, place, because);
                    if (walk.allows(other, Action.SHARE, place)) {
                        List<Given> told = because.stream()
                                .filter(given -> walk.allows(other, Action.READ, given.at()))
                                .toList();
                        AccessExplanation answer = explain(all.as(other), who, action, place);
                        assertThat(answer.allowed()).isEqualTo(!because.isEmpty());
                        requireBecause(answer, told);
                    } else {
                        assertThat(said(() -> explain(all.as(other), who, action, place)))
                                .isEqualTo("AuthorizationFailed");
                    }
                }
            }
        }

        private AccessExplanation explain(ImageGalleries asking, Principal who, Action action, Place place) {
            return asking.explain(who, action, places.get(place).apply(all).scope());
        }

        private void requireExplained(
                ImageGalleries asking, Principal who, Action action, Place place, List<Given> because) {
            AccessExplanation answer = explain(asking, who, action, place);
            assertThat(answer.allowed()).as("%s may %s %s", who, action, place).isEqualTo(!because.isEmpty());
            requireBecause(answer, because);
        }

        private void requireBecause(AccessExplanation answer, List<Given> because) {
            assertThat(answer.because())
                    .containsExactlyInAnyOrderElementsOf(
                            because.stream().map(this::assignment).toList());
            List<Integer> depths =
                    because.stream().map(given -> given.at().depth()).sorted().toList();
            assertThat(answer.because())
                    .as("the widest scope first")
                    .extracting(assignment -> depth(assignment.scope()))
                    .isEqualTo(depths);
        }

        private RoleAssignment assignment(Given given) {
            return new RoleAssignment(
                    given.holder(),
                    given.role(),
                    places.get(given.at()).apply(all).scope());
        }

        private static int depth(Scope scope) {
            return scope.parent().map(above -> depth(above) + 1).orElse(0);
        }

        /** Reads all lists, each as a whole and page by page. */
        void requireListed(Principal who) {
            ImageGalleries mine = all.as(who);
            requireItems(mine.galleries(), GalleryInfo::id, seen(who, 2, place -> true));
            requireItems(mine.definitions(), ImageDefinitionInfo::id, seen(who, 3, place -> true));
            for (Place subscription : places.keySet()) {
                if (subscription.depth() == 1) {
                    requireItems(
                            mine.subscription(subscription.name()).galleries(),
                            GalleryInfo::id,
                            seen(who, 2, place -> isIn(place, subscription)));
                    requireItems(
                            mine.subscription(subscription.name()).definitions(),
                            ImageDefinitionInfo::id,
                            seen(who, 3, place -> isIn(place, subscription)));
                }
            }
            places.forEach((place, handle) -> {
                if (walk.allows(who, Action.READ, place)) {
                    if (handle.apply(mine) instanceof Gallery gallery) {
                        requireItems(gallery.definitions(), ImageDefinitionInfo::id, paths(children.get(place)));
                    } else if (handle.apply(mine) instanceof ImageDefinition definition) {
                        requireItems(definition.versions(), version -> version.id(), paths(children.get(place)));
                    }
                    assertThat(handle.apply(mine).assignments())
                            .containsExactlyElementsOf(handle.apply(all).assignments());
                }
            });
        }

        private static boolean isIn(Place place, Place above) {
            return place.toString().startsWith(above + "/");
        }

        /** Returns the places of a depth that somebody sees, in their order. */
        private List<String> seen(Principal who, int depth, Predicate<Place> where) {
            return paths(places.keySet().stream()
                    .filter(place -> place.depth() == depth)
                    .filter(where)
                    .filter(place -> walk.allows(who, Action.READ, place))
                    .sorted(Comparator.comparing(place -> path(place)))
                    .toList());
        }

        private static List<String> paths(List<Place> found) {
            return found.stream().map(Played::path).toList();
        }

        /** Returns the path from the subscription on: tenants are not part of a resource's id. */
        private static String path(Place place) {
            return place.toString().substring(place.tenant().length() + 1);
        }

        private static <T> void requireItems(Listing<T> listing, Function<T, ResourceId> id, List<String> expected) {
            Function<T, String> path =
                    item -> id.apply(item).subscription() + "/" + id.apply(item).path();
            assertThat(listing.stream().map(path)).containsExactlyElementsOf(expected);
            List<String> paged = new ArrayList<>();
            Page<T> page = listing.page(1);
            page.items().forEach(item -> paged.add(path.apply(item)));
            while (page.next().isPresent()) {
                page = listing.page(page.next().get(), 1);
                assertThat(page.items())
                        .as("a page says that there is more only if one sees more")
                        .isNotEmpty();
                page.items().forEach(item -> paged.add(path.apply(item)));
            }
            assertThat(paged).isEqualTo(expected);
        }

        /** Asks for everything that can be done with each place. Every commit is stopped at the storage: nothing is changed. */
        void requireDone(Principal who) {
            ImageGalleries mine = all.as(who);
            places.forEach((place, handle) -> {
                Shareable mineHere = handle.apply(mine);
                Asking asking = new Asking(who, place);
                Principal local = Principal.user("x").inTenant(place.tenant());
                if (mineHere instanceof Gallery gallery) {
                    requireGallery(asking, gallery);
                } else if (mineHere instanceof ImageDefinition definition) {
                    requireDefinition(asking, definition);
                } else if (mineHere instanceof ImageVersion version) {
                    requireVersion(asking, version);
                } else {
                    requireRoot(asking, mineHere, local);
                    return;
                }
                asking.require("read roles", Action.READ, mineHere::assignments);
                asking.require(
                        "share",
                        Action.SHARE,
                        () -> mineHere.share(local, Role.reader()).commit());
            });
        }

        private void requireRoot(Asking asking, Shareable root, Principal local) {
            asking.require("read roles", asking.denied(Action.READ), root::assignments);
            asking.require(
                    "share",
                    asking.denied(Action.SHARE),
                    () -> root.share(local, Role.reader()).commit());
            if (root instanceof Subscription subscription) {
                asking.require("usage", asking.denied(Action.READ), subscription::usage);
                asking.require(
                        "create",
                        asking.denied(Action.WRITE),
                        () -> subscription
                                .gallery("fresh")
                                .create()
                                .location(HOME)
                                .commit());
            }
        }

        private void requireGallery(Asking asking, Gallery gallery) {
            List<Place> inside = children.get(asking.place());
            asking.require("read", Action.READ, gallery::info);
            asking.require("find", Action.READ, () -> asking.mine().gallery(id(asking.place())));
            asking.require("list", Action.READ, () -> gallery.definitions().toList());
            asking.require(
                    "dry-run lifecycle",
                    Action.READ,
                    () -> gallery.lifecycle(POLICY).dryRun());
            asking.require(
                    "update",
                    Action.WRITE,
                    () -> gallery.update().description("new").commit());
            asking.require(
                    "delete",
                    asking.expected(Action.DELETE).map(none -> inside.isEmpty() ? none : "CannotDeleteResource"),
                    () -> gallery.delete().commit());
            boolean deletesAll = inside.stream().allMatch(each -> walk.allows(asking.who(), Action.DELETE, each));
            Asked ending = asking.expected(Action.READ).map(done -> deletesAll ? done : "AuthorizationFailed");
            asking.require(
                    "plan lifecycle", ending, () -> gallery.lifecycle(POLICY).plan());
            asking.require(
                    "apply lifecycle", ending, () -> gallery.lifecycle(POLICY).commit());
            asking.require(
                    "create",
                    asking.asParent(Action.WRITE),
                    () -> gallery.definition("fresh")
                            .create()
                            .identifier("p", "o", "fresh")
                            .linux()
                            .generalized()
                            .commit());
        }

        private void requireDefinition(Asking asking, ImageDefinition definition) {
            List<Place> inside = children.get(asking.place());
            Gallery gallery = (Gallery) places.get(asking.place().parent()).apply(asking.mine());
            ImageIdentifier triple = ImageIdentifier.parse("p:o:" + definition.name());
            asking.require("read", Action.READ, definition::info);
            asking.require("find", Action.READ, () -> asking.mine().definition(id(asking.place())));
            asking.require("find by triple", Action.READ, () -> gallery.definition(triple));
            asking.require("list", Action.READ, () -> definition.versions().toList());
            asking.require("history", Action.READ, () -> definition.history().toList());
            asking.require("next", Action.READ, definition::nextVersion);
            asking.require("explain", Action.READ, () -> definition.explainLatest(HOME));
            asking.require("explain past", Action.READ, () -> definition.explainLatest(HOME, SettableClock.START));
            asking.require(
                    "dry-run lifecycle",
                    Action.READ,
                    () -> definition.lifecycle(POLICY).dryRun());
            asking.require(
                    "plan lifecycle",
                    Action.DELETE,
                    () -> definition.lifecycle(POLICY).plan());
            asking.require(
                    "apply lifecycle",
                    Action.DELETE,
                    () -> definition.lifecycle(POLICY).commit());
            asking.require(
                    "update",
                    Action.WRITE,
                    () -> definition.update().description("new").commit());
            asking.require(
                    "delete",
                    asking.expected(Action.DELETE).map(none -> inside.isEmpty() ? none : "CannotDeleteResource"),
                    () -> definition.delete().commit());
            Asked latest = asking.expected(Action.READ).map(done -> inside.isEmpty() ? "GalleryImageNotFound" : done);
            asking.require("latest", latest, () -> definition.latest(HOME));
            asking.require("latest by URN", latest, () -> gallery.find(triple + ":latest", HOME));
            asking.require(
                    "deploy latest",
                    latest.map(done -> inside.isEmpty()
                            ? done
                            : new Asking(asking.who(), last(inside))
                                    .expected(Action.DEPLOY)
                                    .outcome()),
                    () -> definition.deploy(HOME).virtualMachines(1).osProfile().plan());
            asking.require(
                    "publish",
                    asking.asParent(Action.WRITE),
                    () -> definition.version("9.9.9").publish(image).commit());
            if (asking.asParent(Action.WRITE).outcome().equals("done")) {
                requireCopies(asking, definition);
            }
        }

        private static <T> T last(List<T> list) {
            return list.get(list.size() - 1);
        }

        private void requireCopies(Asking asking, ImageDefinition definition) {
            places.forEach((source, handle) -> {
                if (handle.apply(asking.mine()) instanceof ImageVersion version) {
                    Asked expected = new Asking(asking.who(), source)
                            .expected(Action.DEPLOY)
                            .denied("LinkedAuthorizationFailed");
                    asking.require(
                            "copy " + source,
                            expected,
                            () -> definition.version("9.9.9").publish(version).commit());
                }
            });
        }

        private void requireVersion(Asking asking, ImageVersion version) {
            Place definition = asking.place().parent();
            Gallery gallery = (Gallery) places.get(definition.parent()).apply(asking.mine());
            asking.require("read", Action.READ, version::info);
            asking.require("find", Action.READ, () -> asking.mine().version(id(asking.place())));
            asking.require(
                    "find by URN",
                    new Asking(asking.who(), definition).expected(Action.READ),
                    () -> gallery.find("P:O:" + definition.name() + ":" + version.number(), HOME));
            asking.require("open", Action.DEPLOY, () -> version.open(HOME).size());
            asking.require(
                    "deploy",
                    Action.DEPLOY,
                    () -> version.deploy(HOME).virtualMachines(1).osProfile().plan());
            asking.require(
                    "update",
                    Action.WRITE,
                    () -> version.update().excludeFromLatest(true).commit());
            asking.require(
                    "replicate",
                    Action.WRITE,
                    () -> version.replicate("eastus", 1).commit());
            asking.require("delete", Action.DELETE, () -> version.delete().commit());
        }

        private ResourceId id(Place place) {
            Shareable handle = places.get(place).apply(all);
            return handle instanceof Gallery gallery
                    ? gallery.info().id()
                    : handle instanceof ImageDefinition definition
                            ? definition.info().id()
                            : ((ImageVersion) handle).info().id();
        }

        /** What comes of a request: {@code done}, or the code of its refusal. */
        private record Asked(String outcome) {
            /** Returns this, or what it is if nothing stands against it. */
            Asked map(Function<String, String> done) {
                return outcome.equals("done") ? new Asked(done.apply(outcome)) : this;
            }

            /** Returns this, with another code where it is denied. */
            Asked denied(String code) {
                return outcome.equals("AuthorizationFailed") ? new Asked(code) : this;
            }
        }

        /** Somebody who asks for something at a place. */
        private final class Asking {
            private final Principal who;
            private final Place place;

            Asking(Principal who, Place place) {
                this.who = who;
                this.place = place;
            }

            Principal who() {
                return who;
            }

            Place place() {
                return place;
            }

            ImageGalleries mine() {
                return all.as(who);
            }

            /** What is not seen is not found; what is seen is perhaps denied. */
            Asked expected(Action action) {
                return walk.allows(who, Action.READ, place) ? denied(action) : new Asked("ResourceNotFound");
            }

            Asked asParent(Action action) {
                return walk.allows(who, Action.READ, place) ? denied(action) : new Asked("ParentResourceNotFound");
            }

            Asked denied(Action action) {
                return new Asked(walk.allows(who, action, place) ? "done" : "AuthorizationFailed");
            }

            void require(String what, Action action, Callable<?> request) {
                require(what, expected(action), request);
            }

            void require(String what, Asked expected, Callable<?> request) {
                storage.fail(Call.COMMIT, 1);
                String outcome = said(request);
                assertThat(outcome).as("%s: %s %s", who, what, place).isEqualTo(expected.outcome());
                outcomes.add(outcome);
                storage.fail(Call.COMMIT, Integer.MAX_VALUE);
            }
        }

        /** Returns {@code done} too if it is only the storage that stops it. */
        private static String said(Callable<?> request) {
            try {
                request.call();
                return "done";
            } catch (GalleryException refused) {
                return refused.code().toString();
            } catch (StorageException stopped) {
                assertThat(stopped).hasMessage("This COMMIT was to fail");
                return "done";
            } catch (Exception e) {
                throw new AssertionError(e);
            }
        }
    }

    @Provide
    Arbitrary<Shape> shapes() {
        Arbitrary<List<List<Integer>>> galleries =
                Arbitraries.integers().between(0, 2).list().ofMaxSize(2).list().ofMaxSize(2);
        Arbitrary<Set<String>> consents = Arbitraries.of("default", "elsewhere").set();
        return Combinators.combine(
                        galleries.list().ofSize(SUBSCRIPTIONS.size()),
                        assigned().list().ofMinSize(1).ofMaxSize(12),
                        Arbitraries.maps(
                                Arbitraries.of(PRINCIPALS),
                                Arbitraries.of(GROUPS).set()),
                        consents,
                        consents)
                .as(Shape::new);
    }

    private static Arbitrary<Assigned> assigned() {
        Arbitrary<Role> own = Combinators.combine(
                        Arbitraries.of("own", "OWN", "ours"),
                        Arbitraries.of(Action.class).set())
                .as((name, actions) -> {
                    EnumSet<Action> withRead = EnumSet.of(Action.READ);
                    withRead.addAll(actions);
                    return new Role(name, withRead);
                });
        Arbitrary<Role> roles = Arbitraries.oneOf(own, Arbitraries.of(Role.owner(), Role.contributor(), Role.reader()));
        return Combinators.combine(
                        Arbitraries.of(PRINCIPALS),
                        roles,
                        Arbitraries.integers().between(0, 60))
                .as(Assigned::new);
    }
}
