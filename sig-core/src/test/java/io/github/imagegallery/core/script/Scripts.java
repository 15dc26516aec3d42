// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.core.script;

import io.github.imagegallery.core.script.Step.ChangeVersion;
import io.github.imagegallery.core.script.Step.CreateDefinition;
import io.github.imagegallery.core.script.Step.CreateGallery;
import io.github.imagegallery.core.script.Step.DefinitionSaid;
import io.github.imagegallery.core.script.Step.Delete;
import io.github.imagegallery.core.script.Step.End;
import io.github.imagegallery.core.script.Step.FromPictures;
import io.github.imagegallery.core.script.Step.FromVersion;
import io.github.imagegallery.core.script.Step.GallerySaid;
import io.github.imagegallery.core.script.Step.Guard;
import io.github.imagegallery.core.script.Step.Origin;
import io.github.imagegallery.core.script.Step.Publish;
import io.github.imagegallery.core.script.Step.Read;
import io.github.imagegallery.core.script.Step.Reopen;
import io.github.imagegallery.core.script.Step.ReplicateNewest;
import io.github.imagegallery.core.script.Step.Tag;
import io.github.imagegallery.core.script.Step.Target;
import io.github.imagegallery.core.script.Step.Triple;
import io.github.imagegallery.core.script.Step.UpdateDefinition;
import io.github.imagegallery.core.script.Step.UpdateGallery;
import io.github.imagegallery.core.script.Step.Wait;
import io.github.imagegallery.model.IntRange;
import io.github.imagegallery.model.OsState;
import io.github.imagegallery.model.OsType;
import io.github.imagegallery.model.RegionName;
import io.github.imagegallery.model.StorageType;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Tuple;
import net.jqwik.api.state.Action;
import net.jqwik.api.state.ActionChain;
import net.jqwik.api.state.Transformer;

/**
 * Makes scripts. Names come from small sets, in which some are one but for their case and a few are ill-formed, so that
 * requests often meet; what comes first in a set is the plainest, and what a failing script is shrunk to.
 */
final class Scripts {
    private static final int LENGTH = 30;
    private static final Place WEB = Place.of("golden").definition("web");
    private static final List<String> NUMBERS = List.of("1.0.9", "1.0.10", "2.0.0");

    private final Arbitrary<Picture> pictures;

    Scripts(List<Picture> pictures) {
        this.pictures = Arbitraries.of(pictures);
    }

    Arbitrary<ActionChain<Stage>> starting(Supplier<Stage> stage) {
        return ActionChain.startWith(stage)
                .withAction(4, action(createGallery()))
                .withAction(2, action(updateGallery()))
                .withAction(6, action(createDefinition()))
                .withAction(3, action(updateDefinition()))
                .withAction(14, action(publish()))
                .withAction(12, action(changeVersion()))
                .withAction(3, action(replicateNewest()))
                .withAction(3, action(anyPlace().map(Delete::new)))
                .withAction(3, action(version().map(Delete::new)))
                .withAction(1, action(anyPlace().map(Read::new)))
                .withAction(3, action(Arbitraries.integers().between(1, 3).map(Wait::new)))
                .withAction(2, action(limits().map(Reopen::new)))
                .withMaxTransformations(LENGTH);
    }

    private static Action.Independent<Stage> action(Arbitrary<? extends Step> steps) {
        return new Action.Independent<>() {
            @Override
            public Arbitrary<Transformer<Stage>> transformer() {
                return steps.map(step -> step);
            }
        };
    }

    // ---- names

    private static <T> Arbitrary<T> mostly(int weight, T usual, List<T> others) {
        return Arbitraries.frequencyOf(Tuple.of(weight, Arbitraries.just(usual)), Tuple.of(1, Arbitraries.of(others)));
    }

    private static Arbitrary<String> gallery() {
        return mostly(8, "golden", List.of("Golden", "silver", "silver", "silver", "a-b"));
    }

    private static Arbitrary<String> definition() {
        return mostly(5, "web", List.of("WEB", "db", "db", "db", "db", "db-"));
    }

    private static Arbitrary<String> number() {
        return Arbitraries.frequencyOf(
                Tuple.of(16, Arbitraries.of(NUMBERS)),
                Tuple.of(2, Arbitraries.just("1.0.2147483647")),
                Tuple.of(1, Arbitraries.of("01.0.0", "1.0", "1.0.2147483648", "+1.0.0")));
    }

