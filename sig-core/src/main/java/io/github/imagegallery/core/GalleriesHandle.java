// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.core;

import io.github.imagegallery.Gallery;
import io.github.imagegallery.ImageDefinition;
import io.github.imagegallery.ImageGalleries;
import io.github.imagegallery.ImageVersion;
import io.github.imagegallery.Listing;
import io.github.imagegallery.ProgressListener;
import io.github.imagegallery.Subscription;
import io.github.imagegallery.error.GalleryException;
import io.github.imagegallery.error.Violation;
import io.github.imagegallery.model.GalleryInfo;
import io.github.imagegallery.model.ImageDefinitionInfo;
import io.github.imagegallery.model.RegionCatalog;
import io.github.imagegallery.model.ResourceId;
import io.github.imagegallery.model.VerifyReport;
import java.util.List;

/** The galleries of one cloud. */
record GalleriesHandle(Cloud cloud) implements ImageGalleries {

    @Override
    public RegionCatalog regions() {
        return cloud.settings().regions();
    }

    @Override
    public Subscription subscription(String id) {
        return new SubscriptionHandle(cloud.engine(id));
    }

    @Override
    public Gallery gallery(String name) {
        return new GalleryHandle(cloud.defaultEngine(), Address.of(name));
    }

    @Override
    public Gallery gallery(ResourceId id) {
        Engine engine = cloud.engine(id.subscription());
        Address address = Address.of(id.gallery()).checked("find");
        engine.catalog()
                .gallery(address)
                .filter(found -> found.id().resourceGroup().equalsIgnoreCase(id.resourceGroup()))
                .orElseThrow(() -> Catalog.notFound("find", address));
        return new GalleryHandle(engine, address);
    }

    @Override
    public ImageDefinition definition(ResourceId id) {
        String name = id.definition().orElseThrow(() -> tooShort(id, "definition"));
        return gallery(id).definition(name);
    }

    @Override
    public ImageVersion version(ResourceId id) {
        return definition(id).version(id.version().orElseThrow(() -> tooShort(id, "version")));
    }

    private static GalleryException tooShort(ResourceId id, String wanted) {
        return GalleryException.of(
                "Cannot find a " + wanted,
                List.of(Violation.invalid(
                        "id",
                        id,
                        "it names no " + wanted,
                        "give the id of a " + wanted + ", or ask for what it names")));
    }

    @Override
    public Listing<GalleryInfo> list() {
        return new CloudListing<>(cloud, Catalog::galleries).pages("the galleries");
    }

    @Override
    public Listing<ImageDefinitionInfo> definitions() {
        return new CloudListing<>(cloud, Catalog::definitions).pages("the definitions");
    }

    @Override
    public VerifyReport verify(ProgressListener listener) {
        return new Verifier(cloud, listener).verify();
    }

    @Override
    public void close() {
        cloud.close();
    }
}
