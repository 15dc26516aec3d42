// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.core.record;

import io.github.imagegallery.model.Action;
import io.github.imagegallery.model.Principal;
import io.github.imagegallery.model.Role;
import io.github.imagegallery.model.RoleAssignment;
import io.github.imagegallery.model.Scope;
import java.util.List;
import java.util.Set;

/**
 * The roles that are assigned at one scope, as they are remembered.
 *
 * @param grants in the order in which they were made
 */
public record AccessRecord(List<Grant> grants) {

    /** That a principal has a role. */
    public record Grant(Principal principal, String role, Set<Action> actions) {

        /** Returns what is remembered of an assignment. */
        public static Grant of(RoleAssignment assignment) {
            return new Grant(
                    assignment.principal(),
                    assignment.role().name(),
                    assignment.role().actions());
        }

        /** Returns the assignment at its scope. */
        public RoleAssignment at(Scope scope) {
            return new RoleAssignment(principal, new Role(role, actions), scope);
        }
    }

    /** Returns the assignments as people see them. */
    public List<RoleAssignment> at(Scope scope) {
        return grants.stream().map(grant -> grant.at(scope)).toList();
    }
}