    private static Arbitrary<Place> galleryPlace() {
        return Combinators.combine(mostly(12, Place.DEFAULT, List.of(Place.OTHER)), gallery())
                .as(Place::of);
    }

    private static Arbitrary<Place> definitionPlace() {
        return Combinators.combine(galleryPlace(), definition()).as(Place::definition);
    }

    private static Arbitrary<Place> version() {
        return Combinators.combine(definitionPlace(), number()).as(Place::version);
    }

    private static Arbitrary<Place> anyPlace() {
        return Arbitraries.oneOf(galleryPlace(), definitionPlace(), version());
    }

    private static Arbitrary<String> region() {
        return Arbitraries.frequencyOf(
                Tuple.of(20, Arbitraries.of("westeurope", "eastus", "westus")),
                Tuple.of(3, Arbitraries.of("West Europe", "East US")),
                Tuple.of(1, Arbitraries.just("atlantis")));
    }

    private static Arbitrary<Triple> triple() {
        return mostly(
                1,
                new Triple("Contoso", "Finance", "Db"),
                List.of(
                        new Triple("CONTOSO", "finance", "web"),
                        new Triple("Contoso", "Finance", "Web"),
                        new Triple("Contoso", "Finance", "Other"),
                        new Triple("Contoso", "Finance", "More"),
                        new Triple("", "a b", "c.")));
    }

    private static Arbitrary<Integer> hour() {
        return Arbitraries.integers().between(0, 12);
    }

    private static Arbitrary<End> end() {
        return hour().optional(0.8).map(End::new);
    }

    private static Arbitrary<Limits> limits() {
        Arbitrary<Integer> few = Arbitraries.of(100, 1, 2, 3);
        return Combinators.combine(Arbitraries.of(true, false), few, few, few, Arbitraries.of(10, 2, 1))
                .as(Limits::new);
    }

    private static <T> Arbitrary<Optional<T>> seldom(Arbitrary<T> values) {
        return values.optional(0.15);
    }

    // ---- steps

    private static Arbitrary<GallerySaid> gallerySaid(double located) {
        return Combinators.combine(
                        region().optional(located),
                        seldom(Arbitraries.of("default", "DEFAULT", "team", "a/b")),
                        seldom(Arbitraries.of("", "images", "more images")),
                        seldom(Arbitraries.of(new Tag("team", "web"), new Tag("TEAM", "web"), new Tag("team", "db"))))
                .as(GallerySaid::new);
    }

    private static Arbitrary<CreateGallery> createGallery() {
        return Combinators.combine(galleryPlace(), gallerySaid(0.95)).as(CreateGallery::new);
    }

    private static Arbitrary<UpdateGallery> updateGallery() {
        return Combinators.combine(galleryPlace(), gallerySaid(0.3)).as(UpdateGallery::new);
    }

    private record Facts(
            Optional<String> location, Optional<Triple> identifier, Optional<OsType> type, Optional<OsState> state) {}

    private record Texts(
            Optional<String> description,
            Optional<End> end,
            Optional<IntRange> vcpus,
            Optional<String> eula,
            Optional<String> notes) {}

    private static Arbitrary<DefinitionSaid> definitionSaid(double required) {
        Arbitrary<Facts> facts = Combinators.combine(
                        seldom(region()),
                        triple().optional(required),
                        mostly(3, OsType.LINUX, List.of(OsType.WINDOWS)).optional(required),
                        mostly(3, OsState.GENERALIZED, List.of(OsState.SPECIALIZED))
                                .optional(required))
                .as(Facts::new);
        Arbitrary<Texts> texts = Combinators.combine(
                        seldom(Arbitraries.of("", "front end", "back end")),
                        seldom(end()),
                        seldom(Arbitraries.of(new IntRange(1, 2), new IntRange(2, 1), new IntRange(0, 1))),
                        seldom(Arbitraries.of("", "as is", "as was")),
                        seldom(Arbitraries.of("https://example.org/1", "https://example.org/2")))
                .as(Texts::new);
        return Combinators.combine(facts, texts)
                .as((fact, text) -> new DefinitionSaid(
                        fact.location(),
                        fact.identifier(),
                        fact.type(),
                        fact.state(),
                        text.description(),
                        text.end(),
                        text.vcpus(),
                        text.eula(),
                        text.notes()));
    }

