// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.core;

import io.github.imagegallery.PricedChange;
import io.github.imagegallery.core.record.Draft;
import io.github.imagegallery.model.Action;
import io.github.imagegallery.model.CostChange;
import io.github.imagegallery.model.ImageVersionInfo;
import io.github.imagegallery.model.PriceBook;
import io.github.imagegallery.model.ResourceId;
import io.github.imagegallery.policy.CostModel;
import io.github.imagegallery.policy.DeletionRule;
import java.util.Optional;
import java.util.function.Function;

/**
 * A version that is about to be deleted. Only its records go, in one commit; bytes that no other version needs are the
 * collector's.
 */
record VersionDeletion(Engine engine, Address address)
        implements SingleCommit<ImageVersionInfo>, PricedChange<ImageVersionInfo> {

    @Override
    public CostChange estimate(PriceBook prices) {
        ImageVersionInfo version = drafting().rehearse(Terms.none());
        return CostModel.change(Optional.of(version), Optional.empty(), prices);
    }

    @Override
    public Drafting<ImageVersionInfo> drafting() {
        return Drafting.of(engine, "delete " + address, "", function());
    }

    /** Returns what drafts the deletion. */
    Function<Draft, ImageVersionInfo> function() {
        address.checked("delete");
        ResourceId definition =
                engine.catalog().definitionId(address).orElseThrow(() -> Faults.notFound("delete", address));
        return draft -> {
            StoredVersion version =
                    StoredVersion.read(draft, address).orElseThrow(() -> Faults.notFound("delete", address));
            engine.access().require(Action.DELETE, address, "Cannot delete " + address);
            ImageVersionInfo info = version.info(definition);
            new Faults("Cannot delete " + address)
                    .add(DeletionRule.check(info, engine.now()))
                    .refuse();
            version.delete(draft, address);
            return info;
        };
    }
}
