// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.core;

import io.github.imagegallery.core.record.Draft;
import io.github.imagegallery.core.record.Keys;
import io.github.imagegallery.error.GalleryException;
import io.github.imagegallery.error.Violation;
import io.github.imagegallery.model.RegionName;
import io.github.imagegallery.model.ResourceId;
import io.github.imagegallery.model.VersionNumber;
import io.github.imagegallery.policy.NameRule;
import io.github.imagegallery.storage.RecordKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The names that lead to a gallery, a definition or a version, as they were given: perhaps ill-formed.
 *
 * @param gallery the gallery's name
 * @param definition the definition's name, empty for a gallery
 * @param version the version's number, empty for a gallery and for a definition
 */
record Address(String gallery, Optional<String> definition, Optional<String> version) {

    static Address of(String gallery) {
        return new Address(gallery, Optional.empty(), Optional.empty());
    }

    static Address of(ResourceId id) {
        return new Address(id.gallery(), id.definition(), id.version().map(VersionNumber::toString));
    }

    Address definition(String name) {
        return new Address(gallery, Optional.of(name), Optional.empty());
    }

    Address version(String number) {
        return new Address(gallery, definition, Optional.of(number));
    }

    /** Returns the definition's name of an address that has one. */
    String definitionName() {
        return definition.orElseThrow();
    }

    /** Returns the version's number of an address that has one and was checked. */
    VersionNumber number() {
        return VersionNumber.parse(version.orElseThrow());
    }

    RecordKey galleryKey() {
        return Keys.gallery(gallery);
    }

    RecordKey definitionKey() {
        return Keys.definition(gallery, definitionName());
    }

    RecordKey epochKey() {
        return Keys.epoch(gallery, definitionName());
    }

    RecordKey historySinceKey() {
        return Keys.historySince(gallery, definitionName());
    }

    RecordKey historyKeys() {
        return Keys.history(gallery, definitionName());
    }

    /** Returns the beginning of the keys of all changes at an instant. */
    RecordKey historyKeys(Instant at) {
        return Keys.history(gallery, definitionName(), at);
    }

    /** Returns the key of a change of this version that a commit notes. */
    RecordKey eventKey(Draft draft) {
        return Keys.event(gallery, definitionName(), draft.now(), draft.basis(), number());
    }

    RecordKey versionKey() {
        return Keys.version(gallery, definitionName(), number());
    }

    /** Returns the key of the roles that are assigned at this resource. */
    RecordKey accessKey() {
        if (version.isPresent()) {
            return Keys.access(gallery, definitionName(), number());
        }
        return definition.map(name -> Keys.access(gallery, name)).orElse(Keys.access(gallery));
    }

    RecordKey regionKey(RegionName region) {
        return Keys.region(gallery, definitionName(), number(), region);
    }

    RecordKey progressKey(RegionName region) {
        return Keys.progress(gallery, definitionName(), number(), region);
    }

    /** Returns the key of who makes the replicas of this version in a region. */
    RecordKey leaseKey(RegionName region) {
        return Keys.lease(gallery, definitionName(), number(), region);
    }

    /** Returns the counter of what is inside the resource of this address. */
    RecordKey childrenKey() {
        return Keys.children(toString());
    }

    /** Returns the address of what this resource is in. */
    Address parent() {
        return version.isPresent() ? of(gallery).definition(definitionName()) : of(gallery);
    }

    /** Returns everything that is wrong with the names. */
    List<Violation> violations() {
        List<Violation> violations = new ArrayList<>();
        NameRule.checkGallery(gallery).ifPresent(violations::add);
        definition.flatMap(NameRule::checkDefinition).ifPresent(violations::add);
        version.ifPresent(number -> {
            try {
                VersionNumber.parse(number);
            } catch (GalleryException malformed) {
                violations.addAll(malformed.violations());
            }
        });
        return violations;
    }

    /** Throws if anything is wrong with the names. */
    Address checked(String verb) {
        List<Violation> violations = violations();
        if (!violations.isEmpty()) {
            throw GalleryException.of("Cannot " + verb + " " + this, violations);
        }
        return this;
    }

    /** Returns this address in lower case: two addresses lead to the same resource when these are equal. */
    String canonical() {
        return toString().toLowerCase(Locale.ROOT);
    }

    /** Returns what kind of resource this is the address of. */
    String kind() {
        return version.isPresent() ? "version" : definition.isPresent() ? "definition" : "gallery";
    }

    @Override
    public String toString() {
        return gallery
                + definition.map(name -> "/" + name).orElse("")
                + version.map(number -> "/" + number).orElse("");
    }
}
