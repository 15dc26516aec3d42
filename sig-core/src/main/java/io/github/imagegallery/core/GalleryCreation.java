// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.core;

import io.github.imagegallery.core.record.GalleryRecord;
import io.github.imagegallery.core.record.Keys;
import io.github.imagegallery.model.Action;
import io.github.imagegallery.model.GalleryInfo;
import io.github.imagegallery.model.RegionName;
import io.github.imagegallery.model.ResourceId;
import io.github.imagegallery.policy.RegionRule;

/** A gallery that is about to be created. */
final class GalleryCreation extends PendingGallery {
    GalleryCreation(Engine engine, Address address) {
        super(engine, address);
    }

    @Override
    public Drafting<GalleryInfo> drafting() {
        String request = "Cannot create " + address;
        return drafting("create", draft -> {
            engine.access().require(Action.WRITE, engine.access().scope(address), request);
            Faults faults = new Faults(request)
                    .addAll(address.violations())
                    .require("location", location.value(), "name the region that the gallery is in");
            location.value().ifPresent(region -> faults.add(RegionRule.check("location", region, engine.regions())));
            check(faults);
            if (address.violations().isEmpty()
                    && draft.read(address.galleryKey(), GalleryRecord.class).isPresent()) {
                faults.add(Faults.exists(address));
            }
            faults.refuse();
            GalleryInfo info = info(location.value().orElseThrow());
            int limit = engine.rules().maxGalleries();
            draft.put(address.galleryKey(), GalleryRecord.of(info));
            draft.count(
                    Keys.limit("galleries", info.location()),
                    1,
                    limit,
                    Faults.quota("galleries", limit, info.location()));
            return info;
        });
    }

    private GalleryInfo info(RegionName region) {
        return GalleryInfo.builder()
                .id(ResourceId.gallery(
                        engine.subscription(), resourceGroup.orElse(engine.defaultResourceGroup()), address.gallery()))
                .location(region)
                .description(description.value().filter(text -> !text.isEmpty()))
                .tags(tags.values())
                .build();
    }
}
