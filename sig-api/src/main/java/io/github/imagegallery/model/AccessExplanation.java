// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.model;

import java.util.List;

/**
 * Whether a principal may do something, and why (domain, Sharing).
 *
 * @param principal who
 * @param action what
 * @param scope with what
 * @param allowed whether it is; what nothing allows is denied
 * @param because the assignments that allow it, to the principal itself and to its groups, the widest scope first; without
 *     those that who asks may not see
 */
public record AccessExplanation(
        Principal principal, Action action, Scope scope, boolean allowed, List<RoleAssignment> because) {

    public AccessExplanation {
        because = List.copyOf(because);
    }

    /** Returns the answer in a sentence. */
    @Override
    public String toString() {
        String answer = principal + " may " + (allowed ? "" : "not ") + action + " " + scope + ": ";
        if (!allowed) {
            return answer + "no assignment there or above allows it";
        }
        return answer + (because.isEmpty() ? "an assignment above allows it" : because.get(0));
    }
}
