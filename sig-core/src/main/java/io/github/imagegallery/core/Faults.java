// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.core;

import io.github.imagegallery.error.ErrorCode;
import io.github.imagegallery.error.GalleryException;
import io.github.imagegallery.error.Violation;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** Gathers everything that is wrong with a request, so that it is refused once and with all reasons. */
final class Faults {
    private final String request;
    private final List<Violation> violations = new ArrayList<>();

    /** @param request what cannot be done if there are faults, such as {@code Cannot create golden} */
    Faults(String request) {
        this.request = request;
    }

    Faults add(Optional<Violation> violation) {
        violation.ifPresent(violations::add);
        return this;
    }

    Faults add(Violation violation) {
        violations.add(violation);
        return this;
    }

    Faults addAll(Collection<Violation> found) {
        violations.addAll(found);
        return this;
    }

    /** Notes that something required was left out. */
    Faults require(String target, Optional<?> value, String remedy) {
        if (value.isEmpty()) {
            violations.add(Violation.invalid(target, "", "it is required", remedy));
        }
        return this;
    }

    /** Makes a value; if it is refused, notes why and returns nothing. */
    <T> Optional<T> attempt(Supplier<T> maker) {
        try {
            return Optional.of(maker.get());
        } catch (GalleryException refused) {
            violations.addAll(refused.violations());
            return Optional.empty();
        }
    }

    /**
     * Returns what a request is about. If its names are ill-formed, which was noted before, or it is not there, refuses
     * the request at once with all that was noted.
     */
    <T> T found(Address address, Supplier<Optional<T>> reading) {
        if (address.violations().isEmpty()) {
            Optional<T> found = reading.get();
            if (found.isPresent()) {
                return found.get();
            }
            violations.add(absent(address));
        }
        throw GalleryException.of(request, violations);
    }

    /** Returns faults that begin with these. */
    Faults copy() {
        return new Faults(request).addAll(violations);
    }

    /** Tells whether there is any fault. */
    boolean any() {
        return !violations.isEmpty();
    }

    /** Refuses the request if there is any fault. */
    void refuse() {
        if (!violations.isEmpty()) {
            throw GalleryException.of(request, violations);
        }
    }

    /** Returns the refusal of a request for something that does not exist. */
    static GalleryException notFound(String verb, Address address) {
        return GalleryException.of("Cannot " + verb + " " + address, List.of(absent(address)));
    }

    /** Returns that something does not exist. */
    static Violation absent(Address address) {
        return new Violation(
                ErrorCode.RESOURCE_NOT_FOUND,
                address.kind(),
                address.toString(),
                "there is no such " + address.kind(),
                "look at the list of what there is, or create it");
    }

    /** Returns that the gallery or definition which should hold a resource does not exist. */
    static Violation parentNotFound(Address parent) {
        return new Violation(
                ErrorCode.PARENT_RESOURCE_NOT_FOUND,
                parent.kind(),
                parent.toString(),
                "there is no such " + parent.kind(),
                "create the " + parent.kind() + " first");
    }

    static Violation exists(Address address) {
        return new Violation(
                ErrorCode.RESOURCE_ALREADY_EXISTS,
                address.kind(),
                address.toString(),
                "there is such a " + address.kind() + " already",
                address.version().isPresent()
                        ? "versions are never overwritten: choose another number"
                        : "choose another name; upper and lower case are the same");
    }

    /** Returns that a version's bytes are not all at home. */
    static Violation stillPublished(Address version) {
        return new Violation(
                ErrorCode.OPERATION_NOT_ALLOWED,
                "version",
                version.toString(),
                "it is still being published: its bytes are not all at home",
                "repeat its publication to finish it, or delete it");
    }

    static Violation quota(String what, int limit, Object location) {
        return new Violation(
                ErrorCode.QUOTA_EXCEEDED,
                what,
                "one more in " + location,
                "the subscription has all " + limit + " " + what + " that it may have there",
                "delete some, use another location, or raise the limit in the rules");
    }

    /**
     * Returns that a resource cannot be deleted before what is inside it.
     *
     * @param kind what they are, such as {@code version}
     * @param children the names of all that is inside, in order
     */
    static Violation hasChildren(Address address, String kind, List<String> children) {
        int shown = Math.min(children.size(), 5);
        return new Violation(
                ErrorCode.CANNOT_DELETE_RESOURCE,
                address.kind(),
                address.toString(),
                "it still has " + children.size() + " " + kind + (children.size() == 1 ? "" : "s") + ": "
                        + String.join(", ", children.subList(0, shown))
                        + (shown < children.size() ? ", …" : ""),
                "delete its " + kind + "s first");
    }
}
