// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.imagegallery.Gallery;
import io.github.imagegallery.ImageDefinition;
import io.github.imagegallery.ImageGalleries;
import io.github.imagegallery.ImageVersion;
import io.github.imagegallery.error.GalleryException;
import io.github.imagegallery.model.Action;
import io.github.imagegallery.model.Principal;
import io.github.imagegallery.model.Role;
import io.github.imagegallery.policy.GalleryRules;
import io.github.imagegallery.storage.testkit.InMemoryStorage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;
import net.jqwik.api.statistics.Statistics;
import net.jqwik.api.statistics.StatisticsReport;

/**
 * What one may not see leaves no trace: a script is played twice, with all that happens behind somebody's back and without
 * it, and what is said to them is the same, letter by letter.
 *
 * <p>Alice has the gallery "mine", of "part" only the definition "web", of "bit" only its version 1.0.0, and may read the
 * gallery "shop" of another subscription. Behind her back galleries, definitions, versions and roles come and go beside
 * these, and galleries are changed that she sees something of and does not see themselves. Limits are not used up: that a
 * subscription is full is said to whoever creates in it.
 */
class TracelessProperties {
    private static final Principal ALICE = Principal.user("alice");
    /** Has roles behind Alice's back beside what she sees, never above it. */
    private static final Principal BOB = Principal.user("bob");

    private static final Principal CAROL = Principal.user("carol");
    private static final List<Role> ROLES = List.of(
            Role.owner(),
            Role.contributor(),
            Role.reader(),
            new Role("Looker", Set.of(Action.READ)),
            new Role("Cleaner", Set.of(Action.READ, Action.DELETE)));
    private static final List<String> NUMBERS = List.of("1.0.0", "1.0.1", "2.0.0");

    private static Path folder;
    private static List<Path> images;

    @BeforeContainer
    static void writeImages() throws IOException {
        folder = Files.createTempDirectory("traceless");
        images = List.of(
                SampleImage.write(folder.resolve("one.raw"), 96 << 10, 1),
                SampleImage.write(folder.resolve("other.raw"), 128 << 10, 2));
    }

    @AfterContainer
    static void deleteImages() throws IOException {
        for (Path image : images) {
            Files.delete(image);
        }
        Files.delete(folder);
    }

    /** What is done. */
    private enum Verb {
        DEFINE,
        PUBLISH,
        COPY,
        REPLICATE,
        WITHDRAW,
        EXCLUDE,
        END,
        DELETE,
        DELETE_PARENT,
        DESCRIBE,
        SHARE,
        LIFECYCLE,
        WAIT,
        LOOK
    }

    /**
     * One step.
     *
     * @param hidden whether it is taken behind Alice's back
     * @param where picks what it is done to, among what is hidden, or among what is not
     * @param which picks what else there is to pick
     */
    record Move(boolean hidden, Verb verb, int where, int which) {
        /** Tells whether it may bring bytes of a version that Alice sees to a region, as those of another version. */
        boolean bringsBytesOfVisible() {
            boolean beside = where % 7 == 6 && (verb == Verb.PUBLISH || verb == Verb.REPLICATE);
            return hidden && (verb == Verb.COPY || beside);
        }
    }

    @Property(tries = 12, edgeCases = EdgeCasesMode.NONE)
    @StatisticsReport(StatisticsReport.StatisticsReportMode.OFF)
    void whatIsNotSeenLeavesNoTrace(@ForAll("roles") List<Role> roles, @ForAll("moves") List<Move> moves) {
        requireTraceless(
                roles,
                moves.stream().filter(move -> !move.bringsBytesOfVisible()).toList(),
                true);
        Statistics.coverage(coverage -> coverage.check("hidden done").percentage(part -> part > 20));
    }

    /** Known: where a hidden version has brought the very bytes of a visible one, these are not moved again, and it is said. */
    @Property(tries = 8, edgeCases = EdgeCasesMode.NONE)
    @StatisticsReport(StatisticsReport.StatisticsReportMode.OFF)
    void onlyMovedBytesTellOfHiddenCopies(@ForAll("roles") List<Role> roles, @ForAll("moves") List<Move> moves) {
        requireTraceless(roles, moves, false);
        Statistics.coverage(coverage -> coverage.check("hidden done").percentage(part -> part > 20));
    }

    private static void requireTraceless(List<Role> roles, List<Move> moves, boolean moved) {
        Played with = new Played(roles, moved);
        Played without = new Played(roles, moved);
        int compared = 0;
        for (Move move : moves) {
            if (move.hidden()) {
                Statistics.collect("hidden " + (with.hide(move) ? "done" : "refused"));
            } else {
                with.show(move);
                without.show(move);
            }
            compared = requireSame(with, without, compared);
        }
        with.end();
        without.end();
        requireSame(with, without, compared);
    }

