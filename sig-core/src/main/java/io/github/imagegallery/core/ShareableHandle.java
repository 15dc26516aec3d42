// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.core;

import io.github.imagegallery.PendingChange;
import io.github.imagegallery.Shareable;
import io.github.imagegallery.model.Principal;
import io.github.imagegallery.model.Role;
import io.github.imagegallery.model.RoleAssignment;
import io.github.imagegallery.model.Scope;
import io.github.imagegallery.model.SharingOutcome;
import java.util.List;

/** A handle of something that roles are assigned at. */
interface ShareableHandle extends Shareable {

    /** Returns where its roles are assigned. */
    SharingPlace place();

    @Override
    default Scope scope() {
        return place().scope();
    }

    @Override
    default PendingChange<SharingOutcome> share(Principal principal, Role role) {
        return new PendingSharing(place()).share(principal, role);
    }

    @Override
    default PendingChange<RoleAssignment> unshare(Principal principal, String role) {
        return new PendingSharing(place()).unshare(principal, role);
    }

    @Override
    default List<RoleAssignment> assignments() {
        return place().read();
    }
}
