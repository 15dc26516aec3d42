// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.model;

/**
 * That a principal has a role at a scope, and so at all that is in it (domain, Sharing).
 *
 * @param principal who
 * @param role what it may do
 * @param scope with what
 */
public record RoleAssignment(Principal principal, Role role, Scope scope) {

    @Override
    public String toString() {
        return principal + " is " + role + " of " + scope;
    }
}
