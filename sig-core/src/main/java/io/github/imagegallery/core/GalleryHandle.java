// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.core;

import io.github.imagegallery.Gallery;
import io.github.imagegallery.GalleryChange;
import io.github.imagegallery.ImageDefinition;
import io.github.imagegallery.LifecycleChange;
import io.github.imagegallery.Listing;
import io.github.imagegallery.PendingChange;
import io.github.imagegallery.core.record.GalleryRecord;
import io.github.imagegallery.core.record.Keys;
import io.github.imagegallery.error.ErrorCode;
import io.github.imagegallery.error.GalleryException;
import io.github.imagegallery.error.Violation;
import io.github.imagegallery.model.Action;
import io.github.imagegallery.model.GalleryInfo;
import io.github.imagegallery.model.ImageDefinitionInfo;
import io.github.imagegallery.model.ImageIdentifier;
import io.github.imagegallery.model.ImageVersionInfo;
import io.github.imagegallery.model.LifecyclePolicy;
import java.util.List;

/** The address of a gallery, and what can be asked of it. */
record GalleryHandle(Engine engine, Address address) implements Gallery, ShareableHandle {

    @Override
    public String name() {
        return address.gallery();
    }

    @Override
    public GalleryChange create() {
        return new GalleryCreation(engine, address);
    }

    @Override
    public GalleryChange update() {
        return new GalleryUpdate(engine, address);
    }

    @Override
    public PendingChange<GalleryInfo> delete() {
        return (SingleCommit<GalleryInfo>) this::deletion;
    }

    private Drafting<GalleryInfo> deletion() {
        address.checked("delete");
        return Drafting.of(engine, "delete " + address, "", draft -> {
            GalleryRecord gallery = draft.read(address.galleryKey(), GalleryRecord.class)
                    .orElseThrow(() -> Faults.notFound("delete", address));
            engine.access().require(Action.DELETE, address, "Cannot delete " + address);
            GalleryInfo info = gallery.info(engine.subscription());
            refuseChildren(info);
            draft.requireNone(address.childrenKey());
            draft.count(Keys.limit("galleries", info.location()), -1);
            draft.delete(address.galleryKey());
            Grants.forget(draft, address);
            return info;
        });
    }

    private void refuseChildren(GalleryInfo info) {
        List<String> definitions = engine.listings().definitions(info).stream()
                .map(ImageDefinitionInfo::name)
                .toList();
        if (!definitions.isEmpty()) {
            new Faults("Cannot delete " + address)
                    .add(Faults.hasChildren(address, "definition", definitions))
                    .refuse();
        }
    }

    @Override
    public GalleryInfo info() {
        return engine.catalog().gallery(address.checked("read")).orElseThrow(() -> Faults.notFound("read", address));
    }

    @Override
    public ImageDefinition definition(String name) {
        return new DefinitionHandle(engine, address.definition(name));
    }

    @Override
    public ImageDefinition definition(ImageIdentifier identifier) {
        address.checked("read");
        String name = engine.ledger()
                .read(Keys.identifier(name(), identifier), String.class)
                .filter(found ->
                        engine.catalog().definition(address.definition(found)).isPresent())
                .orElseThrow(() -> noSuchIdentifier(identifier));
        return definition(name);
    }

    private GalleryException noSuchIdentifier(ImageIdentifier identifier) {
        return GalleryException.of(
                "Cannot find " + identifier + " in " + address,
                List.of(new Violation(
                        ErrorCode.RESOURCE_NOT_FOUND,
                        "identifier",
                        identifier.toString(),
                        "no definition in the gallery has it",
                        "look at the list of what there is, or create it")));
    }

    @Override
    public ImageVersionInfo find(String urn, String region) {
        int colon = urn.lastIndexOf(':');
        if (colon < 0) {
            throw GalleryException.of(
                    "Cannot find '" + urn + "'",
                    List.of(Violation.invalid(
                            "urn", urn, "it has no colon", "write publisher:offer:sku:version, or …:latest")));
        }
        ImageDefinition definition = definition(ImageIdentifier.parse(urn.substring(0, colon)));
        String version = urn.substring(colon + 1);
        return version.equalsIgnoreCase("latest")
                ? definition.latest(region)
                : definition.version(version).info();
    }

    @Override
    public LifecycleChange lifecycle(LifecyclePolicy policy) {
        return new GalleryLifecycle(engine, address, policy);
    }

    @Override
    public Listing<ImageDefinitionInfo> definitions() {
        return new Pages<>(
                "the definitions of " + address,
                (next, limit) -> engine.listings().definitions(info(), next, limit));
    }

    @Override
    public SharingPlace place() {
        return SharingPlace.of(engine, address);
    }
}
