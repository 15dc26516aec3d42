// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.core;

import io.github.imagegallery.core.record.GalleryRecord;
import io.github.imagegallery.model.Action;
import io.github.imagegallery.model.GalleryInfo;
import io.github.imagegallery.model.ResourceId;
import io.github.imagegallery.policy.UpdateRule;

/** A gallery that is about to be changed. */
final class GalleryUpdate extends PendingGallery {
    GalleryUpdate(Engine engine, Address address) {
        super(engine, address);
    }

    @Override
    public GalleryInfo commit() {
        String request = "Cannot update " + address;
        return engine.ledger().change(request, draft -> {
            engine.access().require(Action.WRITE, address, request);
            Faults faults = new Faults(request).addAll(address.violations());
            check(faults);
            GalleryInfo before = faults.found(address, () -> draft.read(address.galleryKey(), GalleryRecord.class))
                    .info(engine.subscription());
            GalleryInfo after = GalleryInfo.builder()
                    .from(before)
                    .id(id(before))
                    .location(location.orElse(before.location()))
                    .description(description.value().or(before::description).filter(text -> !text.isEmpty()))
                    .tags(tags.isEmpty() ? before.tags() : tags)
                    .build();
            faults.addAll(UpdateRule.check(before, after, engine.rules())).refuse();
            if (!after.equals(before)) {
                draft.put(address.galleryKey(), GalleryRecord.of(after));
            }
            return after;
        });
    }

    /** Returns the id that is asked for: the present one if they differ in the case of letters only. */
    private ResourceId id(GalleryInfo before) {
        ResourceId asked = ResourceId.gallery(
                engine.subscription(), resourceGroup.orElse(before.id().resourceGroup()), before.name());
        return asked.equals(before.id()) ? before.id() : asked;
    }
}
