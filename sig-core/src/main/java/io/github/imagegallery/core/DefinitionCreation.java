// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.core;

import io.github.imagegallery.core.record.DefinitionRecord;
import io.github.imagegallery.core.record.Draft;
import io.github.imagegallery.core.record.GalleryRecord;
import io.github.imagegallery.core.record.Keys;
import io.github.imagegallery.error.ErrorCode;
import io.github.imagegallery.error.Violation;
import io.github.imagegallery.model.Action;
import io.github.imagegallery.model.Architecture;
import io.github.imagegallery.model.GalleryInfo;
import io.github.imagegallery.model.HyperVGeneration;
import io.github.imagegallery.model.ImageDefinitionInfo;
import io.github.imagegallery.model.ImageIdentifier;
import io.github.imagegallery.model.RegionName;
import io.github.imagegallery.policy.EndOfLifeRule;
import io.github.imagegallery.policy.LocationRule;
import io.github.imagegallery.policy.RegionRule;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A definition that is about to be created. */
final class DefinitionCreation extends PendingDefinition {
    private static final Logger LOG = LoggerFactory.getLogger(DefinitionCreation.class);

    DefinitionCreation(Engine engine, Address address) {
        super(engine, address);
    }

    @Override
    public ImageDefinitionInfo commit(Terms terms) {
        ImageDefinitionInfo created = drafting().commit(terms);
        engine.catalog()
                .gallery(address)
                .flatMap(gallery -> LocationRule.check(created, gallery))
                .ifPresent(advice -> LOG.warn("{}", advice));
        return created;
    }

    @Override
    public Drafting<ImageDefinitionInfo> drafting() {
        String request = "Cannot create " + address;
        return drafting("create", draft -> {
            Faults faults = new Faults(request);
            Optional<ImageIdentifier> identifier = checkSettings(faults);
            Optional<GalleryInfo> gallery =
                    address.violations().isEmpty() ? checkRecords(draft, identifier, faults) : Optional.empty();
            faults.refuse();
            ImageDefinitionInfo info = info(gallery.orElseThrow(), identifier.orElseThrow());
            put(draft, info, request);
            return info;
        });
    }

    private Optional<ImageIdentifier> checkSettings(Faults faults) {
        faults.addAll(address.violations());
        requireIdentifier(faults);
        faults.require("osType", osType.value(), "say whether it is Linux or Windows");
        faults.require("osState", osState.value(), "say whether it is generalized or specialized");
        faults.add(EndOfLifeRule.checkFuture(endOfLife.orElse(Optional.empty()), engine.now()));
        location.value().ifPresent(region -> faults.add(RegionRule.check("location", region, engine.regions())));
        check(faults);
        return identifier(faults);
    }

    private Optional<GalleryInfo> checkRecords(Draft draft, Optional<ImageIdentifier> identifier, Faults faults) {
        Optional<GalleryRecord> gallery = draft.read(address.galleryKey(), GalleryRecord.class);
        if (gallery.isEmpty()) {
            faults.add(Faults.parentNotFound(address.parent()));
        } else {
            engine.access().require(Action.WRITE, address, "Cannot create " + address);
        }
        gallery.filter(found -> location.value().isEmpty())
                .map(found -> RegionName.of(found.location()))
                .ifPresent(region -> faults.add(RegionRule.check("location", region, engine.regions())));
        if (draft.read(address.definitionKey(), DefinitionRecord.class).isPresent()) {
            faults.add(Faults.exists(address));
        }
        // who may not see the gallery is not told what is in it
        identifier
                .filter(triple -> gallery.isPresent())
                .flatMap(triple -> draft.read(Keys.identifier(address.gallery(), triple), String.class)
                        .filter(owner -> !owner.equalsIgnoreCase(address.definitionName()))
                        .map(owner -> taken(triple, owner)))
                .ifPresent(faults::add);
        return gallery.map(found -> found.info(engine.subscription()));
    }

    private static Violation taken(ImageIdentifier triple, String owner) {
        return new Violation(
                ErrorCode.RESOURCE_ALREADY_EXISTS,
                "identifier",
                triple.toString(),
                "the definition " + owner + " has it already",
                "choose another publisher, offer or SKU");
    }

    private ImageDefinitionInfo info(GalleryInfo gallery, ImageIdentifier identifier) {
        return ImageDefinitionInfo.builder()
                .id(gallery.id().definition(address.definitionName()))
                .location(location.orElse(gallery.location()))
                .identifier(identifier)
                .osType(osType.value().orElseThrow())
                .osState(osState.value().orElseThrow())
                .hyperVGeneration(hyperVGeneration.orElse(HyperVGeneration.V1))
                .architecture(architecture.orElse(Architecture.X64))
                .description(description.value().filter(text -> !text.isEmpty()))
                .endOfLifeDate(endOfLife.orElse(Optional.empty()))
                .recommendedVcpus(vcpus.orElse(Optional.empty()))
                .recommendedMemoryMiB(memoryMiB.orElse(Optional.empty()))
                .disallowedDiskTypes(disallowed(Set.of()))
                .releaseNoteUri(releaseNotes.orElse(Optional.empty()))
                .privacyStatementUri(privacyStatement.value())
                .eula(eula.value().filter(text -> !text.isEmpty()))
                .purchasePlan(purchasePlan.value())
                .features(features.values())
                .tags(tags.values())
                .build();
    }

    private void put(Draft draft, ImageDefinitionInfo info, String request) {
        int limit = engine.rules().maxDefinitions();
        draft.put(address.definitionKey(), fitting(info, request));
        draft.put(Keys.identifier(address.gallery(), info.identifier()), info.name());
        History.begin(draft, address);
        draft.count(address.parent().childrenKey(), 1);
        draft.count(
                Keys.limit("definitions", info.location()),
                1,
                limit,
                Faults.quota("definitions", limit, info.location()));
    }
}
