// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery;

import io.github.imagegallery.model.GalleryInfo;
import io.github.imagegallery.model.ImageDefinitionInfo;
import io.github.imagegallery.model.SubscriptionInfo;
import io.github.imagegallery.model.Usage;
import java.util.List;

/**
 * A subscription: what galleries belong to, and what limits are counted for (domain, Resources). One comes into being
 * with its first gallery. Safe for use by many threads.
 */
public interface Subscription extends Shareable {

    /** Returns what is known of it. */
    SubscriptionInfo info();

    /** Returns the handle of a gallery of this subscription. */
    Gallery gallery(String name);

    /** Lists its galleries, of all resource groups, in the order of their names. */
    Listing<GalleryInfo> galleries();

    /** Lists the definitions of all its galleries, in the order of the galleries' and their own names. */
    Listing<ImageDefinitionInfo> definitions();

    /**
     * Returns how much of its limits it uses (domain, Limits): for each kind and location of which there is something, in the
     * order of kinds and of the catalogue's regions. The counts are those that creators are held to.
     *
     * @throws io.github.imagegallery.error.AuthorizationFailedException if the subscription may not be read
     */
    List<Usage> usage();
}
