// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery;

import io.github.imagegallery.model.Principal;
import java.util.Set;

/**
 * What the application knows of principals and the library does not (domain, Sharing). Asked whenever a right is looked at,
 * by many threads: it should answer at once, from memory.
 */
public interface Directory {

    /** Returns the groups that a principal belongs to, directly or through other groups. */
    Set<Principal> groupsOf(Principal principal);

    /** Tells whether a tenant has consented to a service principal that is registered in another one. */
    boolean hasConsented(String tenant, Principal servicePrincipal);

    /** Returns a directory without groups and consents. */
    static Directory empty() {
        return new Directory() {
            @Override
            public Set<Principal> groupsOf(Principal principal) {
                return Set.of();
            }

            @Override
            public boolean hasConsented(String tenant, Principal servicePrincipal) {
                return false;
            }
        };
    }
}
