// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.core;

import io.github.imagegallery.Directory;
import io.github.imagegallery.core.record.Ledger;
import io.github.imagegallery.error.ErrorCode;
import io.github.imagegallery.error.GalleryException;
import io.github.imagegallery.error.Violation;
import io.github.imagegallery.model.AccessExplanation;
import io.github.imagegallery.model.Action;
import io.github.imagegallery.model.Principal;
import io.github.imagegallery.model.RoleAssignment;
import io.github.imagegallery.model.Scope;
import io.github.imagegallery.storage.RecordKey;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What may be done in one subscription, or at one tenant's root, by one who asks. Safe for use by many threads.
 *
 * <p>A right is asked in every draft of a commit. On the roles that are assigned in the same partition the commit relies
 * ({@link Ledger#seenBy}): it is applied before one of them is taken away, or refused. What lies elsewhere – the roles at the
 * tenant's root, those of another subscription that a source is read from, the groups and consents of the directory – no commit of
 * this partition can rely on: what is taken away there while a commit is on its way counts from the next draft on, so at most
 * one commit late. The application itself relies on nothing, and finishes what a principal's commit has begun.
 *
 * @param principal who asks; empty for the application itself, which may do everything
 * @param directory what the application knows of principals
 * @param root the subscription, or the tenant's root
 * @param grants where the assignments are that count: the tenant's, and the subscription's
 */
record Access(Optional<Principal> principal, Directory directory, Scope root, List<Grants> grants) {
    /** The kinds of records that are about resources, which not everybody sees. */
    private static final String RESOURCES = "gdv";

    /** Returns what a principal may do here. */
    Access of(Principal asking) {
        return new Access(Optional.of(asking), directory, root, grants);
    }

    boolean allows(Action action, Scope scope) {
        if (principal.isEmpty()) {
            return true;
        }
        Set<Principal> identities = identities(principal.get());
        for (Grants each : grants) {
            if (each.current().allow(identities, action, scope)) {
                return true;
            }
        }
        return false;
    }

    /** Says whether a principal may do something, and why. */
    AccessExplanation explain(Principal asked, Action action, Scope scope) {
        Set<Principal> identities = identities(asked);
        List<RoleAssignment> because = grants.stream()
                .flatMap(each -> each.current().explain(asked, identities, action, scope).because().stream())
                .toList();
        return new AccessExplanation(asked, action, scope, !because.isEmpty(), because);
    }

    /** Returns the principal and its groups, without those that this tenant does not know. */
    private Set<Principal> identities(Principal asked) {
        if (!isKnown(asked)) {
            return Set.of();
        }
        Set<Principal> groups = directory.groupsOf(asked);
        if (groups.isEmpty()) {
            return Set.of(asked);
        }
        return Stream.concat(Stream.of(asked), groups.stream())
                .filter(this::isKnown)
                .collect(Collectors.toCollection(HashSet::new));
    }

    /** Tells whether the tenant knows a principal: it is of the tenant, or the tenant has consented to it. */
    boolean isKnown(Principal asked) {
        return asked.tenant().equals(root.tenant())
                || asked.kind() == Principal.Kind.SERVICE_PRINCIPAL && directory.hasConsented(root.tenant(), asked);
    }

    /** Tells whether who asks sees a record: those of resources need the right to read, and others say nothing of any. */
    boolean sees(RecordKey key) {
        return principal.isEmpty()
                || RESOURCES.indexOf(key.value().charAt(0)) < 0
                || allows(Action.READ, Grants.scope(root, key));
    }

    Scope scope(Address address) {
        Scope gallery = root.gallery(address.gallery());
        Optional<Scope> definition = address.definition().map(gallery::definition);
        return address.version()
                .flatMap(number -> definition.map(in -> in.version(number)))
                .or(() -> definition)
                .orElse(gallery);
    }

    /**
     * Refuses what may not be done. Only asked when the resource, or the parent of one that is created, was found: then there
     * is nothing to hide.
     */
    void require(Action action, Address address, String request) {
        require(action, scope(address), request);
    }

    /** Refuses what may not be done, where there is nothing that could be hidden. */
    void require(Action action, Scope scope, String request) {
        if (!allows(action, scope)) {
            throw refused(action, scope, request);
        }
    }

    private GalleryException refused(Action action, Scope scope, String request) {
        return GalleryException.of(request, List.of(violation(ErrorCode.AUTHORIZATION_FAILED, action, scope)));
    }

    /** Returns that who asks may not do something. */
    Violation violation(ErrorCode code, Action action, Scope scope) {
        return new Violation(
                code,
                "principal",
                principal.map(Principal::toString).orElse(""),
                "no role allows it to " + action + " " + scope,
                "have somebody who may share " + scope + " assign a role that allows it");
    }
}
