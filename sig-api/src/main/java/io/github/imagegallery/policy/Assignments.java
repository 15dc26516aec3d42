// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.policy;

import io.github.imagegallery.model.AccessExplanation;
import io.github.imagegallery.model.Action;
import io.github.imagegallery.model.Principal;
import io.github.imagegallery.model.RoleAssignment;
import io.github.imagegallery.model.Scope;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Who may do what (domain, Sharing): an action is allowed at a scope if a role that allows it is assigned there or
 * above, to the principal or to one of its groups. What nothing allows is denied. Immutable; answering takes as long as there
 * are scopes above and groups, however many assignments there are.
 */
public final class Assignments {
    private final Map<Key, List<RoleAssignment>> byHolder = new HashMap<>();

    private record Key(Principal principal, Scope scope) {}

    private Assignments(Collection<RoleAssignment> assignments) {
        for (RoleAssignment assignment : assignments) {
            byHolder.computeIfAbsent(new Key(assignment.principal(), assignment.scope()), key -> new ArrayList<>())
                    .add(assignment);
        }
    }

    /** Returns these assignments and no others. */
    public static Assignments of(Collection<RoleAssignment> assignments) {
        return new Assignments(assignments);
    }

    /**
     * Tells whether an action is allowed.
     *
     * @param identities the principal and its groups
     */
    public boolean allow(Set<Principal> identities, Action action, Scope scope) {
        Optional<Scope> at = Optional.of(scope);
        while (at.isPresent()) {
            for (Principal identity : identities) {
                for (RoleAssignment assignment : byHolder.getOrDefault(new Key(identity, at.get()), List.of())) {
                    if (assignment.role().allows(action)) {
                        return true;
                    }
                }
            }
            at = at.get().parent();
        }
        return false;
    }

    /**
     * Returns whether an action is allowed, and why.
     *
     * @param principal who asks
     * @param identities the principal and its groups
     */
    public AccessExplanation explain(Principal principal, Set<Principal> identities, Action action, Scope scope) {
        List<RoleAssignment> because = new ArrayList<>();
        for (Optional<Scope> at = Optional.of(scope);
                at.isPresent();
                at = at.get().parent()) {
            for (Principal identity : identities) {
                byHolder.getOrDefault(new Key(identity, at.get()), List.of()).stream()
                        .filter(assignment -> assignment.role().allows(action))
                        .forEach(assignment -> because.add(0, assignment));
            }
        }
        return new AccessExplanation(principal, action, scope, !because.isEmpty(), because);
    }
}
