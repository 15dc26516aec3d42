// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.core;

import io.github.imagegallery.core.record.GalleryRecord;
import io.github.imagegallery.model.Action;
import io.github.imagegallery.model.GalleryInfo;
import io.github.imagegallery.model.ResourceId;
import io.github.imagegallery.policy.TagRule;
import io.github.imagegallery.policy.UpdateRule;

/** A gallery that is about to be changed. */
final class GalleryUpdate extends PendingGallery {
    GalleryUpdate(Engine engine, Address address) {
        super(engine, address);
    }

    @Override
    public Drafting<GalleryInfo> drafting() {
        String request = "Cannot update " + address;
        return drafting("update", draft -> {
            Faults faults = new Faults(request).addAll(address.violations());
            check(faults);
            GalleryInfo before = faults.found(address, () -> draft.read(address.galleryKey(), GalleryRecord.class))
                    .info(engine.subscription());
            engine.access().require(Action.WRITE, address, request);
            GalleryInfo asked = asked(before);
            faults.addAll(UpdateRule.check(before, asked, engine.rules())).refuse();
            GalleryInfo after = asWritten(before, asked);
            if (!after.equals(before)) {
                draft.put(address.galleryKey(), GalleryRecord.of(after));
            }
            return after;
        });
    }

    private GalleryInfo asked(GalleryInfo before) {
        return GalleryInfo.builder()
                .from(before)
                .id(ResourceId.gallery(
                        engine.subscription(), resourceGroup.orElse(before.id().resourceGroup()), before.name()))
                .location(location.orElse(before.location()))
                .description(description.value().or(before::description).filter(text -> !text.isEmpty()))
                .tags(tags.orElse(before.tags()))
                .build();
    }

    /** Returns what is asked for, names in the case in which they were written first: another case is no change. */
    private static GalleryInfo asWritten(GalleryInfo before, GalleryInfo asked) {
        return GalleryInfo.builder()
                .from(asked)
                .id(before.id())
                .tags(TagRule.same(before.tags(), asked.tags()) ? before.tags() : asked.tags())
                .build();
    }
}
