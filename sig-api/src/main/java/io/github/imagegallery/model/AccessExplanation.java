// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.model;

import java.util.List;

/**
 * Whether a principal may do something, and why (domain, Sharing).
 *
 * @param principal who
 * @param action what
 * @param scope with what
 * @param because the assignments that allow it, to the principal itself and to its groups, the widest scope first; none if
 *     it is not allowed: what nothing allows is denied
 */
public record AccessExplanation(Principal principal, Action action, Scope scope, List<RoleAssignment> because) {

    public AccessExplanation {
        because = List.copyOf(because);
    }

    /** Tells whether it is allowed. */
    public boolean allowed() {
        return !because.isEmpty();
    }

    /** Returns the answer in a sentence. */
    @Override
    public String toString() {
        String question = principal + " may " + (allowed() ? "" : "not ") + action + " " + scope + ": ";
        return question + (allowed() ? because.get(0).toString() : "no assignment there or above allows it");
    }
}
