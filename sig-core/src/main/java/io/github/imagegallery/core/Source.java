// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.core;

import io.github.imagegallery.ProgressListener;
import io.github.imagegallery.core.content.Inventory;
import io.github.imagegallery.core.record.Draft;
import io.github.imagegallery.core.record.VersionRecord.Disk;
import io.github.imagegallery.error.Violation;
import io.github.imagegallery.model.DiskInfo;
import io.github.imagegallery.model.SourceInfo;
import io.github.imagegallery.storage.BlobId;
import io.github.imagegallery.storage.Site;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a version is made from, opened for one publication. Not for use by several threads. */
interface Source extends AutoCloseable {

    /** Says which source it is: the same text means the same source, unchanged. */
    String identity();

    /** Looks at what there is, and relies on it; notes why there is nothing to look at. */
    Optional<Seen> look(Draft draft, Faults faults);

    /**
     * Returns what a publication makes of the source and no commit can rely on, each with a digest.
     *
     * @param seen empty if the disks are at home already, and nothing is made of the source
     */
    Map<String, String> facts(Optional<Seen> seen);

    /**
     * Returns the disks that a publication builds upon.
     *
     * @param base the disks of the definition's newest version
     */
    List<Disk> pins(Seen seen, List<Disk> base);

    /**
     * Measures the disks, without storing anything.
     *
     * @throws FailedException if the source is no good after all
     */
    List<DiskInfo> measure(Publisher.Begun begun, ProgressListener listener);

    /**
     * Puts the disks at the first site of a version's home.
     *
     * @throws FailedException if the source is no good after all
     */
    Stored store(Publisher.Begun begun, ProgressListener listener);

    /**
     * Finds out what {@link #store} would do, and does not do it.
     *
     * @param haul is told of the blobs that are then at the first site of the version's home, and works out what is copied
     * @throws FailedException if the source is no good after all
     */
    Weighed weigh(Publisher.Begun begun, Haul haul, ProgressListener listener);

    @Override
    void close();

    /**
     * A source as it was looked at.
     *
     * @param info what is known of it
     * @param version the version that it is, empty if it is in files
     */
    record Seen(SourceInfo info, Optional<StoredVersion> version) {

        /** Returns the publication that made the version, empty if the source is in files. */
        Optional<String> publication() {
            return version.map(found -> found.version().origin().publication());
        }
    }

    /**
     * What was put at home.
     *
     * @param disks the disks, as they are recorded
     * @param storedBytes how many bytes were added, apart from those that came from another site
     * @param movedBytes how many bytes came from another site
     */
    record Stored(List<Disk> disks, long storedBytes, long movedBytes) {

        /** Returns this with what was put before it. */
        Stored after(Stored earlier) {
            return new Stored(disks, earlier.storedBytes + storedBytes, earlier.movedBytes + movedBytes);
        }
    }

    /**
     * What would be put at home.
     *
     * @param disks the disks, as they would be recorded
     * @param storedBytes how many bytes would be added, apart from those that come from another site
     * @param blobs what the disks are made of
     */
    record Weighed(List<Disk> disks, long storedBytes, List<BlobId> blobs) {

        /** Returns what was found out by taking the disks in for show. */
        static Weighed of(List<Disk> disks, Inventory inventory, Site home, Haul haul) {
            haul.stored(home, inventory.used(), inventory.added());
            return new Weighed(disks, inventory.addedBytes(), List.copyOf(inventory.used()));
        }
    }

    /** A source is no good after all: the version is taken back. */
    final class FailedException extends RuntimeException {
        private static final long serialVersionUID = 1;
        private final Violation violation;

        FailedException(Violation violation) {
            super(violation.toString());
            this.violation = violation;
        }

        Violation violation() {
            return violation;
        }
    }
}
