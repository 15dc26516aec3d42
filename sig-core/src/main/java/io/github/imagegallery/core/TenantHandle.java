// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.core;

import io.github.imagegallery.PendingChange;
import io.github.imagegallery.Tenant;
import io.github.imagegallery.model.Principal;
import io.github.imagegallery.model.Role;
import io.github.imagegallery.model.RoleAssignment;
import io.github.imagegallery.model.Scope;
import io.github.imagegallery.model.Sharing;
import java.util.List;

/** A tenant, and who has which role at its root. */
record TenantHandle(PendingSharing sharing) implements Tenant {

    @Override
    public String name() {
        return scope().tenant();
    }

    @Override
    public Scope scope() {
        return sharing.place().scope();
    }

    @Override
    public PendingChange<Sharing> share(Principal principal, Role role) {
        return sharing.share(principal, role);
    }

    @Override
    public PendingChange<RoleAssignment> unshare(Principal principal, String role) {
        return sharing.unshare(principal, role);
    }

    @Override
    public List<RoleAssignment> assignments() {
        return sharing.assignments();
    }
}
