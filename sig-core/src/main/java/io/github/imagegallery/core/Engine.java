// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.core;

import io.github.imagegallery.core.content.Contents;
import io.github.imagegallery.core.record.Ledger;
import io.github.imagegallery.model.RegionCatalog;
import io.github.imagegallery.model.SubscriptionInfo;
import io.github.imagegallery.policy.GalleryRules;
import java.time.Instant;

/** What the handles of one subscription share. Safe for use by many threads. */
final class Engine {
    private final Cloud cloud;
    private final SubscriptionInfo info;
    private final RegionCatalog regions;
    private final Ledger ledger;
    private final Catalog catalog;
    private final Replicator replicator;
    private final Publisher publisher;

    Engine(Cloud cloud, SubscriptionInfo info, Ledger ledger) {
        this.cloud = cloud;
        this.info = info;
        this.regions = cloud.settings().regions().allowing(info.allowListedRegions());
        this.ledger = ledger;
        this.catalog = new Catalog(ledger, info.id());
        this.replicator = new Replicator(this);
        this.publisher = new Publisher(this);
    }

    /** Returns what all subscriptions share. */
    Cloud cloud() {
        return cloud;
    }

    SubscriptionInfo info() {
        return info;
    }

    String subscription() {
        return info.id();
    }

    /** Returns the resource group of those who name none. */
    String defaultResourceGroup() {
        return cloud.settings().resourceGroup();
    }

    GalleryRules rules() {
        return cloud.settings().rules();
    }

    /** Returns the regions, of which this subscription may use those that need an allow list only if it is on it. */
    RegionCatalog regions() {
        return regions;
    }

    Instant now() {
        return cloud.settings().clock().instant();
    }

    Ledger ledger() {
        return ledger;
    }

    Contents contents() {
        return cloud.contents();
    }

    Catalog catalog() {
        return catalog;
    }

    Publisher publisher() {
        return publisher;
    }

    Replicator replicator() {
        return replicator;
    }
}
