// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.core;

import io.github.imagegallery.Gallery;
import io.github.imagegallery.GalleryChange;
import io.github.imagegallery.ImageDefinition;
import io.github.imagegallery.PendingChange;
import io.github.imagegallery.core.record.GalleryRecord;
import io.github.imagegallery.core.record.Keys;
import io.github.imagegallery.model.GalleryInfo;
import io.github.imagegallery.model.ImageDefinitionInfo;
import java.util.List;

/** The address of a gallery, and what can be asked of it. */
record GalleryHandle(Engine engine, Address address) implements Gallery {

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
        return this::deleteNow;
    }

    private GalleryInfo deleteNow() {
        address.checked("delete");
        return engine.ledger().change("Cannot delete " + address, draft -> {
            GalleryRecord gallery = draft.read(address.galleryKey(), GalleryRecord.class)
                    .orElseThrow(() -> Catalog.notFound("delete", address));
            GalleryInfo info = gallery.info(engine.settings().subscription());
            refuseChildren(info);
            draft.requireNone(address.childrenKey());
            draft.count(Keys.limit("galleries", info.location()), -1);
            draft.delete(address.galleryKey());
            return info;
        });
    }

    private void refuseChildren(GalleryInfo info) {
        List<String> definitions = engine.catalog().definitions(info).stream()
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
        return engine.catalog().gallery(address.checked("read")).orElseThrow(() -> Catalog.notFound("read", address));
    }

    @Override
    public ImageDefinition definition(String name) {
        return new DefinitionHandle(engine, address.definition(name));
    }

    @Override
    public List<ImageDefinitionInfo> definitions() {
        return engine.catalog().definitions(info());
    }
}
