// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.core;

import com.google.common.collect.Lists;
import io.github.imagegallery.core.record.DefinitionRecord;
import io.github.imagegallery.core.record.Draft;
import io.github.imagegallery.core.record.Keys;
import io.github.imagegallery.model.Action;
import io.github.imagegallery.model.ImageDefinitionInfo;
import java.util.List;

/** A definition that is about to be deleted, with its history. */
record DefinitionDeletion(Engine engine, Address address) implements SingleCommit<ImageDefinitionInfo> {

    @Override
    public ImageDefinitionInfo commit(Terms terms) {
        Drafting<ImageDefinitionInfo> drafting = drafting();
        drafting.rehearse(terms);
        prepare(drafting.request());
        return drafting.commit(terms);
    }

    @Override
    public Drafting<ImageDefinitionInfo> drafting() {
        address.checked("delete");
        return Drafting.of(engine, "delete " + address, "", this::draft);
    }

    /** Makes the history so short that it is deleted in one commit, if the definition may be deleted. */
    void prepare(String request) {
        engine.ledger().rehearse(request, this::requireDeletable);
        History.shorten(engine.ledger(), address, this::requireDeletable);
    }

    /** Drafts the deletion, which was prepared. */
    ImageDefinitionInfo draft(Draft draft) {
        ImageDefinitionInfo info = requireDeletable(draft);
        draft(draft, info);
        return info;
    }

    /** Drafts the deletion of a definition which has no versions, or loses all of them by the same draft. */
    void draft(Draft draft, ImageDefinitionInfo info) {
        draft.requireNone(address.childrenKey());
        draft.count(address.parent().childrenKey(), -1);
        draft.count(Keys.limit("definitions", info.location()), -1);
        draft.delete(address.definitionKey());
        draft.delete(Keys.identifier(address.gallery(), info.identifier()));
        History.delete(draft, engine.ledger(), address);
        draft.delete(address.epochKey());
        Grants.forget(draft, address);
    }

    /** Returns the definition, which who asks may delete, and which has no versions. */
    private ImageDefinitionInfo requireDeletable(Draft draft) {
        ImageDefinitionInfo info = requirePermitted(draft);
        refuseChildren(info);
        return info;
    }

    /** Returns the definition, which who asks may delete. */
    ImageDefinitionInfo requirePermitted(Draft draft) {
        ImageDefinitionInfo info = draft.read(address.definitionKey(), DefinitionRecord.class)
                .orElseThrow(() -> Faults.notFound("delete", address))
                .info(engine.catalog().galleryId(address).orElseThrow(() -> Faults.notFound("delete", address)));
        engine.access().require(Action.DELETE, address, "Cannot delete " + address);
        return info;
    }

    private void refuseChildren(ImageDefinitionInfo info) {
        List<String> versions = Lists.reverse(engine.versions().of(info)).stream()
                .map(version -> version.number().toString())
                .toList();
        if (!versions.isEmpty()) {
            new Faults("Cannot delete " + address)
                    .add(Faults.hasChildren(address, "version", versions))
                    .refuse();
        }
    }
}
