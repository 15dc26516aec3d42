// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.core;

import io.github.imagegallery.core.content.Contents;
import io.github.imagegallery.core.record.Ledger;
import io.github.imagegallery.model.Principal;
import io.github.imagegallery.model.RegionCatalog;
import io.github.imagegallery.model.Scope;
import io.github.imagegallery.model.SubscriptionInfo;
import io.github.imagegallery.policy.GalleryRules;
import java.time.Instant;
import java.util.List;

/** What the handles of one subscription share. Safe for use by many threads. */
final class Engine {
    private final Cloud cloud;
    private final SubscriptionInfo info;
    private final RegionCatalog regions;
    private final Ledger ledger;
    private final Sites sites;
    private final Catalog catalog;
    private final Listings listings;
    private final Versions versions;
    private final Replicator replicator;
    private final Publisher publisher;
    private final Access access;

    /** Makes the engine of a subscription, for the application itself. */
    Engine(Cloud cloud, SubscriptionInfo info, Ledger ledger) {
        this.cloud = cloud;
        this.info = info;
        this.regions = cloud.settings().regions().allowing(info.allowListedRegions());
        this.ledger = ledger;
        this.sites = new Sites(ledger);
        this.catalog = new Catalog(ledger, info.id());
        this.listings = new Listings(ledger, info.id(), key -> true);
        this.versions = new Versions(ledger);
        this.replicator = new Replicator(this);
        this.publisher = new Publisher(this);
        Scope root = Scope.of(info);
        this.access = cloud.access(root, List.of(cloud.grants(info.tenant()), new Grants(ledger, root)));
    }

    /** Makes the engine as a principal sees it. */
    private Engine(Engine all, Access access) {
        this.cloud = all.cloud;
        this.info = all.info;
        this.regions = all.regions;
        this.ledger = all.ledger.seenBy(access::sees);
        this.sites = all.sites;
        this.catalog = all.catalog.seenBy(access::sees);
        this.listings = new Listings(ledger, info.id(), access::sees);
        this.versions = all.versions;
        this.replicator = all.replicator;
        this.publisher = all.publisher;
        this.access = access;
    }

    /** Returns this engine as a principal sees it. */
    Engine as(Principal principal) {
        return new Engine(this, access.of(principal));
    }

    /** Tells whether the other is of the same cloud, as the same principal sees it. */
    boolean isOfSameCaller(Engine other) {
        return cloud == other.cloud && access.principal().equals(other.access.principal());
    }

    /** Returns what who asks may do. */
    Access access() {
        return access;
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
        return cloud.settings().defaultResourceGroup();
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

    /** Returns what the sites keep for those who write beside a collector. */
    Sites sites() {
        return sites;
    }

    /** Returns the sites that readers had to pass over. */
    Tickets tickets() {
        return new Tickets(ledger);
    }

    Catalog catalog() {
        return catalog;
    }

    Listings listings() {
        return listings;
    }

    Versions versions() {
        return versions;
    }

    Publisher publisher() {
        return publisher;
    }

    Replicator replicator() {
        return replicator;
    }
}
