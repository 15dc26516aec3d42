// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.core;

import io.github.imagegallery.Tenant;

/** A tenant, and who has which role at its root. */
record TenantHandle(SharingPlace place) implements Tenant, ShareableHandle {

    @Override
    public String name() {
        return scope().tenant();
    }
}