    /** Requires the same from a line on, and returns how many lines there are. */
    private static int requireSame(Played with, Played without, int from) {
        List<String> lines = without.transcript.lines();
        List<String> said = with.transcript.lines();
        for (int i = from; i < Math.min(lines.size(), said.size()); i++) {
            assertThat(said.get(i)).as("line %d", i).isEqualTo(lines.get(i));
        }
        assertThat(said).hasSameSizeAs(lines);
        return lines.size();
    }

    /** A script as it is played. */
    private static final class Played {
        private final SettableClock clock = new SettableClock();
        private final ImageGalleries all = SharedImageGalleries.open(
                new InMemoryStorage(),
                GallerySettings.builder()
                        .clock(clock)
                        .parallelism(1)
                        .rules(GalleryRules.classic().toBuilder()
                                .updatesBeyondClassic(true)
                                .build())
                        .build());
        private final ImageGalleries mine = all.as(ALICE);
        private final Transcript transcript;

        /** @param roles what Alice has at what she sees */
        Played(List<Role> roles, boolean moved) {
            transcript = new Transcript(mine, ALICE, BOB, images.get(1), moved);
            for (String name : List.of("mine", "part", "bit")) {
                create(all.gallery(name));
                define(all.gallery(name).definition("web"));
                all.gallery(name)
                        .definition("web")
                        .version("1.0.0")
                        .publish(images.get(0))
                        .commit();
            }
            create(all.subscription("zzz").gallery("shop"));
            define(all.subscription("zzz").gallery("shop").definition("web"));
            all.gallery("mine").share(ALICE, Role.owner()).commit();
            all.gallery("part").definition("web").share(ALICE, roles.get(0)).commit();
            all.gallery("bit")
                    .definition("web")
                    .version("1.0.0")
                    .share(ALICE, roles.get(1))
                    .commit();
            all.subscription("zzz").gallery("shop").share(ALICE, roles.get(2)).commit();
        }

        private static void create(Gallery gallery) {
            gallery.create().location("westeurope").commit();
        }

        private static void define(ImageDefinition definition) {
            definition
                    .create()
                    .identifier("p", "o", definition.name())
                    .linux()
                    .generalized()
                    .commit();
        }

        /** Reads and asks for all there is once more. */
        void end() {
            transcript.read();
            transcript.attempt();
            transcript.read();
        }

        /** Does what Alice asks for, or what is done to what she sees, and has her look. */
        void show(Move move) {
            ImageVersion version = visible(mine, move.where(), move.which());
            ImageDefinition definition = visible(mine, move.where());
            switch (move.verb()) {
                case DEFINE -> say(move, () -> define(mine.gallery("mine").definition("plans")));
                case PUBLISH ->
                    transcript.change("" + move, version.publish(image(move)).onProgress(transcript.progress()));
                case COPY ->
                    transcript.change(
                            "" + move,
                            mine.gallery("mine")
                                    .definition("web")
                                    .version("3.0." + move.which())
                                    .publish(version)
                                    .onProgress(transcript.progress()));
                case REPLICATE ->
                    transcript.change("" + move, version.replicate("eastus", 1).onProgress(transcript.progress()));
                case WITHDRAW -> transcript.change("" + move, version.withdraw("eastus"));
                case EXCLUDE -> transcript.change("" + move, version.update().excludeFromLatest(move.which() % 2 == 0));
                case END ->
                    transcript.change(
                            "" + move,
                            version.update().endOfLife(clock.instant().plus(Duration.ofHours(1))));
                case DELETE -> transcript.change("" + move, version.delete());
                case DELETE_PARENT -> transcript.change("" + move, definition.delete());
                case DESCRIBE ->
                    transcript.change("" + move, definition.update().description("it is " + move.which()));
                case SHARE -> transcript.change("" + move, version.share(BOB, role(move)));
                case LIFECYCLE -> transcript.change("" + move, definition.lifecycle(Transcript.POLICY));
                case WAIT -> clock.set(clock.instant().plus(Duration.ofHours(1)));
                case LOOK -> transcript.read();
            }
        }

        private void say(Move move, Runnable request) {
            transcript.say("" + move, () -> {
                request.run();
                return "done";
            });
        }

        private static ImageDefinition visible(ImageGalleries asking, int where) {
            return switch (where % 5) {
                case 0 -> asking.gallery("mine").definition("plans");
                case 1, 2 -> asking.gallery("mine").definition("web");
                case 3 -> asking.gallery("part").definition("web");
                default -> asking.subscription("zzz").gallery("shop").definition("web");
            };
        }

