// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.model;

import java.util.List;
import java.util.Optional;
import org.immutables.value.Value;

/**
 * What shall be deployed from a version, all at the same time (domain, Deployment). Immutable. Nothing is checked here; the
 * rule that plans it checks it as a whole.
 */
@Value.Immutable
@GalleryStyle
public abstract class Deployment {
    Deployment() {}

    /** Returns where. */
    public abstract RegionName region();

    /** Returns how many single machines are created; none by default. */
    @Value.Default
    public int virtualMachines() {
        return 0;
    }

    /** Returns how many instances each scale set has, in the order in which they were named. */
    public abstract List<Integer> scaleSets();

    /** Returns the kind of disk that the OS disk of each machine is; empty if nobody said. */
    public abstract Optional<DiskType> osDiskType();

    /**
     * Returns whether an OS profile is given: computer name, accounts and secrets, which a generalized image needs and a
     * specialized one must not have. Not so by default.
     */
    @Value.Default
    public boolean osProfile() {
        return false;
    }

    /** Returns how many machines there are in all: the single ones and the instances of the scale sets. */
    public long instances() {
        return virtualMachines()
                + scaleSets().stream().mapToLong(Integer::longValue).sum();
    }

    /** Starts a deployment. */
    public static Builder builder() {
        return new Builder();
    }

    /** Gathers a deployment; the region is required. Not for use by several threads. */
    public static final class Builder extends ImmutableDeployment.Builder {
        Builder() {}
    }
}
