// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.core;

import io.github.imagegallery.core.record.DefinitionRecord;
import io.github.imagegallery.core.record.Draft;
import io.github.imagegallery.model.Action;
import io.github.imagegallery.model.ImageDefinitionInfo;
import io.github.imagegallery.model.ImageIdentifier;
import io.github.imagegallery.policy.TagRule;
import io.github.imagegallery.policy.UpdateRule;
import java.util.Optional;

/** A definition that is about to be changed. */
final class DefinitionUpdate extends PendingDefinition {
    DefinitionUpdate(Engine engine, Address address) {
        super(engine, address);
    }

    @Override
    public Drafting<ImageDefinitionInfo> drafting() {
        String request = "Cannot update " + address;
        return drafting("update", draft -> {
            Faults faults = new Faults(request).addAll(address.violations());
            check(faults);
            Optional<ImageIdentifier> triple = identifier(faults);
            ImageDefinitionInfo before = faults.found(address, () -> present(draft));
            engine.access().require(Action.WRITE, address, request);
            ImageDefinitionInfo asked = asked(before, triple);
            faults.addAll(UpdateRule.check(before, asked, engine.now(), engine.rules()))
                    .refuse();
            ImageDefinitionInfo after = asWritten(before, asked);
            if (!after.equals(before)) {
                draft.put(address.definitionKey(), fitting(after, request));
            }
            return after;
        });
    }

    private Optional<ImageDefinitionInfo> present(Draft draft) {
        return draft.read(address.definitionKey(), DefinitionRecord.class)
                .flatMap(definition -> engine.catalog().galleryId(address).map(definition::info));
    }

    private ImageDefinitionInfo asked(ImageDefinitionInfo before, Optional<ImageIdentifier> triple) {
        return ImageDefinitionInfo.builder()
                .from(before)
                .location(location.orElse(before.location()))
                .identifier(triple.orElse(before.identifier()))
                .osType(osType.orElse(before.osType()))
                .osState(osState.orElse(before.osState()))
                .hyperVGeneration(hyperVGeneration.orElse(before.hyperVGeneration()))
                .architecture(architecture.orElse(before.architecture()))
                .description(description.value().or(before::description).filter(text -> !text.isEmpty()))
                .endOfLifeDate(endOfLife.orElse(before.endOfLifeDate()))
                .recommendedVcpus(vcpus.orElse(before.recommendedVcpus()))
                .recommendedMemoryMiB(memoryMiB.orElse(before.recommendedMemoryMiB()))
                .disallowedDiskTypes(disallowed(before.disallowedDiskTypes()))
                .releaseNoteUri(releaseNotes.orElse(before.releaseNoteUri()))
                .privacyStatementUri(privacyStatement.value().or(before::privacyStatementUri))
                .eula(eula.value().or(before::eula).filter(text -> !text.isEmpty()))
                .purchasePlan(purchasePlan.value().or(before::purchasePlan))
                .features(features.orElse(before.features()))
                .tags(tags.orElse(before.tags()))
                .build();
    }

    /** Returns what is asked for, names in the case in which they were written first: another case is no change. */
    private static ImageDefinitionInfo asWritten(ImageDefinitionInfo before, ImageDefinitionInfo asked) {
        return ImageDefinitionInfo.builder()
                .from(asked)
                .identifier(before.identifier())
                .features(before.features())
                .tags(TagRule.same(before.tags(), asked.tags()) ? before.tags() : asked.tags())
                .build();
    }
}