        /** Returns a version that Alice sees if it is there, or that she would see. */
        private static ImageVersion visible(ImageGalleries asking, int where, int which) {
            return where % 6 == 5
                    ? asking.gallery("bit").definition("web").version("1.0.0")
                    : visible(asking, where).version(NUMBERS.get(which % NUMBERS.size()));
        }

        /** Does something behind Alice's back; tells whether it was done. */
        boolean hide(Move move) {
            try {
                hideOrThrow(move);
                return true;
            } catch (GalleryException refused) {
                return false;
            }
        }

        private void hideOrThrow(Move move) {
            ImageDefinition definition = hidden(move.where());
            ImageVersion version = hidden(move.where(), move.which());
            switch (move.verb()) {
                case DEFINE -> {
                    hide(new Move(true, Verb.LOOK, move.where(), move.which()));
                    define(definition);
                }
                case PUBLISH ->
                    version.publish(image(move))
                            .replicate("westeurope")
                            .replicate("eastus")
                            .commit();
                case COPY ->
                    version.publish(visible(all, move.which(), move.where()))
                            .replicate("westeurope")
                            .replicate("eastus")
                            .commit();
                case REPLICATE -> version.replicate("eastus", 2).commit();
                case WITHDRAW -> version.withdraw("eastus").commit();
                case EXCLUDE ->
                    version.update().excludeFromLatest(move.which() % 2 == 0).commit();
                case END ->
                    version.update()
                            .endOfLife(clock.instant().plus(Duration.ofHours(1)))
                            .commit();
                case DELETE -> version.delete().commit();
                case DELETE_PARENT -> {
                    definition.delete().commit();
                    gallery(move.where()).delete().commit();
                }
                case DESCRIBE ->
                    all.gallery(move.which() % 2 == 0 ? "part" : "bit")
                            .update()
                            .description("it is " + move.where())
                            .commit();
                case SHARE -> share(move, version);
                case LIFECYCLE -> definition.lifecycle(Transcript.POLICY).commit();
                case LOOK, WAIT -> create(gallery(move.where()));
            }
        }

        private void share(Move move, ImageVersion version) {
            Gallery gallery = gallery(move.where());
            // above what Alice sees, whatever Bob is given is his right there too, of which she may ask
            boolean above = List.of("part", "bit").contains(gallery.name());
            switch (move.which() % 4) {
                case 0 -> gallery.share(above ? CAROL : BOB, role(move)).commit();
                case 1 -> version.share(BOB, role(move)).commit();
                case 2 -> all.gallery("part").share(CAROL, role(move)).commit();
                default -> all.subscription("default").share(CAROL, role(move)).commit();
            }
        }

        /** Returns a gallery that Alice does not see. */
        private Gallery gallery(int where) {
            return switch (where % 6) {
                case 0, 1 -> all.gallery("kept");
                case 2 -> all.gallery("part");
                case 3 -> all.gallery("bit");
                case 4 -> all.subscription("zzz").gallery("kept");
                default -> all.subscription("aaa").gallery("kept");
            };
        }

        private ImageDefinition hidden(int where) {
            return gallery(where).definition(where % 6 == 1 || where % 6 == 4 ? "web" : "plans");
        }

        private ImageVersion hidden(int where, int which) {
            return where % 7 == 6
                    ? all.gallery("bit").definition("web").version(which % 2 == 0 ? "1.0.1" : "0.9.0")
                    : hidden(where).version(NUMBERS.get(which % NUMBERS.size()));
        }

        private static Path image(Move move) {
            return images.get(move.which() % images.size());
        }

        private static Role role(Move move) {
            return ROLES.get(move.which() % ROLES.size());
        }
    }

    @Provide
    Arbitrary<List<Role>> roles() {
        return Arbitraries.of(ROLES).list().ofSize(3);
    }

    @Provide
    Arbitrary<List<Move>> moves() {
        Arbitrary<Verb> shown = Arbitraries.of(Verb.class);
        Arbitrary<Verb> hidden = Arbitraries.frequencyOf(
                Tuple.of(3, Arbitraries.of(Verb.DEFINE, Verb.PUBLISH, Verb.LOOK)), Tuple.of(2, shown));
        return Arbitraries.of(true, true, false)
                .flatMap(hiding -> Combinators.combine(
                                hiding ? hidden : shown,
                                Arbitraries.integers().between(0, 41),
                                Arbitraries.integers().between(0, 29))
                        .as((verb, where, which) -> new Move(hiding, verb, where, which)))
                .list()
                .ofMinSize(3)
                .ofMaxSize(25);
    }
}
