// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.policy;

import org.immutables.value.Value;

/**
 * The limits and choices in which galleries differ. {@link #classic()} and {@link #current()} are presets; start your
 * own from {@link #toBuilder()}.
 */
@Value.Immutable
@RulesStyle
public abstract class GalleryRules {
    private static final long TIB = 1L << 40;
    private static final GalleryRules CLASSIC = builder()
            .maxGalleries(100)
            .maxDefinitions(1_000)
            .maxVersions(10_000)
            .maxReplicasPerRegion(10)
            .maxDiskBytes(TIB)
            .machinesPerReplica(20)
            .minAdvisedReplicas(1)
            .endOfLifeBlocksDeployment(true)
            .allowDeletionOfReplicatedLocations(true)
            .updatesBeyondClassic(false)
            .build();
    private static final GalleryRules CURRENT = CLASSIC.toBuilder()
            .maxReplicasPerRegion(100)
            .maxDiskBytes(2 * TIB)
            .machinesPerReplica(50)
            .minAdvisedReplicas(3)
            .endOfLifeBlocksDeployment(false)
            .allowDeletionOfReplicatedLocations(false)
            .updatesBeyondClassic(true)
            .build();

    GalleryRules() {}

    /** Returns the rules of the classic service, which are the default. */
    public static GalleryRules classic() {
        return CLASSIC;
    }

    /** Returns the rules of today's service. */
    public static GalleryRules current() {
        return CURRENT;
    }

    /** Returns how many galleries one subscription may have in one location. */
    public abstract int maxGalleries();

    /** Returns how many definitions one subscription may have in one location. */
    public abstract int maxDefinitions();

    /** Returns how many versions one subscription may have in one location. */
    public abstract int maxVersions();

    /** Returns how many replicas one version may have in one region. */
    public abstract int maxReplicasPerRegion();

    /** Returns how large one disk may be, in bytes. */
    public abstract long maxDiskBytes();

    /** Returns how many single machines may be created from one replica at the same time, by {@link ReplicaSizing}. */
    public abstract int machinesPerReplica();

    /**
     * Returns how many replicas {@link ReplicaSizing} asks for at least, however little is deployed; where that is more than
     * the limit, the limit.
     */
    public abstract int minAdvisedReplicas();

    /** Returns whether a version past its end of life is refused, or only warned of. */
    public abstract boolean endOfLifeBlocksDeployment();

    /**
     * Returns whether a region to which a version is replicated may be dropped, where the version's publication does not say
     * so itself: what its safety profile says by default.
     */
    public abstract boolean allowDeletionOfReplicatedLocations();

    /**
     * Returns whether tags, release notes, disallowed disk types and safety profiles may be changed too, which the classic
     * service's closed list does not name.
     */
    public abstract boolean updatesBeyondClassic();

    /** Refuses numbers that are not positive. */
    @Value.Check
    void check() {
        requirePositive("maxGalleries", maxGalleries());
        requirePositive("maxDefinitions", maxDefinitions());
        requirePositive("maxVersions", maxVersions());
        requirePositive("maxReplicasPerRegion", maxReplicasPerRegion());
        requirePositive("maxDiskBytes", maxDiskBytes());
        requirePositive("machinesPerReplica", machinesPerReplica());
        requirePositive("minAdvisedReplicas", minAdvisedReplicas());
    }

    private static void requirePositive(String name, long value) {
        if (value < 1) {
            throw new IllegalArgumentException(name + " must be positive, and is " + value);
        }
    }

    /** Starts rules of your own. */
    public static Builder builder() {
        return new Builder();
    }

    /** Starts rules of your own from these. */
    public Builder toBuilder() {
        return builder().from(this);
    }

    /** Gathers rules; all are required. Not for use by several threads. */
    public static final class Builder extends ImmutableGalleryRules.Builder {
        Builder() {}
    }
}
