// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.core;

import io.github.imagegallery.core.record.AccessRecord;
import io.github.imagegallery.core.record.DefinitionRecord;
import io.github.imagegallery.core.record.Draft;
import io.github.imagegallery.core.record.GalleryRecord;
import io.github.imagegallery.core.record.Keys;
import io.github.imagegallery.core.record.Ledger;
import io.github.imagegallery.core.record.VersionRecord;
import io.github.imagegallery.model.Action;
import io.github.imagegallery.model.RoleAssignment;
import io.github.imagegallery.model.Scope;
import io.github.imagegallery.storage.RecordKey;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * A place at which roles are assigned: a root, which is always there, or a resource.
 *
 * @param ledger the partition's records, as who asks sees them
 * @param access what who asks may do there
 * @param engine that of the subscription, empty for a tenant's root
 * @param address the resource; empty for a root
 */
record SharingPlace(Ledger ledger, Access access, Optional<Engine> engine, Optional<Address> address) {

    static SharingPlace root(Engine engine) {
        return new SharingPlace(engine.ledger(), engine.access(), Optional.of(engine), Optional.empty());
    }

    static SharingPlace of(Engine engine, Address address) {
        return new SharingPlace(engine.ledger(), engine.access(), Optional.of(engine), Optional.of(address));
    }

    Scope scope() {
        return address.map(access::scope).orElse(access.root());
    }

    RecordKey key() {
        return address.map(Address::accessKey).orElse(Keys.access());
    }

    /**
     * Describes a change of the assignments here, if who asks may make it.
     *
     * @param asked who gets or loses which role
     */
    <T> Drafting<T> drafting(String verb, String asked, BiFunction<Draft, Faults, T> change) {
        String request = "Cannot " + verb + " " + scope();
        Function<Draft, T> function = draft -> {
            Faults faults = new Faults(request);
            address.ifPresent(resource -> {
                faults.addAll(resource.violations());
                faults.found(resource, () -> resource(draft, resource));
            });
            access.require(Action.SHARE, scope(), request);
            return change.apply(draft, faults);
        };
        return new Drafting<>(
                ledger, engine, verb + " " + scope(), asked, function, result -> Drafting.Outlook.nothing());
    }

    /** Returns the record of the resource, which the commit relies on; empty if there is none. */
    private static Optional<?> resource(Draft draft, Address resource) {
        if (resource.version().isPresent()) {
            return draft.read(resource.versionKey(), VersionRecord.class);
        }
        return resource.definition().isPresent()
                ? draft.read(resource.definitionKey(), DefinitionRecord.class)
                : draft.read(resource.galleryKey(), GalleryRecord.class);
    }

    /** Reads the assignments here. */
    List<RoleAssignment> read() {
        String request = "Cannot read the assignments of " + scope();
        if (address.isEmpty()) {
            access.require(Action.READ, scope(), request);
        }
        return ledger.rehearse(request, draft -> {
            address.ifPresent(resource ->
                    new Faults(request).addAll(resource.violations()).found(resource, () -> resource(draft, resource)));
            return draft.read(key(), AccessRecord.class)
                    .map(record -> record.at(scope()))
                    .orElse(List.of());
        });
    }
}
