// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.core;

import io.github.imagegallery.core.record.DefinitionRecord;
import io.github.imagegallery.model.ImageDefinitionInfo;
import io.github.imagegallery.model.ResourceId;
import io.github.imagegallery.policy.UpdateRule;
import io.github.imagegallery.storage.RecordKey;

/** A definition that is about to be changed. */
final class DefinitionUpdate extends PendingDefinition {
    DefinitionUpdate(Engine engine, Address address) {
        super(engine, address);
    }

    @Override
    public ImageDefinitionInfo commit() {
        address.checked("update");
        String request = "Cannot update " + address;
        ResourceId gallery = engine.catalog()
                .gallery(address)
                .orElseThrow(() -> Catalog.notFound("update", address))
                .id();
        RecordKey key = address.definitionKey();
        return engine.ledger().change(request, draft -> {
            ImageDefinitionInfo before = draft.read(key, DefinitionRecord.class)
                    .orElseThrow(() -> Catalog.notFound("update", address))
                    .info(gallery);
            Faults faults = new Faults(request);
            ImageDefinitionInfo after = after(before, faults);
            check(faults);
            faults.addAll(UpdateRule.check(before, after, engine.now(), engine.rules()))
                    .refuse();
            if (!after.equals(before)) {
                draft.put(key, DefinitionRecord.of(after));
            }
            return after;
        });
    }

    private ImageDefinitionInfo after(ImageDefinitionInfo before, Faults faults) {
        return ImageDefinitionInfo.builder()
                .from(before)
                .location(location.orElse(before.location()))
                .identifier(identifier(faults)
                        .filter(triple -> !triple.sameAs(before.identifier()))
                        .orElse(before.identifier()))
                .osType(osType.orElse(before.osType()))
                .osState(osState.orElse(before.osState()))
                .hyperVGeneration(hyperVGeneration.orElse(before.hyperVGeneration()))
                .architecture(architecture.orElse(before.architecture()))
                .description(description.value().or(before::description).filter(text -> !text.isEmpty()))
                .endOfLifeDate(endOfLife.orElse(before.endOfLifeDate()))
                .recommendedVcpus(vcpus.value().or(before::recommendedVcpus))
                .recommendedMemoryMiB(memoryMiB.value().or(before::recommendedMemoryMiB))
                .disallowedDiskTypes(disallowed.isEmpty() ? before.disallowedDiskTypes() : disallowed)
                .releaseNoteUri(releaseNotes.value().or(before::releaseNoteUri))
                .privacyStatementUri(privacyStatement.value().or(before::privacyStatementUri))
                .eula(eula.value().or(before::eula))
                .purchasePlan(purchasePlan.value().or(before::purchasePlan))
                .features(features.isEmpty() ? before.features() : features)
                .tags(tags.isEmpty() ? before.tags() : tags)
                .build();
    }
}
