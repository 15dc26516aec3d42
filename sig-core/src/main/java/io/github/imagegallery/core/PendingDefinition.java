// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.core;

import io.github.imagegallery.DefinitionChange;
import io.github.imagegallery.core.record.DefinitionRecord;
import io.github.imagegallery.core.record.Draft;
import io.github.imagegallery.error.Violation;
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
import io.github.imagegallery.policy.DefinitionRule;
import io.github.imagegallery.policy.TagRule;
import io.github.imagegallery.policy.TextRule;
import java.net.URI;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/** A definition that is about to be created or changed. */
abstract class PendingDefinition implements DefinitionChange, SingleCommit<ImageDefinitionInfo> {
    final Engine engine;
    final Address address;
    final Setting<RegionName> location = new Setting<>("location");
    final Setting<OsType> osType = new Setting<>("osType");
    final Setting<OsState> osState = new Setting<>("osState");
    final Setting<HyperVGeneration> hyperVGeneration = new Setting<>("hyperVGeneration");
    final Setting<Architecture> architecture = new Setting<>("architecture");
    final Setting<String> description = new Setting<>("description");
    // what may be taken away is empty then
    final Setting<Optional<Instant>> endOfLife = new Setting<>("endOfLife");
    final Setting<Optional<IntRange>> vcpus = new Setting<>("recommendedVcpus");
    final Setting<Optional<IntRange>> memoryMiB = new Setting<>("recommendedMemoryMiB");
    private final Set<DiskType> disallowed = new LinkedHashSet<>();
    private final Setting<String> disallowedExtent = new Setting<>("disallowedDiskTypes");
    final Setting<Optional<URI>> releaseNotes = new Setting<>("releaseNotes");
    final Setting<URI> privacyStatement = new Setting<>("privacyStatement");
    final Setting<String> eula = new Setting<>("eula");
    final Setting<PurchasePlan> purchasePlan = new Setting<>("purchasePlan");
    final NamedSettings features = new NamedSettings("features");
    final NamedSettings tags = new NamedSettings("tags");
    private final Setting<Triple> triple = new Setting<>("identifier");

    PendingDefinition(Engine engine, Address address) {
        this.engine = engine;
        this.address = address;
    }

    /** An identifier as it was given: perhaps ill-formed. */
    private record Triple(String publisher, String offer, String sku) {}

    @Override
    public DefinitionChange location(String region) {
        location.set(RegionName.of(region));
        return this;
    }

    @Override
    public DefinitionChange identifier(String publisher, String offer, String sku) {
        triple.set(new Triple(publisher, offer, sku));
        return this;
    }

    @Override
    public DefinitionChange osType(OsType type) {
        osType.set(type);
        return this;
    }

    @Override
    public DefinitionChange osState(OsState state) {
        osState.set(state);
        return this;
    }

    @Override
    public DefinitionChange hyperVGeneration(HyperVGeneration generation) {
        hyperVGeneration.set(generation);
        return this;
    }

    @Override
    public DefinitionChange architecture(Architecture family) {
        architecture.set(family);
        return this;
    }

    @Override
    public DefinitionChange description(String text) {
        description.set(text);
        return this;
    }

    @Override
    public DefinitionChange endOfLife(Instant date) {
        endOfLife.set(Optional.of(date));
        return this;
    }

    @Override
    public DefinitionChange noEndOfLife() {
        endOfLife.set(Optional.empty());
        return this;
    }

    @Override
    public DefinitionChange recommendedVcpus(int min, int max) {
        vcpus.set(Optional.of(new IntRange(min, max)));
        return this;
    }

    @Override
    public DefinitionChange noRecommendedVcpus() {
        vcpus.set(Optional.empty());
        return this;
    }

    @Override
    public DefinitionChange recommendedMemoryMiB(int min, int max) {
        memoryMiB.set(Optional.of(new IntRange(min, max)));
        return this;
    }

    @Override
    public DefinitionChange noRecommendedMemory() {
        memoryMiB.set(Optional.empty());
        return this;
    }

    @Override
    public DefinitionChange disallow(DiskType type) {
        disallowedExtent.set("some");
        disallowed.add(type);
        return this;
    }

    @Override
    public DefinitionChange noDisallowedDiskTypes() {
        disallowedExtent.set("none");
        return this;
    }

    /** Returns the disk types that are disallowed, or those that are already if nothing was said. */
    Set<DiskType> disallowed(Set<DiskType> present) {
        return disallowedExtent.value().isEmpty() ? present : disallowed;
    }

    @Override
    public DefinitionChange releaseNotes(URI where) {
        releaseNotes.set(Optional.of(where));
        return this;
    }

