// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.core;

import io.github.imagegallery.Gallery;
import io.github.imagegallery.Listing;
import io.github.imagegallery.PendingChange;
import io.github.imagegallery.Subscription;
import io.github.imagegallery.model.Action;
import io.github.imagegallery.model.GalleryInfo;
import io.github.imagegallery.model.ImageDefinitionInfo;
import io.github.imagegallery.model.Principal;
import io.github.imagegallery.model.Role;
import io.github.imagegallery.model.RoleAssignment;
import io.github.imagegallery.model.Scope;
import io.github.imagegallery.model.Sharing;
import io.github.imagegallery.model.SubscriptionInfo;
import io.github.imagegallery.model.Usage;
import java.util.List;

/** One subscription, and what can be asked of it. */
record SubscriptionHandle(Engine engine) implements Subscription {

    @Override
    public SubscriptionInfo info() {
        return engine.info();
    }

    @Override
    public Gallery gallery(String name) {
        return new GalleryHandle(engine, Address.of(name));
    }

    @Override
    public Listing<GalleryInfo> galleries() {
        return new Pages<>("the galleries", engine.catalog()::galleries);
    }

    @Override
    public Listing<ImageDefinitionInfo> definitions() {
        return new Pages<>("the definitions", engine.catalog()::definitions);
    }

    @Override
    public List<Usage> usage() {
        engine.access().requireOpenly(Action.READ, scope(), "Cannot read the usage of " + scope());
        return new Usages(engine).read();
    }

    @Override
    public Scope scope() {
        return engine.access().root();
    }

    @Override
    public PendingChange<Sharing> share(Principal principal, Role role) {
        return sharing().share(principal, role);
    }

    @Override
    public PendingChange<RoleAssignment> unshare(Principal principal, String role) {
        return sharing().unshare(principal, role);
    }

    @Override
    public List<RoleAssignment> assignments() {
        return sharing().assignments();
    }

    private PendingSharing sharing() {
        return new PendingSharing(SharingPlace.root(engine));
    }
}
