// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.core;

import io.github.imagegallery.core.Drafting.Outlook;
import io.github.imagegallery.core.record.DefinitionRecord;
import io.github.imagegallery.core.record.Draft;
import io.github.imagegallery.core.record.Keys;
import io.github.imagegallery.model.ChangePlan.LatestChange;
import io.github.imagegallery.model.ChangePlan.Undeployable;
import io.github.imagegallery.model.ImageDefinitionInfo;
import io.github.imagegallery.model.ImageVersionInfo;
import io.github.imagegallery.model.RegionReplication;
import io.github.imagegallery.model.ReplicationState;
import io.github.imagegallery.model.ResourceId;
import io.github.imagegallery.policy.ChangeEffects;
import io.github.imagegallery.storage.RecordKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a draft means for the versions that there are, and what it was decided upon. Where it changes which versions there are
 * or how they are, all versions of the definition are looked at, if who asks may see them, and the draft relies on them. What
 * they come to is a fact, and not what they are: a neighbour who alters nothing that is said has it drafted anew, and shifts
 * nothing.
 *
 * @param changes what is written, in words
 * @param versions the versions that are changed
 * @param latest where another version becomes latest
 * @param undeployable what can no longer be deployed
 * @param facts what was read, each with a digest
 * @param until the last instant at which it is so by itself
 */
