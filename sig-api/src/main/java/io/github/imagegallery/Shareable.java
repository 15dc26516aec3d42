// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery;

import io.github.imagegallery.model.Principal;
import io.github.imagegallery.model.Role;
import io.github.imagegallery.model.RoleAssignment;
import io.github.imagegallery.model.Scope;
import io.github.imagegallery.model.SharingOutcome;
import java.util.List;

/**
 * What roles are assigned at (domain, Sharing): a tenant, a subscription, a gallery, a definition or a version. A role that is
 * assigned here is had at all that is inside. Assignments go with the resource that they are at.
 */
public interface Shareable {

    /** Returns what assignments here are at. */
    Scope scope();

    /**
     * Starts the assignment of a role. Assigning one that is there already is no change; a role of the same name and other
     * actions replaces it.
     */
    PendingChange<SharingOutcome> share(Principal principal, Role role);

    /**
     * Starts taking a role away, by its name. Its commit returns the assignment as it was. What the principal has from above
     * stays.
     */
    PendingChange<RoleAssignment> unshare(Principal principal, String role);

    /**
     * Returns the assignments here, not those from above, in the order in which they were made.
     *
     * @throws io.github.imagegallery.error.ResourceNotFoundException if there is no such resource
     */
    List<RoleAssignment> assignments();
}
