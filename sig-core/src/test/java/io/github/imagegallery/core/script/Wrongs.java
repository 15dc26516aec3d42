// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.core.script;

import io.github.imagegallery.core.script.Step.Target;
import io.github.imagegallery.model.StorageType;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Gathers everything that is wrong with a request. */
final class Wrongs {
    private final Kept kept;
    private final List<String> found;

    /** Begins with what is wrong with the names of what the request is about. */
    Wrongs(Kept kept, Place place) {
        this.kept = kept;
        this.found = Spelling.nameFaults(place);
    }

    /** Begins with nothing. */
    Wrongs(Kept kept) {
        this.kept = kept;
        this.found = new ArrayList<>();
    }

    boolean none() {
        return found.isEmpty();
    }

    void add(String fault) {
        found.add(fault);
    }

    void addAll(List<String> faults) {
        found.addAll(faults);
    }

    void when(boolean wrong, String fault) {
        if (wrong) {
            found.add(fault);
        }
    }

    void required(String target, Optional<?> value) {
        when(value.isEmpty(), "InvalidParameter " + target);
    }

    void location(Optional<String> location) {
        when(location.filter(kept::unknown).isPresent(), "InvalidParameter location");
    }

    /** Notes what is asked for and is not so, of what never changes. */
    void changed(String target, String present, Optional<String> asked) {
        when(asked.isPresent() && !asked.get().equals(present), "PropertyChangeNotAllowed " + target);
    }

    void targets(List<Target> targets) {
        Set<String> seen = new HashSet<>();
        for (Target target : targets) {
            String region = Spelling.region(target.region());
            when(!seen.add(region) || kept.unknown(region), "InvalidParameter targetRegions");
            target.count().ifPresent(count -> count(region + ".replicaCount", count));
            boolean zoned = target.storage().equals(Optional.of(StorageType.STANDARD_ZRS));
            when(zoned && kept.zones(region).equals(Optional.of(0)), "InvalidParameter " + region + ".storageType");
        }
    }

    void count(String target, int count) {
        when(count < 1 || count > kept.limits().replicas(), "InvalidParameter " + target);
    }

    /** An end of life that is restated may have passed. */
    void end(Optional<Instant> end, Optional<Instant> present) {
        boolean set = end.isPresent() && !end.equals(present);
        when(set && !kept.now().isBefore(end.get()), "InvalidParameter endOfLifeDate");
    }

    /** Only what is otherwise right takes a place, and so can find none. */
    void quota(Place place, String kind, String location, int limit) {
        when(none() && kept.count(kind, place, location) >= limit, "QuotaExceeded " + kind);
    }

    /** Returns all of it, sorted. */
    List<String> answer() {
        return found.stream().sorted().toList();
    }
}
