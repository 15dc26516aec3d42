// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.core;

import io.github.imagegallery.Gallery;
import io.github.imagegallery.Listing;
import io.github.imagegallery.Subscription;
import io.github.imagegallery.model.GalleryInfo;
import io.github.imagegallery.model.ImageDefinitionInfo;
import io.github.imagegallery.model.SubscriptionInfo;

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
}
