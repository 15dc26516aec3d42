// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.core;

import io.github.imagegallery.Gallery;
import io.github.imagegallery.Listing;
import io.github.imagegallery.Subscription;
import io.github.imagegallery.model.Action;
import io.github.imagegallery.model.GalleryInfo;
import io.github.imagegallery.model.ImageDefinitionInfo;
import io.github.imagegallery.model.SubscriptionInfo;
import io.github.imagegallery.model.Usage;
import java.util.List;

/** One subscription, and what can be asked of it. */
record SubscriptionHandle(Engine engine) implements Subscription, ShareableHandle {

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
        return new Pages<>("the galleries", engine.listings()::galleries);
    }

    @Override
    public Listing<ImageDefinitionInfo> definitions() {
        return new Pages<>("the definitions", engine.listings()::definitions);
    }

    @Override
    public List<Usage> usage() {
        engine.access().require(Action.READ, scope(), "Cannot read the usage of " + scope());
        return new Usages(engine).read();
    }

    @Override
    public SharingPlace place() {
        return SharingPlace.root(engine);
    }
}
