// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.imagegallery.ImageDefinition;
import io.github.imagegallery.ImageGalleries;
import io.github.imagegallery.ImageVersion;
import io.github.imagegallery.error.GalleryImageNotFoundException;
import io.github.imagegallery.error.InvalidParameterException;
import io.github.imagegallery.error.ResourceNotFoundException;
import io.github.imagegallery.model.ImageVersionInfo;
import io.github.imagegallery.model.LatestResolution;
import io.github.imagegallery.model.LatestResolution.Outcome;
import io.github.imagegallery.model.VersionEvent;
import io.github.imagegallery.model.VersionEvent.Kind;
import io.github.imagegallery.policy.GalleryRules;
import io.github.imagegallery.policy.LatestRule;
import io.github.imagegallery.storage.GalleryStorage;
import io.github.imagegallery.storage.testkit.InMemoryStorage;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What was latest at a past instant, however much changed since. */
class HistoryTest {
    private static final List<String> REGIONS = List.of("westeurope", "northeurope", "japaneast");

    @TempDir
    private Path folder;

    private final SettableClock clock = new SettableClock();
    private final GallerySettings settings =
            GallerySettings.builder().clock(clock).build();
    private Path image;

    @BeforeEach
    void writeImage() throws IOException {
        image = SampleImage.write(folder.resolve("disk.raw"), 1 << 20, 1);
    }

    private Instant tick() {
        clock.set(clock.instant().plusSeconds(60));
        return clock.instant();
    }

    /** What was seen at an instant. */
    private record Seen(Instant at, List<ImageVersionInfo> versions, List<LatestResolution> latest) {
        static Seen now(SettableClock clock, ImageDefinition web) {
            return new Seen(
                    clock.instant(),
                    web.versions().toList(),
                    REGIONS.stream().map(web::explainLatest).toList());
        }
    }

    @ParameterizedTest
    @EnumSource(Backend.class)
    void saysOfEveryInstantWhatWasSaidThen(Backend backend) {
        Random random = new Random(7);
        try (GalleryStorage storage = backend.open(folder)) {
            ImageGalleries galleries = SharedImageGalleries.open(storage, settings);
            ImageDefinition web = Fixtures.definition(galleries);
            List<Seen> seen = new ArrayList<>();
            for (int step = 0; step < 80; step++) {
                tick();
                change(web, random);
                seen.add(Seen.now(clock, web));
            }
            assertThat(seen)
                    .anySatisfy(
                            then -> assertThat(then.latest().get(2).chosen()).isPresent());
            for (Seen then : seen) {
                for (LatestResolution latest : then.latest()) {
                    String region = latest.region().value();
                    assertThat(web.explainLatest(region, then.at())).isEqualTo(latest);
                    assertThat(web.explainLatest(region, then.at().plusSeconds(59)))
                            .isEqualTo(LatestRule.explain(
                                    then.versions(), region, then.at().plusSeconds(59)));
                }
            }
        }
    }

    private void change(ImageDefinition web, Random random) {
        ImageVersion version = web.version("1.0." + random.nextInt(4));
        boolean there = web.versions().stream()
                .anyMatch(known -> known.number().toString().equals(version.number()));
        String region = REGIONS.get(random.nextInt(REGIONS.size()));
        if (!there) {
            version.publish(image).excludeFromLatest(random.nextInt(4) == 0).commit();
            return;
        }
        switch (random.nextInt(6)) {
            case 0 -> version.delete().commit();
            case 1 -> version.update().excludeFromLatest(random.nextBoolean()).commit();
            case 2 ->
                version.update()
                        .endOfLife(clock.instant().plus(Duration.ofMinutes(1 + random.nextInt(20))))
                        .commit();
            case 3 -> withdraw(version, region);
            default -> version.replicate(region, 1 + random.nextInt(2)).commit();
        }
    }

    private static void withdraw(ImageVersion version, String region) {
        Set<String> regions = new TreeSet<>();
        version.info().regions().forEach(has -> regions.add(has.region().value()));
        if (!region.equals("westeurope") && regions.contains(region)) {
            version.withdraw(region).commit();
        }
    }

    @Test
    void beforeItsBeginningNothingIsKnown() {
        ImageDefinition web = Fixtures.definition(SharedImageGalleries.open(new InMemoryStorage(), settings));
        Instant created = clock.instant();
        LatestResolution before = web.explainLatest("westeurope", created.minusNanos(1));
        assertThat(before.outcome()).isEqualTo(Outcome.BEFORE_HISTORY);
        assertThat(before.chosen()).isEmpty();
        assertThatThrownBy(() -> web.latest("westeurope", created.minusNanos(1)))
                .isInstanceOf(GalleryImageNotFoundException.class)
                .hasMessageContaining("history begins later");
        assertThat(web.explainLatest("westeurope", created).outcome()).isEqualTo(Outcome.NONE_ELIGIBLE);
        assertThatThrownBy(() -> web.latest("nowhere", created)).isInstanceOf(InvalidParameterException.class);
    }

