// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.core.script;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.imagegallery.DiskChannel;
import io.github.imagegallery.ImageDefinition;
import io.github.imagegallery.ImageGalleries;
import io.github.imagegallery.ImageVersion;
import io.github.imagegallery.PendingChange;
import io.github.imagegallery.PricedChange;
import io.github.imagegallery.core.Foretold;
import io.github.imagegallery.core.GallerySettings;
import io.github.imagegallery.core.OnlyCommitted;
import io.github.imagegallery.core.SettableClock;
import io.github.imagegallery.core.SharedImageGalleries;
import io.github.imagegallery.core.Soundness;
import io.github.imagegallery.core.Survey;
import io.github.imagegallery.core.script.ModelView.DiskInRegion;
import io.github.imagegallery.core.script.Step.CreateDefinition;
import io.github.imagegallery.core.script.Step.CreateGallery;
import io.github.imagegallery.core.script.Step.DefinitionSaid;
import io.github.imagegallery.core.script.Step.GallerySaid;
import io.github.imagegallery.core.script.Step.Triple;
import io.github.imagegallery.error.GalleryException;
import io.github.imagegallery.model.ChangePlan;
import io.github.imagegallery.model.CostChange;
import io.github.imagegallery.model.PlanGround;
import io.github.imagegallery.model.VerifyReport;
import io.github.imagegallery.model.VersionEvent;
import io.github.imagegallery.storage.GalleryStorage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** Where a script is played: galleries of their own, and the model, which must agree after every step. */
final class Stage implements AutoCloseable {
    /** The regions that scripts name, and how many zones each has. */
    static final Map<String, Integer> ZONES = Map.of("westeurope", 3, "eastus", 3, "westus", 0);

    private static final List<String> REGIONS = ZONES.keySet().stream().sorted().toList();
    private static final List<String> SUBSCRIPTIONS = List.of(Place.DEFAULT, Place.OTHER);
    private static final Limits ROOMY = new Limits(true, 100, 100, 100, 10);

    private static final Limits TODAY = new Limits(false, 100, 100, 100, 10);

    /** What most requests are about is there from the beginning. */
    private static final List<Step> BEGINNING = List.of(
            new CreateGallery(Place.of("golden"), GallerySaid.in("westeurope")),
            new CreateDefinition(
                    Place.of("golden").definition("web"),
                    DefinitionSaid.linux(new Triple("Contoso", "Finance", "Web"))));

    private final SettableClock clock = new SettableClock();
    private final Kept kept = new Kept(ZONES, ROOMY, clock.instant());
    private final GalleryModel model = new GalleryModel(kept);
    private final ModelView view = new ModelView(kept);
    private final Supplier<GalleryStorage> opening;
    private GalleryStorage storage;
    private ImageGalleries galleries;
    private View seen;
    private int steps;
    private final List<String> granted = new ArrayList<>();
    /** The instants at which something was done. */
    private final List<Instant> instants = new ArrayList<>();

    /** @param opening opens the storage, empty at first, and later as it was when it was closed */
    Stage(Supplier<GalleryStorage> opening) {
        this.opening = opening;
        storage = opening.get();
        galleries = open(ROOMY);
        seen = View.of(galleries, SUBSCRIPTIONS, REGIONS);
        BEGINNING.forEach(this::play);
    }

    private ImageGalleries open(Limits limits) {
        return SharedImageGalleries.open(
                storage,
                GallerySettings.builder()
                        .clock(clock)
                        .rules(limits.rules())
                        .parallelism(1)
                        .build());
    }

    /** Returns the instant that many hours after the beginning. */
    static Instant hour(int hours) {
        return SettableClock.START.plus(Duration.ofHours(hours));
    }

    /** Plays a step, and compares all that can be seen. */
    void play(Step step) {
        if (step instanceof Step.Wait wait) {
            clock.set(clock.instant().plus(Duration.ofHours(wait.hours())));
            kept.now(clock.instant());
        } else if (step instanceof Step.Reopen reopen) {
            galleries.close();
            storage = opening.get();
            galleries = open(reopen.limits());
            kept.limits(reopen.limits());
        } else if (step instanceof Step.Request request) {
            play(request);
        }
        look();
        requireBytes();
        view.remember(REGIONS);
        instants.add(clock.instant());
        requirePast(instants.get(steps % instants.size()));
        steps++;
    }

