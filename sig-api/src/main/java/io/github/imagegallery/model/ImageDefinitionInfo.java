// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.model;

import java.net.URI;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.immutables.value.Value;

/** An image definition as it is: a type of image, of which there are versions. */
@Value.Immutable
@GalleryStyle
public abstract class ImageDefinitionInfo {
    ImageDefinitionInfo() {}

    /** Returns its id. */
    public abstract ResourceId id();

    /** Returns its name, as it was written when it was created. */
    public String name() {
        return id().definition().orElseThrow();
    }

    /** Returns where it is. */
    public abstract RegionName location();

    /** Returns publisher, offer and SKU. */
    public abstract ImageIdentifier identifier();

    /** Returns the operating system family of its versions. */
    public abstract OsType osType();

    /** Returns whether its versions are generalized or specialized. */
    public abstract OsState osState();

    /** Returns the kind of virtual machine that its versions boot on. */
    @Value.Default
    public HyperVGeneration hyperVGeneration() {
        return HyperVGeneration.V1;
    }

    /** Returns the processor family of its versions. */
    @Value.Default
    public Architecture architecture() {
        return Architecture.X64;
    }

    /** Returns what it is for, empty if nobody said. */
    public abstract Optional<String> description();

    /** Returns the instant after which it is past its life, empty if it has no end. */
    public abstract Optional<Instant> endOfLifeDate();

    /** Returns how many virtual CPUs a machine should have, empty if nobody said. */
    public abstract Optional<IntRange> recommendedVcpus();

    /** Returns how much memory a machine should have, in MiB, empty if nobody said. */
    public abstract Optional<IntRange> recommendedMemoryMiB();

    /** Returns the kinds of disk that the OS disk of a machine may not be; empty if all are allowed. */
    public abstract Set<DiskType> disallowedDiskTypes();

    /** Returns where the release notes are, empty if nobody said. */
    public abstract Optional<URI> releaseNoteUri();

    /** Returns where the privacy statement is, empty if nobody said. */
    public abstract Optional<URI> privacyStatementUri();

    /** Returns the licence agreement, or where it is; empty if nobody said. */
    public abstract Optional<String> eula();

    /** Returns the plan under which its versions are bought, empty if they are not. */
    public abstract Optional<PurchasePlan> purchasePlan();

    /** Returns its features, such as {@code SecurityType}; their names are matched ignoring case. */
    public abstract Map<String, String> features();

    /** Returns its tags: names and values of your own. */
    public abstract Map<String, String> tags();

    /** Starts a definition's facts. */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * Gathers a definition's facts; id, location, identifier, OS type and OS state are required. Not for use by several
     * threads.
     */
    public static final class Builder extends ImmutableImageDefinitionInfo.Builder {
        Builder() {}
    }
}
