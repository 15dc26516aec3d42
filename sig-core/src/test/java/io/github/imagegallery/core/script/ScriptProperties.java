// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.core.script;

import io.github.imagegallery.storage.GalleryStorage;
import io.github.imagegallery.storage.file.FileStorage;
import io.github.imagegallery.storage.testkit.InMemoryStorage;
import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.AfterTry;
import net.jqwik.api.lifecycle.BeforeContainer;
import net.jqwik.api.state.ActionChain;
import net.jqwik.api.statistics.Statistics;
import net.jqwik.api.statistics.StatisticsReport;

/**
 * Whatever is asked of galleries, in whatever order, they do what a model of maps and loops does: the same outcome or the
 * same faults, and the same state to be seen after each step. A script that fails is printed step by step.
 */
class ScriptProperties {
    /** Of each kind some requests are granted, or the scripts would prove little. */
    private static final List<String> KINDS = List.of(
            "CreateGallery",
            "UpdateGallery",
            "CreateDefinition",
            "UpdateDefinition",
            "PublishFromPictures",
            "PublishFromVersion",
            "ChangeVersion",
            "ReplicateNewest",
            "Delete",
            "Read");

    private static Path folder;
    private static List<Picture> pictures;

    private Optional<Stage> stage = Optional.empty();
    private int stores;

    @BeforeContainer
    static void writePictures() throws IOException {
        folder = Files.createTempDirectory("scripts");
        pictures = List.of(
                Picture.write(folder.resolve("small.raw"), 80 << 10, 1),
                Picture.write(folder.resolve("odd.raw"), (96 << 10) + 100, 2),
                Picture.write(folder.resolve("other.raw"), 128 << 10, 3));
    }

    @AfterContainer
    static void deleteAll() throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        } catch (DirectoryNotEmptyException shrinking) {
            // a script that failed may still be played by a thread that makes it shorter
        }
    }

    @AfterTry
    void close() {
        stage.ifPresent(Stage::close);
        stage = Optional.empty();
    }

    @Property(tries = 200, edgeCases = EdgeCasesMode.NONE)
    @StatisticsReport(StatisticsReport.StatisticsReportMode.OFF)
    void inMemory(@ForAll("inMemoryScripts") ActionChain<Stage> script) {
        Stage end = script.run();
        end.end();
        end.granted().forEach(Statistics::collect);
        Statistics.coverage(granted -> KINDS.forEach(kind -> granted.check(kind).count(count -> count > 0)));
    }

    @Property(tries = 60, edgeCases = EdgeCasesMode.NONE)
    void inFiles(@ForAll("fileScripts") ActionChain<Stage> script) {
        script.run().end();
    }

    @Provide
    Arbitrary<ActionChain<Stage>> inMemoryScripts() {
        return scripts(() -> {
            InMemoryStorage storage = new InMemoryStorage();
            return storage::reopen;
        });
    }

    @Provide
    Arbitrary<ActionChain<Stage>> fileScripts() {
        return scripts(() -> {
            Path store = folder.resolve("store-" + stores++);
            return () -> FileStorage.at(store);
        });
    }

    /** @param stores makes a new store for each script, as what opens it again and again */
    private Arbitrary<ActionChain<Stage>> scripts(Supplier<Supplier<GalleryStorage>> stores) {
        return new Scripts(pictures).starting(() -> {
            close();
            stage = Optional.of(new Stage(stores.get()));
            return stage.get();
        });
    }
}