    private void play(Step.Request request) {
        PendingChange<?> pending = request.pending(galleries);
        List<CostChange> prices = new ArrayList<>();
        List<String> unpriced = pending instanceof PricedChange<?> priced
                ? refusal(() -> prices.add(priced.estimate(Bill.PRICES)))
                : List.of();
        List<ChangePlan> plans = new ArrayList<>();
        boolean planned = !(pending instanceof OnlyCommitted<?>);
        List<String> unplanned = planned ? refusal(() -> plans.add(pending.plan(Bill.PRICES))) : List.of();
        Survey was = survey();
        List<Object> answers = new ArrayList<>();
        List<String> refusal = refusal(() -> answers.add(made(request, pending, plans)));
        if (refusal.isEmpty() && planned) {
            Foretold.requireBytes(plans.get(0), answers.get(0));
            Foretold.require(plans.get(0), was, survey());
        }
        List<String> answer =
                answers.stream().flatMap(one -> View.lines(one).stream()).toList();

        Bill before = Bill.of(kept);
        assertThat(refusal).as("what is wrong with it").isEqualTo(request.expect(model));
        if (planned) {
            assertThat(unplanned).as("what is wrong with it when it is planned").isEqualTo(refusal);
        }
        if (pending instanceof PricedChange<?>) {
            assertThat(unpriced).as("what is wrong with it when it is priced").isEqualTo(refusal);
            prices.forEach(price -> requirePrice(price, before));
        }
        if (refusal.isEmpty()) {
            granted.add(request.kind());
            List<String> seenBefore = seen.lines();
            look();
            assertThat(request instanceof Step.Delete ? seenBefore : seen.lines())
                    .as("the answer is what was or is there")
                    .containsAll(answer);
        }
    }

    /** Makes a change: as things are, or as it was planned; then it is another one of the same request. */
    private Object made(Step.Request request, PendingChange<?> pending, List<ChangePlan> plans) {
        return plans.isEmpty() || steps % 2 == 0
                ? pending.commit()
                : request.pending(galleries)
                        .apply(PlanGround.parse(plans.get(0).ground().toString()), Bill.PRICES);
    }

    private Survey survey() {
        return Survey.of(galleries, SUBSCRIPTIONS, storage, Bill.PRICES);
    }

    /** Does something, and returns what is wrong with it: nothing if it is granted. */
    private static List<String> refusal(Runnable request) {
        try {
            request.run();
            return List.of();
        } catch (GalleryException refused) {
            return refused.violations().stream()
                    .map(wrong -> wrong.code() + " " + wrong.target())
                    .sorted()
                    .toList();
        }
    }

    private void requirePrice(CostChange price, Bill before) {
        Bill after = Bill.of(kept);
        assertThat(price.monthlyDifference())
                .as("what it costs every month")
                .isEqualByComparingTo(after.monthly().subtract(before.monthly()));
        assertThat(price.once()).as("what it costs once").isEqualByComparingTo(after.onceSince(before));
    }

    private void look() {
        seen = View.of(galleries, SUBSCRIPTIONS, REGIONS);
        assertThat(seen.lines()).isEqualTo(view.view(SUBSCRIPTIONS, REGIONS).lines());
    }

    /** Reads a piece of one disk in one region after the other. */
    private void requireBytes() {
        List<DiskInRegion> disks = view.disks();
        if (disks.isEmpty()) {
            return;
        }
        DiskInRegion disk = disks.get(steps % disks.size());
        ImageVersion version = disk.place().version(galleries);
        try (DiskChannel channel = disk.lun().isEmpty()
                ? version.open(disk.region())
                : version.open(disk.region(), disk.lun().get())) {
            ByteBuffer bytes = ByteBuffer.allocate((int) channel.size());
            while (bytes.hasRemaining() && channel.read(bytes) >= 0) {
                // until it is full
            }
            assertThat(bytes.array())
                    .as(disk.toString())
                    .isEqualTo(disk.picture().bytes());
            assertThat(channel.fallbacks()).isEmpty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Looks back at what was latest at an instant, or ahead. */
    private void requirePast(Instant at) {
        view.past().forEach((place, past) -> {
            ImageDefinition definition = place.definition(galleries);
            String path = definition.info().id().toString();
            for (String region : REGIONS) {
                assertThat(View.latest(path, definition.explainLatest(region, at)))
                        .isEqualTo(past.latest(region, at));
            }
        });
    }

    private void requireHistory() {
        instants.stream().distinct().forEach(this::requirePast);
        requirePast(clock.instant().plus(Duration.ofHours(3)));
        view.past()
                .forEach((place, past) -> assertThat(place.definition(galleries).history().stream()
                                .filter(event -> event.kind() != VersionEvent.Kind.CHANGED)
                                .map(event -> event.at() + " " + event.version() + " " + event.kind()))
                        .isEqualTo(past.comings()));
    }

    /** Requires that all that is kept is sound and counted right, and can be deleted to the last record. */
    void end() {
        requireHistory();
        VerifyReport report = galleries.verify(progress -> {});
        assertThat(report.damages()).isEmpty();
        assertThat(report.versions()).isEqualTo((int)
                view.disks().stream().map(DiskInRegion::place).distinct().count());
        SUBSCRIPTIONS.forEach(subscription -> Soundness.require(storage, subscription));
        ImageGalleries free = open(TODAY);
        view.blocked()
                .forEach(place -> place.version(free)
                        .update()
                        .blockDeletionBeforeEndOfLife(false)
                        .commit());
        Soundness.requireDeletable(storage, galleries);
    }

    /** Returns the kinds of the requests that were granted. */
    List<String> granted() {
        return granted;
    }

    @Override
    public void close() {
        galleries.close();
    }
}
