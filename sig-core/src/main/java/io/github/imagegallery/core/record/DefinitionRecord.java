// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.core.record;

import io.github.imagegallery.model.Architecture;
import io.github.imagegallery.model.DiskType;
import io.github.imagegallery.model.HyperVGeneration;
import io.github.imagegallery.model.ImageDefinitionInfo;
import io.github.imagegallery.model.ImageIdentifier;
import io.github.imagegallery.model.IntRange;
import io.github.imagegallery.model.OsState;
import io.github.imagegallery.model.OsType;
import io.github.imagegallery.model.PurchasePlan;
import io.github.imagegallery.model.RegionName;
import io.github.imagegallery.model.ResourceId;
import java.net.URI;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** An image definition as it is remembered. */
public record DefinitionRecord(
        String name,
        String location,
        ImageIdentifier identifier,
        OsType osType,
        OsState osState,
        HyperVGeneration hyperVGeneration,
        Architecture architecture,
        Optional<String> description,
        Optional<Instant> endOfLifeDate,
        Optional<IntRange> recommendedVcpus,
        Optional<IntRange> recommendedMemoryMiB,
        Set<DiskType> disallowedDiskTypes,
        Optional<URI> releaseNoteUri,
        Optional<URI> privacyStatementUri,
        Optional<String> eula,
        Optional<PurchasePlan> purchasePlan,
        Map<String, String> features,
        Map<String, String> tags) {

    /** Returns what is remembered of a definition. */
    public static DefinitionRecord of(ImageDefinitionInfo info) {
        return new DefinitionRecord(
                info.name(),
                info.location().value(),
                info.identifier(),
                info.osType(),
                info.osState(),
                info.hyperVGeneration(),
                info.architecture(),
                info.description(),
                info.endOfLifeDate(),
                info.recommendedVcpus(),
                info.recommendedMemoryMiB(),
                info.disallowedDiskTypes(),
                info.releaseNoteUri(),
                info.privacyStatementUri(),
                info.eula(),
                info.purchasePlan(),
                info.features(),
                info.tags());
    }

    /** Returns the definition as people see it. */
    public ImageDefinitionInfo info(ResourceId gallery) {
        return ImageDefinitionInfo.builder()
                .id(gallery.definition(name))
                .location(RegionName.of(location))
                .identifier(identifier)
                .osType(osType)
                .osState(osState)
                .hyperVGeneration(hyperVGeneration)
                .architecture(architecture)
                .description(description)
                .endOfLifeDate(endOfLifeDate)
                .recommendedVcpus(recommendedVcpus)
                .recommendedMemoryMiB(recommendedMemoryMiB)
                .disallowedDiskTypes(disallowedDiskTypes)
                .releaseNoteUri(releaseNoteUri)
                .privacyStatementUri(privacyStatementUri)
                .eula(eula)
                .purchasePlan(purchasePlan)
                .features(features)
                .tags(tags)
                .build();
    }
}
