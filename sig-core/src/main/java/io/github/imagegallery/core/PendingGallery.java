// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.core;

import io.github.imagegallery.GalleryChange;
import io.github.imagegallery.core.record.Draft;
import io.github.imagegallery.model.GalleryInfo;
import io.github.imagegallery.model.RegionName;
import io.github.imagegallery.policy.NameRule;
import io.github.imagegallery.policy.TagRule;
import io.github.imagegallery.policy.TextRule;
import java.util.function.Function;

/** A gallery that is about to be created or changed. */
abstract class PendingGallery implements GalleryChange, SingleCommit<GalleryInfo> {
    final Engine engine;
    final Address address;
    final Setting<RegionName> location = new Setting<>("location");
    final Setting<String> resourceGroup = new Setting<>("resourceGroup");
    final Setting<String> description = new Setting<>("description");
    final NamedSettings tags = new NamedSettings("tags");

    PendingGallery(Engine engine, Address address) {
        this.engine = engine;
        this.address = address;
    }

    @Override
    public GalleryChange location(String region) {
        location.set(RegionName.of(region));
        return this;
    }

    @Override
    public GalleryChange resourceGroup(String name) {
        resourceGroup.set(name);
        return this;
    }

    @Override
    public GalleryChange description(String text) {
        description.set(text);
        return this;
    }

    @Override
    public GalleryChange tag(String name, String value) {
        tags.set(name, value);
        return this;
    }

    @Override
    public GalleryChange noTags() {
        tags.none();
        return this;
    }

    /** Describes the change, given what it is and what it does. */
    Drafting<GalleryInfo> drafting(String verb, Function<Draft, GalleryInfo> function) {
        String asked = String.join(
                "\n",
                "location=" + location.value(),
                "resourceGroup=" + resourceGroup.value(),
                "description=" + description.value(),
                "tags=" + tags);
        return Drafting.of(engine, verb + " " + address, asked, function);
    }

    /** Notes what is wrong with the settings by themselves. */
    void check(Faults faults) {
        resourceGroup.value().ifPresent(name -> faults.add(NameRule.checkResourceGroup(name)));
        description
                .value()
                .ifPresent(text -> faults.add(TextRule.check("description", text, TextRule.MAX_DESCRIPTION)));
        faults.addAll(TagRule.check("tags", tags.values()));
    }
}
