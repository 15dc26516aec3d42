// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.core;

import io.github.imagegallery.core.Watched.Call;
import io.github.imagegallery.storage.ChangePage;
import io.github.imagegallery.storage.GalleryStorage;
import io.github.imagegallery.storage.Partition;
import io.github.imagegallery.storage.PartitionId;
import io.github.imagegallery.storage.RecordKey;
import io.github.imagegallery.storage.Site;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;

/**
 * A rival who acts on a storage just before the n-th call of a victim: with all steps at once, or one step every so many
 * calls.
 *
 * <p>It says at which call to begin next, so that no history is played twice: whether a step comes before a call or after it is
 * the same to rival and victim if neither of the two changes what the other one reads or changes.
 */
final class Ambush {
    private static final Set<String> CONTENT_CHANGES = Set.of("put", "replace", "copy", "remove");

    private final Partition partition;
    private final GalleryStorage forVictim;
    private final GalleryStorage forRival;
    private final Set<String> kinds;
    private final int first;
    private final int gap;
    private final List<Step> steps = new ArrayList<>();
    private int calls;
    private boolean over;

    /**
     * Lays an ambush.
     *
     * @param kinds the names of the calls that are counted
     * @param n the call before which the first step comes, from 1
     * @param gap how many calls later the next step comes; if 0, all steps come at once
     */
    Ambush(GalleryStorage storage, Set<String> kinds, int n, int gap) {
        this.partition = storage.records().partition(new PartitionId("default"));
        this.kinds = kinds;
        this.first = n;
        this.gap = gap;
        this.forVictim = Watched.calls(storage, this::before);
        this.forRival = Watched.calls(storage, call -> steps.forEach(step -> step.note(call)));
    }

    /** Returns the storage that the victim uses. */
    GalleryStorage forVictim() {
        return forVictim;
    }

    /** Returns the storage that the rival uses. */
    GalleryStorage forRival() {
        return forRival;
    }

    /** Adds a step of the rival, before the victim begins. */
    void then(Runnable deed) {
        steps.add(new Step(first + gap * steps.size(), deed));
    }

    /** Ends it: the victim is done. */
    synchronized void end() {
        over = true;
    }

    /** Tells whether the rival changed anything. */
    boolean changedAnything() {
        return steps.stream().anyMatch(step -> !step.changed.isEmpty());
    }

    /** Returns what the rival threw. */
    List<Throwable> failures() {
        return steps.stream().flatMap(step -> step.failures.stream()).toList();
    }

    /** Returns the next call before which the rival may make another history, 0 if the victim had made no n-th call. */
    int next() {
        OptionalInt delay = steps.stream()
                .filter(step -> step.done)
                .mapToInt(step -> (step.parted == 0 ? calls : step.parted) - step.at)
                .min();
        return delay.isPresent() ? first + delay.getAsInt() + 1 : 0;
    }

    private void before(Call call) {
        steps(call).forEach(Step::act);
        see(call);
    }

    private synchronized List<Step> steps(Call call) {
        if (over || !kinds.contains(call.kind())) {
            return List.of();
        }
        calls++;
        return steps.stream().filter(step -> step.at == calls).toList();
    }

    private synchronized void see(Call call) {
        if (!over) {
            steps.forEach(step -> step.see(call, calls));
        }
    }

    /** A step of the rival: what it does, and what came of it. */
    private final class Step {
        private final int at;
        private final Runnable deed;
        private final Set<RecordKey> changed = new HashSet<>();
        private final Set<Site> readSites = new HashSet<>();
        private final Set<Site> changedSites = new HashSet<>();
        private final List<Throwable> failures = new ArrayList<>();
        private boolean readsAllSites;
        private boolean acting;
        private boolean done;
        /** The last call that it is the same to come before; 0 if it is so for all of them. */
        private int parted;

        Step(int at, Runnable deed) {
            this.at = at;
            this.deed = deed;
        }

        private void act() {
            long before = partition.revision();
            acting = true;
            try {
                deed.run();
            } catch (RuntimeException | Error e) {
                failures.add(e);
            }
            acting = false;
            done = true;
            if (partition.revision() > before) {
                ((ChangePage.Changes) partition.changes(before, Partition.MAX_PAGE))
                        .changes()
                        .forEach(change -> changed.addAll(change.keys()));
            }
        }

        private synchronized void note(Call call) {
            readsAllSites |= acting && call.kind().equals("sites");
            if (acting) {
                (CONTENT_CHANGES.contains(call.kind()) ? changedSites : readSites).addAll(sites(call));
            }
        }

        private synchronized void see(Call call, int now) {
            if (done && parted == 0 && !commutesWith(call)) {
                parted = now;
            }
        }

        private boolean commutesWith(Call call) {
            return switch (call.kind()) {
                case "commit" -> false;
                case "revision", "changes", "partitions" -> changed.isEmpty();
                case "scan" -> {
                    String prefix = call.arguments().get(0).toString();
                    yield changed.stream().noneMatch(key -> key.value().startsWith(prefix));
                }
                case "sites" -> changedSites.isEmpty();
                default ->
                    call.arguments().get(0) instanceof Collection<?> keys
                            ? keys.stream().noneMatch(changed::contains)
                            : sites(call).stream()
                                    .noneMatch(site -> changedSites.contains(site)
                                            || CONTENT_CHANGES.contains(call.kind())
                                                    && (readsAllSites || readSites.contains(site)));
            };
        }

        private List<Site> sites(Call call) {
            return call.arguments().stream()
                    .filter(Site.class::isInstance)
                    .map(Site.class::cast)
                    .toList();
        }
    }
}
