// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.core;

import io.github.imagegallery.Directory;
import io.github.imagegallery.error.GalleryException;
import io.github.imagegallery.model.RegionCatalog;
import io.github.imagegallery.model.SubscriptionInfo;
import io.github.imagegallery.policy.GalleryRules;
import io.github.imagegallery.policy.NameRule;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.immutables.value.Value;

/** What may differ from one set of galleries to another. */
@Value.Immutable
@SettingsStyle
public abstract class GallerySettings {
    private static final GallerySettings DEFAULTS = builder().build();

    GallerySettings() {}

    /** Returns the defaults: classic rules, the public cloud's regions, the system's clock, all processors. */
    public static GallerySettings defaults() {
        return DEFAULTS;
    }

    /** Returns the limits and choices in force; classic by default. */
    @Value.Default
    public GalleryRules rules() {
        return GalleryRules.classic();
    }

    /** Returns the regions that there are; the public cloud's by default. */
    @Value.Default
    public RegionCatalog regions() {
        return RegionCatalog.publicCloud();
    }

    /** Returns the clock that dates and ends of life go by; the system's, in UTC, by default. */
    @Value.Default
    public Clock clock() {
        return Clock.systemUTC();
    }

    /** Returns how many threads hash and compress at a time, from 1; the number of processors by default. */
    @Value.Default
    public int parallelism() {
        return Runtime.getRuntime().availableProcessors();
    }

    /**
     * Returns how many blobs are copied from site to site at a time, over all that is replicated with these galleries, from 1;
     * {@link #parallelism()} by default. Each is read once for all sites of a region and takes at most 32 MiB. More than the
     * processors pay where sites are reached over a network.
     */
    @Value.Default
    public int replicationParallelism() {
        return parallelism();
    }

    /**
     * Returns how long one who makes replicas may be silent until another takes the work over; three seconds by default. It is
     * for efficiency only: where it is too short, the same bytes are perhaps copied twice.
     */
    @Value.Default
    public Duration leaseTerm() {
        return Duration.ofSeconds(3);
    }

    /** Returns the subscription of galleries that name none; {@code default} by default. */
    @Value.Default
    public String defaultSubscription() {
        return "default";
    }

    /** Returns the resource group of galleries that name none; {@code default} by default. */
    @Value.Default
    public String defaultResourceGroup() {
        return "default";
    }

    /**
     * Returns the subscriptions of which more is known than their id; none by default. Any other is of the tenant
     * {@code default} and on no allow list.
     */
    public abstract List<SubscriptionInfo> subscriptions();

    /** Returns what the application knows of principals; nothing by default. */
    @Value.Default
    public Directory directory() {
        return Directory.empty();
    }

    /**
     * Returns what is known of a subscription.
     *
     * @param id its id, whatever the case of its letters
     * @throws io.github.imagegallery.error.InvalidParameterException if the id is malformed
     */
    public SubscriptionInfo subscription(String id) {
        return subscriptions().stream()
                .filter(known -> known.id().equalsIgnoreCase(id))
                .findFirst()
                .orElseGet(() -> SubscriptionInfo.of(id));
    }

    /**
     * Refuses less than one thread, a term that is not positive, a subscription or resource group that cannot be, and a
     * subscription that is described twice.
     */
    @Value.Check
    void check() {
        subscription(defaultSubscription());
        NameRule.checkResourceGroup(defaultResourceGroup()).ifPresent(malformed -> {
            throw GalleryException.of("Cannot use these settings", List.of(malformed));
        });
        if (subscriptions().stream().map(SubscriptionInfo::id).distinct().count()
                != subscriptions().size()) {
            throw new IllegalArgumentException("A subscription is described twice: " + subscriptions());
        }
        requirePositive("parallelism", parallelism());
        requirePositive("replicationParallelism", replicationParallelism());
        if (leaseTerm().isNegative() || leaseTerm().isZero()) {
            throw new IllegalArgumentException("leaseTerm must be positive, and is " + leaseTerm());
        }
    }

    private static void requirePositive(String setting, int threads) {
        if (threads < 1) {
            throw new IllegalArgumentException(setting + " must be at least 1, and is " + threads);
        }
    }

    /** Starts settings of your own. */
    public static Builder builder() {
        return new Builder();
    }

    /** Gathers settings; none is required. Not for use by several threads. */
    public static final class Builder extends ImmutableGallerySettings.Builder {
        Builder() {}
    }
}