    @Override
    public DefinitionChange noReleaseNotes() {
        releaseNotes.set(Optional.empty());
        return this;
    }

    @Override
    public DefinitionChange privacyStatement(URI where) {
        privacyStatement.set(where);
        return this;
    }

    @Override
    public DefinitionChange eula(String text) {
        eula.set(text);
        return this;
    }

    @Override
    public DefinitionChange purchasePlan(String name, String publisher, String product) {
        purchasePlan.set(new PurchasePlan(name, publisher, product));
        return this;
    }

    @Override
    public DefinitionChange feature(String name, String value) {
        features.set(name, value);
        return this;
    }

    @Override
    public DefinitionChange tag(String name, String value) {
        tags.set(name, value);
        return this;
    }

    @Override
    public DefinitionChange noTags() {
        tags.none();
        return this;
    }

    /** Describes the change, given what it is and what it does. */
    Drafting<ImageDefinitionInfo> drafting(String verb, Function<Draft, ImageDefinitionInfo> function) {
        String asked = String.join(
                "\n",
                "location=" + location.value(),
                "identifier=" + triple.value(),
                "osType=" + osType.value(),
                "osState=" + osState.value(),
                "hyperVGeneration=" + hyperVGeneration.value(),
                "architecture=" + architecture.value(),
                "description=" + description.value(),
                "endOfLife=" + endOfLife.value(),
                "recommendedVcpus=" + vcpus.value(),
                "recommendedMemoryMiB=" + memoryMiB.value(),
                "disallowedDiskTypes=" + disallowedExtent.value() + new TreeSet<>(disallowed),
                "releaseNotes=" + releaseNotes.value(),
                "privacyStatement=" + privacyStatement.value(),
                "eula=" + eula.value(),
                "purchasePlan=" + purchasePlan.value(),
                "features=" + features,
                "tags=" + tags);
        return Drafting.of(engine, verb + " " + address, asked, function);
    }

    /** Returns the identifier that was given, empty if there is none or it is ill-formed, which is noted. */
    Optional<ImageIdentifier> identifier(Faults faults) {
        return triple.value()
                .flatMap(given ->
                        faults.attempt(() -> new ImageIdentifier(given.publisher(), given.offer(), given.sku())));
    }

    /** Notes that there is no identifier. */
    void requireIdentifier(Faults faults) {
        faults.require("identifier", triple.value(), "give publisher, offer and SKU");
    }

    /** Notes what is wrong with the settings by themselves. */
    void check(Faults faults) {
        description
                .value()
                .ifPresent(text -> faults.add(TextRule.check("description", text, TextRule.MAX_DESCRIPTION)));
        eula.value().ifPresent(text -> faults.add(TextRule.check("eula", text, TextRule.MAX_EULA)));
        releaseNotes.orElse(Optional.empty()).ifPresent(where -> checkUri("releaseNoteUri", where, faults));
        privacyStatement.value().ifPresent(where -> checkUri("privacyStatementUri", where, faults));
        purchasePlan.value().ifPresent(plan -> checkPlan(plan, faults));
        faults.addAll(TagRule.check("features", features.values()));
        faults.addAll(TagRule.check("tags", tags.values()));
        vcpus.orElse(Optional.empty())
                .ifPresent(range -> faults.add(DefinitionRule.checkRange("recommendedVcpus", range)));
        memoryMiB
                .orElse(Optional.empty())
                .ifPresent(range -> faults.add(DefinitionRule.checkRange("recommendedMemoryMiB", range)));
    }

    private static void checkUri(String target, URI where, Faults faults) {
        faults.add(TextRule.check(target, where.toString(), TextRule.MAX_URI));
    }

    private static void checkPlan(PurchasePlan plan, Faults faults) {
        faults.add(TextRule.check("purchasePlan.name", plan.name(), TextRule.MAX_PLAN_PART));
        faults.add(TextRule.check("purchasePlan.publisher", plan.publisher(), TextRule.MAX_PLAN_PART));
        faults.add(TextRule.check("purchasePlan.product", plan.product(), TextRule.MAX_PLAN_PART));
    }

    /** Refuses a definition whose texts, each short enough by itself, do not fit into one record together. */
    static DefinitionRecord fitting(ImageDefinitionInfo info, String request) {
        DefinitionRecord record = DefinitionRecord.of(info);
        if (!Draft.fits(record)) {
            new Faults(request)
                    .add(Violation.invalid(
                            "definition",
                            info.name(),
                            "its texts are too long together",
                            "shorten its licence agreement, or leave out features or tags"))
                    .refuse();
        }
        return record;
    }
}