record Effects(
        List<String> changes,
        List<Changed> versions,
        List<LatestChange> latest,
        List<Undeployable> undeployable,
        SortedMap<String, String> facts,
        Optional<Instant> until) {

    /**
     * A version that is changed.
     *
     * @param before as it is, empty if it is created
     * @param after as it shall be, empty if it is deleted
     * @param completes whether its replicas are made
     */
    record Changed(Optional<ImageVersionInfo> before, Optional<ImageVersionInfo> after, boolean completes) {}

    static <T> Effects of(Drafting<T> drafting, Draft draft, T result) {
        Outlook outlook = drafting.outlook().apply(result);
        return drafting.engine()
                .map(engine -> new Looking(engine, draft, outlook).effects())
                .orElseGet(() -> new Effects(
                        List.copyOf(draft.changes().values()),
                        List.of(),
                        List.of(),
                        List.of(),
                        draft.facts(),
                        outlook.until()));
    }

    /** Gathers them. */
    private static final class Looking {
        private final Engine engine;
        private final Draft draft;
        private final Outlook outlook;
        private final Set<String> completes;
        private final SortedMap<String, String> facts;
        private final Map<RecordKey, String> changes;
        private final List<LatestChange> latest = new ArrayList<>();
        private final List<Undeployable> undeployable = new ArrayList<>();
        /** The definitions all versions of which were looked at. */
        private final Set<Address> definitions = new LinkedHashSet<>();

        private Optional<Instant> until;

        Looking(Engine engine, Draft draft, Outlook outlook) {
            this.engine = engine;
            this.draft = draft;
            this.outlook = outlook;
            this.completes =
                    outlook.completes().stream().map(Address::canonical).collect(Collectors.toSet());
            this.facts = new TreeMap<>(draft.facts());
            this.changes = new LinkedHashMap<>(draft.changes());
            this.until = outlook.until();
        }

        Effects effects() {
            facts.putAll(outlook.facts());
            facts.put(
                    "the rules",
                    Draft.digest(engine.rules() + "\n" + engine.regions().regions()));
            Map<String, List<Changed>> byDefinition = new LinkedHashMap<>();
            addresses()
                    .forEach((canonical, address) -> byDefinition
                            .computeIfAbsent(address.parent().canonical(), unseen -> new ArrayList<>())
                            .add(changed(address)));
            byDefinition.values().forEach(this::look);
            draft.written().stream().filter(Keys::isDefinition).toList().forEach(this::lookAtDefinition);
            definitions.forEach(definition ->
                    facts.put("the versions of " + definition.canonical(), Draft.digest(said(definition))));
            return new Effects(
                    List.copyOf(changes.values()),
                    byDefinition.values().stream().flatMap(List::stream).toList(),
                    latest,
                    undeployable,
                    facts,
                    until);
        }

        /** Returns all that is said of a definition and its versions. */
        private String said(Address definition) {
            Stream<String> written = changes.entrySet().stream()
                    .filter(change -> isAt(definition, change.getKey()))
                    .map(Map.Entry::getValue);
            Stream<String> chosen = latest.stream()
                    .filter(change -> isAt(definition, change.definition()))
                    .map(LatestChange::toString);
            Stream<String> lost = undeployable.stream()
                    .filter(version -> isAt(definition, version.version()))
                    .map(Undeployable::toString);
            return Stream.of(written, chosen, lost)
                    .flatMap(lines -> lines)
                    .sorted()
                    .collect(Collectors.joining("\n"));
        }

        private static boolean isAt(Address definition, RecordKey key) {
            return (Keys.isDefinition(key) || Keys.isOfVersion(key))
                    && address(key).definitionKey().equals(definition.definitionKey());
        }

        private static boolean isAt(Address definition, ResourceId id) {
            return Address.of(id).definitionKey().equals(definition.definitionKey());
        }

        /** Returns the addresses of all versions that are changed, by their canonical forms. */
        private Map<String, Address> addresses() {
            Map<String, Address> addresses = new LinkedHashMap<>();
            draft.written().stream()
                    .filter(Keys::isOfVersion)
                    .map(Looking::address)
                    .forEach(address -> addresses.put(address.canonical(), address));
            outlook.completes().forEach(address -> addresses.putIfAbsent(address.canonical(), address));
            return addresses;
        }

        private static Address address(RecordKey key) {
            List<String> path = Keys.path(key);
            Address definition = Address.of(path.get(0)).definition(path.get(1));
            return path.size() > 2 ? definition.version(path.get(2)) : definition;
        }

        private Changed changed(Address address) {
            ResourceId definition =
                    engine.catalog().definitionId(address).orElseThrow(() -> Faults.notFound("plan", address));
            boolean completed = completes.contains(address.canonical());
            Optional<ImageVersionInfo> after =
                    StoredVersion.read(draft, address).map(version -> version.info(definition));
            after.filter(version -> completed).ifPresent(version -> tellOfReplicas(address, version));
            return new Changed(
                    StoredVersion.find(draft, address).map(version -> version.info(definition)),
                    after.map(version -> completed ? ChangeEffects.completed(version) : version),
                    completed);
        }

        /** Tells of replicas that were asked for before, and are made now. */
        private void tellOfReplicas(Address address, ImageVersionInfo version) {
            version.regions().stream()
                    .filter(region -> region.state() != ReplicationState.COMPLETED)
                    .map(RegionReplication::region)
                    .forEach(region -> changes.putIfAbsent(
                            address.regionKey(region), "complete version " + address + " in " + region));
        }

        /** Looks at what becomes of the versions of one definition. */
        private void look(List<Changed> changed) {
            List<ImageVersionInfo> before =
                    changed.stream().flatMap(each -> each.before().stream()).toList();
            List<ImageVersionInfo> after =
                    changed.stream().flatMap(each -> each.after().stream()).toList();
            ResourceId definition = Stream.concat(before.stream(), after.stream())
                    .findFirst()
                    .map(version -> version.id())
                    .orElseThrow();
            undeployable.addAll(ChangeEffects.undeployable(before, after, draft.now(), engine.rules()));
            mindTime(before);
            Optional<ImageDefinitionInfo> seen = engine.catalog().definition(Address.of(definition));
            seen.ifPresent(info -> {
                List<ImageVersionInfo> all = versions(info);
                latest.addAll(ChangeEffects.latest(
                        info.id(), all, replaced(all, before, after), draft.now(), engine.rules()));
            });
        }

        private static List<ImageVersionInfo> replaced(
                List<ImageVersionInfo> all, List<ImageVersionInfo> before, List<ImageVersionInfo> after) {
            Set<ResourceId> gone = before.stream().map(ImageVersionInfo::id).collect(Collectors.toSet());
            return Stream.concat(all.stream().filter(version -> !gone.contains(version.id())), after.stream())
                    .toList();
        }

        /** Returns the versions of a definition, and relies on them. */
        private List<ImageVersionInfo> versions(ImageDefinitionInfo definition) {
            Address address = Address.of(definition.id());
            draft.revisionOf(address.epochKey());
            List<ImageVersionInfo> versions = engine.versions().of(definition);
            draft.requireFresh(address.epochKey());
            definitions.add(address);
            mindTime(versions);
            return versions;
        }

        private void mindTime(Collection<ImageVersionInfo> versions) {
            if (engine.rules().endOfLifeBlocksDeployment()) {
                until = Stream.concat(until.stream(), ChangeEffects.until(versions, draft.now()).stream())
                        .min(Instant::compareTo);
            }
        }

        /** Looks at what a change of a definition disallows. */
        private void lookAtDefinition(RecordKey key) {
            Address address = address(key);
            Optional<DefinitionRecord> before = draft.found().read(key, DefinitionRecord.class);
            Optional<DefinitionRecord> after = draft.read(key, DefinitionRecord.class);
            Optional<ImageDefinitionInfo> present = engine.catalog().definition(address);
            if (before.isPresent() && after.isPresent() && present.isPresent()) {
                ResourceId id = present.get().id();
                ResourceId gallery = ResourceId.gallery(id.subscription(), id.resourceGroup(), id.gallery());
                disallow(present.get(), before.get().info(gallery), after.get().info(gallery));
            }
        }

        private void disallow(ImageDefinitionInfo present, ImageDefinitionInfo before, ImageDefinitionInfo after) {
            if (!before.disallowedDiskTypes().containsAll(after.disallowedDiskTypes())) {
                undeployable.addAll(
                        ChangeEffects.disallowed(before, after, versions(present), draft.now(), engine.rules()));
            }
        }
    }
}
