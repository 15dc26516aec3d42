// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.core;

import io.github.imagegallery.PendingChange;
import io.github.imagegallery.core.record.Keys;
import io.github.imagegallery.core.record.Ledger;
import io.github.imagegallery.core.record.RegionRecord;
import io.github.imagegallery.core.record.VersionRecord;
import io.github.imagegallery.model.ImageVersionInfo;
import io.github.imagegallery.model.ResourceId;
import io.github.imagegallery.storage.StoredRecord;
import java.util.List;

/**
 * A version that is about to be deleted. Only its records go, in one commit; bytes that no other version needs are the
 * collector's.
 */
record VersionDeletion(Engine engine, Address address) implements PendingChange<ImageVersionInfo> {

    @Override
    public ImageVersionInfo commit() {
        address.checked("delete");
        ResourceId definition = engine.catalog()
                .definition(address)
                .orElseThrow(() -> Catalog.notFound("delete", address))
                .id();
        return engine.ledger().change("Cannot delete " + address, draft -> {
            VersionRecord version = draft.read(address.versionKey(), VersionRecord.class)
                    .orElseThrow(() -> Catalog.notFound("delete", address));
            List<StoredRecord> regions = engine.ledger()
                    .scan(
                            Keys.regions(address.gallery(), address.definitionName(), address.number()),
                            stored -> stored);
            draft.delete(address.versionKey());
            regions.forEach(region -> draft.delete(region.key()));
            draft.drain(address.childrenKey(), regions.size());
            draft.count(address.parent().childrenKey(), -1);
            draft.count(Keys.limit("versions", version.home()), -1);
            draft.touch(address.epochKey());
            return version.info(
                    definition,
                    regions.stream()
                            .map(region ->
                                    Ledger.decode(region, RegionRecord.class).info())
                            .toList());
        });
    }
}
