// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.core;

import io.github.imagegallery.Gallery;
import io.github.imagegallery.ImageDefinition;
import io.github.imagegallery.ImageGalleries;
import io.github.imagegallery.ImageVersion;
import io.github.imagegallery.Listing;
import io.github.imagegallery.MaintenanceJob;
import io.github.imagegallery.ProgressListener;
import io.github.imagegallery.RepairJob;
import io.github.imagegallery.Subscription;
import io.github.imagegallery.Tenant;
import io.github.imagegallery.error.ErrorCode;
import io.github.imagegallery.error.GalleryException;
import io.github.imagegallery.error.Violation;
import io.github.imagegallery.model.AccessExplanation;
import io.github.imagegallery.model.Action;
import io.github.imagegallery.model.CollectReport;
import io.github.imagegallery.model.GalleryInfo;
import io.github.imagegallery.model.ImageDefinitionInfo;
import io.github.imagegallery.model.Principal;
import io.github.imagegallery.model.RegionCatalog;
import io.github.imagegallery.model.ResourceId;
import io.github.imagegallery.model.Scope;
import io.github.imagegallery.model.VerifyReport;
import io.github.imagegallery.model.VersionNumber;
import java.util.List;
import java.util.Optional;

/** The galleries of one cloud, as one who asks sees them. */
record GalleriesHandle(Caller caller) implements ImageGalleries {

    @Override
    public RegionCatalog regions() {
        return caller.cloud().settings().regions();
    }

    @Override
    public Subscription subscription(String id) {
        return new SubscriptionHandle(caller.engine(id));
    }

    @Override
    public ImageGalleries as(Principal principal) {
        String request = "Cannot act as " + principal;
        caller.principal().filter(self -> !self.equals(principal)).ifPresent(self -> {
            throw GalleryException.of(
                    request,
                    List.of(new Violation(
                            ErrorCode.AUTHORIZATION_FAILED,
                            "principal",
                            principal.toString(),
                            "these are the galleries of " + self,
                            "ask the application's own galleries")));
        });
        return new GalleriesHandle(new Caller(caller.cloud(), Optional.of(principal)));
    }

    @Override
    public AccessExplanation explain(Principal principal, Action action, Scope scope) {
        return caller.explain(principal, action, scope);
    }

    @Override
    public Tenant tenant(String name) {
        return new TenantHandle(caller.tenant(name));
    }

    @Override
    public Gallery gallery(String name) {
        return new GalleryHandle(caller.defaultEngine(), Address.of(name));
    }

    @Override
    public Gallery gallery(ResourceId id) {
        return find(id, Address.of(id.gallery()));
    }

    /** Finds a gallery in its resource group, for one who may see a resource in it. */
    private Gallery find(ResourceId id, Address wanted) {
        Engine engine = caller.engine(id.subscription());
        Address address = Address.of(id.gallery()).checked("find");
        engine.catalog()
                .galleryId(address)
                .filter(found -> found.resourceGroup().equalsIgnoreCase(id.resourceGroup()))
                .filter(found ->
                        engine.access().allows(Action.READ, engine.access().scope(wanted)))
                .orElseThrow(() -> Faults.notFound("find", address));
        return new GalleryHandle(engine, address);
    }

    @Override
    public ImageDefinition definition(ResourceId id) {
        String name = id.definition().orElseThrow(() -> tooShort(id, "definition"));
        return find(id, Address.of(id.gallery()).definition(name)).definition(name);
    }

    @Override
    public ImageVersion version(ResourceId id) {
        VersionNumber number = id.version().orElseThrow(() -> tooShort(id, "version"));
        return find(id, Address.of(id))
                .definition(id.definition().orElseThrow())
                .version(number);
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
    public Listing<GalleryInfo> galleries() {
        return new CloudListing<>(caller, Listings::galleries).pages("the galleries");
    }

    @Override
    public Listing<ImageDefinitionInfo> definitions() {
        return new CloudListing<>(caller, Listings::definitions).pages("the definitions");
    }

    @Override
    public VerifyReport verify(ProgressListener listener) {
        return new Verifier(caller, listener).verify();
    }

    @Override
    public RepairJob repair() {
        return new Repair(caller);
    }

    @Override
    public MaintenanceJob<CollectReport> collect() {
        return new Collection(caller);
    }

    @Override
    public void close() {
        if (caller.principal().isEmpty()) {
            caller.cloud().close();
        }
    }
}