    @Test
    void anInstantToComeIsResolvedWithWhatThereIs() {
        ImageDefinition web = Fixtures.definition(SharedImageGalleries.open(new InMemoryStorage(), settings));
        web.version("1.0.0").publish(image).commit();
        Instant end = clock.instant().plusSeconds(1_000);
        web.version("1.0.1").publish(image).endOfLife(end).commit();
        assertThat(web.latest("westeurope", end).number()).hasToString("1.0.1");
        assertThat(web.latest("westeurope", end.plusNanos(1)).number()).hasToString("1.0.0");
    }

    @Test
    void listsWhatWasDone() {
        ImageDefinition web = Fixtures.definition(SharedImageGalleries.open(new InMemoryStorage(), settings));
        Instant published = tick();
        web.version("1.0.0").publish(image).commit();
        Instant replicated = tick();
        web.version("1.0.0").replicate("japaneast", 2).commit();
        Instant flagged = tick();
        web.version("1.0.0")
                .update()
                .excludeFromLatest(true)
                .excludeFromLatest("japaneast", false)
                .commit();
        Instant deleted = tick();
        web.version("1.0.0").delete().commit();

        assertThat(web.history())
                .extracting(event -> event.at() + " " + event.version() + " " + event.kind() + " " + event.changes())
                .startsWith(
                        published + " 1.0.0 CREATED [home westeurope, "
                                + "westeurope: Replicating, 0 of 1 replicas, Standard_LRS]",
                        published + " 1.0.0 CHANGED [all bytes are at home]")
                .contains(
                        published + " 1.0.0 CHANGED [published, westeurope: Completed, 1 of 1 replicas, Standard_LRS]",
                        replicated + " 1.0.0 CHANGED [japaneast: Replicating, 0 of 2 replicas, Standard_LRS]",
                        replicated + " 1.0.0 CHANGED [japaneast: Completed, 2 of 2 replicas, Standard_LRS]",
                        flagged + " 1.0.0 CHANGED [excluded from latest, "
                                + "japaneast: Completed, 2 of 2 replicas, Standard_LRS, included in latest]")
                .endsWith(deleted + " 1.0.0 DELETED [deleted]");
        assertThat(web.history().page(2).items())
                .hasSize(2)
                .extracting(VersionEvent::kind)
                .contains(Kind.CREATED);
    }

    @Test
    void aSafetyProfileIsNotedFlagByFlag() {
        GallerySettings current =
                GallerySettings.builder().rules(GalleryRules.current()).build();
        ImageDefinition web = Fixtures.definition(SharedImageGalleries.open(new InMemoryStorage(), current));
        ImageVersion version = web.version("1.0.0");
        version.publish(image).commit();
        version.update().blockDeletionBeforeEndOfLife(true).commit();
        version.update().allowDeletionOfReplicatedLocations(true).commit();
        version.update()
                .allowDeletionOfReplicatedLocations(false)
                .blockDeletionBeforeEndOfLife(false)
                .commit();
        List<VersionEvent> events = web.history().toList();
        assertThat(events.subList(events.size() - 3, events.size()))
                .extracting(VersionEvent::changes)
                .containsExactly(
                        List.of("not deleted before its end of life"),
                        List.of("regions may be dropped"),
                        List.of("regions may not be dropped", "may be deleted before its end of life"));
    }

    @Test
    void whoseClockIsBehindDoesNotChangeWhatCameFirst() {
        ImageDefinition web = Fixtures.definition(SharedImageGalleries.open(new InMemoryStorage(), settings));
        Instant ahead = tick().plusSeconds(30);
        clock.set(ahead);
        web.version("1.0.0").publish(image).commit();
        web.version("1.0.0").delete().commit();
        Instant behind = ahead.minusSeconds(20);
        clock.set(behind);
        web.version("1.0.0").publish(image).commit();
        assertThat(web.latest("westeurope", behind).number()).hasToString("1.0.0");
        clock.set(ahead.plusSeconds(30));
        assertThat(web.latest("westeurope", ahead).number()).hasToString("1.0.0");
        assertThat(web.latest("westeurope", ahead.plusSeconds(10)).number()).hasToString("1.0.0");
    }

    @Test
    void goesWithItsDefinitionHoweverLongItIs() {
        InMemoryStorage storage = new InMemoryStorage();
        ImageGalleries galleries = SharedImageGalleries.open(storage, settings);
        ImageDefinition web = Fixtures.definition(galleries);
        for (int i = 0; i < 250; i++) {
            tick();
            web.version("1.0.0").publish(image).commit();
            web.version("1.0.0").delete().commit();
        }
        assertThat(web.history().stream()).hasSizeGreaterThan(950);
        web.delete().commit();
        assertThatThrownBy(() -> web.history().toList()).isInstanceOf(ResourceNotFoundException.class);
        galleries.gallery("golden").delete().commit();
        assertThat(Remembered.of(storage).records()).isEmpty();
    }
}