    private static Arbitrary<CreateDefinition> createDefinition() {
        return Combinators.combine(definitionPlace(), definitionSaid(0.97)).as(CreateDefinition::new);
    }

    private static Arbitrary<UpdateDefinition> updateDefinition() {
        return Combinators.combine(definitionPlace(), definitionSaid(0.15)).as(UpdateDefinition::new);
    }

    private static Arbitrary<Integer> count() {
        return Arbitraries.frequencyOf(
                Tuple.of(8, Arbitraries.integers().between(1, 3)), Tuple.of(1, Arbitraries.of(0, 11)));
    }

    private static Arbitrary<Boolean> flag() {
        return Arbitraries.of(true, false);
    }

    private static Arbitrary<List<Target>> targets() {
        Arbitrary<Target> target = Combinators.combine(
                        region(), count().optional(0.5), seldom(Arbitraries.of(StorageType.class)), seldom(flag()))
                .as(Target::new);
        return Arbitraries.frequencyOf(
                Tuple.of(1, target.list().ofMaxSize(2)),
                Tuple.of(
                        5,
                        target.list()
                                .ofMaxSize(2)
                                .uniqueElements(one -> one.asked().region())));
    }

    private static Arbitrary<Guard> guard() {
        return Combinators.combine(flag().optional(0.07), flag().optional(0.07)).as(Guard::new);
    }

    private Arbitrary<Publish> publish() {
        Target home = Target.of("westeurope");
        Arbitrary<List<Target>> targets = Arbitraries.frequencyOf(
                Tuple.of(2, Arbitraries.just(List.of())),
                Tuple.of(
                        4,
                        targets()
                                .map(others -> Stream.concat(
                                                Stream.of(home),
                                                others.stream().filter(other -> !other.sameRegion(home)))
                                        .toList())),
                Tuple.of(1, targets()));
        Arbitrary<Settings> settings = Combinators.combine(
                        seldom(region()),
                        seldom(count()),
                        seldom(flag()),
                        seldom(hour()),
                        mostly(6, false, List.of(true)))
                .as(Settings::new);
        return Combinators.combine(version(), origin(), targets, settings, guard())
                .as((place, origin, regions, set, guard) -> new Publish(
                        place,
                        origin,
                        set.location(),
                        set.replicaCount(),
                        regions,
                        set.excluded(),
                        set.end(),
                        set.shallow(),
                        guard));
    }

    private Arbitrary<Origin> origin() {
        Arbitrary<Origin> fromPictures =
                Combinators.combine(pictures, seldom(pictures)).as(FromPictures::new);
        Arbitrary<Origin> fromVersion = Arbitraries.frequencyOf(
                        Tuple.of(3, Arbitraries.of(NUMBERS).map(WEB::version)), Tuple.of(1, version()))
                .map(FromVersion::new);
        return Arbitraries.frequencyOf(Tuple.of(2, fromPictures), Tuple.of(1, fromVersion));
    }

    private record Settings(
            Optional<String> location,
            Optional<Integer> replicaCount,
            Optional<Boolean> excluded,
            Optional<Integer> end,
            boolean shallow) {}

    private static Arbitrary<ReplicateNewest> replicateNewest() {
        return Combinators.combine(
                        Arbitraries.frequencyOf(Tuple.of(2, Arbitraries.just(WEB)), Tuple.of(1, definitionPlace())),
                        targets().optional(0.3).map(some -> some.orElse(List.of())),
                        Arbitraries.of(1, 2, 1, 2, 0).optional(0.3))
                .as(ReplicateNewest::new);
    }

    private static Arbitrary<ChangeVersion> changeVersion() {
        Arbitrary<List<String>> withdrawn =
                seldom(region()).map(region -> region.stream().toList());
        Arbitrary<Map<String, Boolean>> flags =
                seldom(Combinators.combine(region(), flag()).as(Map::of)).map(some -> some.orElse(Map.of()));
        return Combinators.combine(
                        version(), targets(), withdrawn, flags, flag().optional(0.2), end().optional(0.2), guard())
                .as(ChangeVersion::new)
                .filter(Scripts::consistent);
    }

    /** What contradicts itself is refused before it is a request. */
    private static boolean consistent(ChangeVersion change) {
        return change.targets().stream()
                .noneMatch(target -> change.withdrawn().stream()
                        .anyMatch(region ->
                                RegionName.of(region).equals(target.asked().region())));
    }
}
