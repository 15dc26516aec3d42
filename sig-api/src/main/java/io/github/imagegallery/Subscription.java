// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery;

import io.github.imagegallery.model.GalleryInfo;
import io.github.imagegallery.model.ImageDefinitionInfo;
import io.github.imagegallery.model.SubscriptionInfo;

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
}
