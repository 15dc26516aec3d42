// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.model;

import io.github.imagegallery.error.GalleryException;
import io.github.imagegallery.error.Violation;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * What is known of a subscription (domain, Resources). Immutable.
 *
 * @param id its id, in lower case: 1 to 128 letters, digits, {@code -}, {@code _} or {@code .}, beginning with a letter or
 *     digit, and not with {@code tenant.}
 * @param tenant the tenant that it belongs to, in lower case: of the same form, up to 121 characters
 * @param allowListedRegions regions that only permitted subscriptions may use, and this one may
 */
public record SubscriptionInfo(String id, String tenant, Set<RegionName> allowListedRegions) {
    private static final String DEFAULT_TENANT = "default";
    private static final String RESERVED = "tenant.";
    private static final Pattern ID = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,127}");

    /** @throws io.github.imagegallery.error.InvalidParameterException if an id is malformed, naming each that is */
    public SubscriptionInfo {
        List<Violation> violations = new ArrayList<>();
        check(id, violations);
        Scope.checkTenant("tenant", tenant).ifPresent(violations::add);
        if (id.toLowerCase(Locale.ROOT).startsWith(RESERVED)) {
            violations.add(Violation.invalid(
                    "subscription", id, "ids that begin with '" + RESERVED + "' are reserved", "choose another id"));
        }
        if (!violations.isEmpty()) {
            throw GalleryException.of("Cannot use the subscription '" + id + "'", violations);
        }
        id = id.toLowerCase(Locale.ROOT);
        tenant = tenant.toLowerCase(Locale.ROOT);
        allowListedRegions = Collections.unmodifiableSet(new TreeSet<>(allowListedRegions));
    }

    private static void check(String id, List<Violation> violations) {
        if (!ID.matcher(id).matches()) {
            violations.add(Violation.invalid(
                    "subscription",
                    id,
                    id.isEmpty() ? "it is empty" : "it is not the id of a subscription",
                    "use 1 to 128 letters, digits, '-', '_' or '.', beginning with a letter or digit"));
        }
    }

    /**
     * Returns a subscription of the tenant {@code default} that is on no allow list.
     *
     * @throws io.github.imagegallery.error.InvalidParameterException if the id is malformed
     */
    public static SubscriptionInfo of(String id) {
        return new SubscriptionInfo(id, DEFAULT_TENANT, Set.of());
    }

    /** Returns this subscription in that tenant. */
    public SubscriptionInfo inTenant(String name) {
        return new SubscriptionInfo(id, name, allowListedRegions);
    }

    /** Returns this subscription, permitted to use that region too. */
    public SubscriptionInfo allowListed(String region) {
        Set<RegionName> more = new TreeSet<>(allowListedRegions);
        more.add(RegionName.of(region));
        return new SubscriptionInfo(id, tenant, more);
    }
}
