// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.core;

import io.github.imagegallery.Directory;
import io.github.imagegallery.model.Action;
import io.github.imagegallery.model.Principal;
import io.github.imagegallery.model.Role;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Who may do what, found by walking: from a place to its parent and on to the tenant, and at each through all roles that
 * were ever assigned. Knows places by their identity and none of the engine's keys, scopes and caches.
 */
final class InheritanceWalk implements Directory {
    /** The roles that are assigned, in the order in which they were. */
    private final List<Given> given = new ArrayList<>();

    private final Map<Principal, Set<Principal>> groups;
    private Set<String> consents;

    /**
     * @param groups which groups each belongs to
     * @param consents the tenants that have consented to service principals of others
     */
    InheritanceWalk(Map<Principal, Set<Principal>> groups, Set<String> consents) {
        this.groups = groups;
        this.consents = consents;
    }

    /** A tenant, subscription, gallery, definition or version; the same one only if it is the same object. */
    static final class Place {
        private final Optional<Place> parent;
        private final String name;

        Place(Optional<Place> parent, String name) {
            this.parent = parent;
            this.name = name;
        }

        String name() {
            return name;
        }

        /** Returns what it is in; a tenant is in nothing. */
        Place parent() {
            return parent.orElseThrow();
        }

        /** Returns the tenant's name. */
        String tenant() {
            return parent.map(Place::tenant).orElse(name);
        }

        /** Returns how many places are above. */
        int depth() {
            return parent.map(above -> above.depth() + 1).orElse(0);
        }

        @Override
        public String toString() {
            return parent.map(above -> above + "/").orElse("") + name;
        }
    }

    /** A role that somebody has at a place. */
    record Given(Principal holder, Role role, Place at) {}

    /** Assigns a role, in place of one of that name; tells whether the tenant knows the holder. */
    boolean give(Principal holder, Role role, Place at) {
        if (!isKnown(holder, at.tenant())) {
            return false;
        }
        given.removeIf(before -> before.holder().equals(holder) && before.at() == at && sameName(before.role(), role));
        given.add(new Given(holder, role, at));
        return true;
    }

    private static boolean sameName(Role one, Role other) {
        return one.name().equalsIgnoreCase(other.name());
    }

    /** Takes consents away, or adds some. */
    void consents(Set<String> tenants) {
        consents = tenants;
    }

    boolean allows(Principal who, Action action, Place place) {
        return !because(who, action, place).isEmpty();
    }

    /** Returns every role that allows it. */
    List<Given> because(Principal who, Action action, Place place) {
        List<Given> because = new ArrayList<>();
        Set<Principal> identities = identities(who, place.tenant());
        for (Optional<Place> at = Optional.of(place); at.isPresent(); at = at.get().parent) {
            for (Given each : given) {
                if (each.at() == at.get()
                        && identities.contains(each.holder())
                        && each.role().actions().contains(action)) {
                    because.add(each);
                }
            }
        }
        return because;
    }

    private Set<Principal> identities(Principal who, String tenant) {
        Set<Principal> identities = new HashSet<>();
        if (isKnown(who, tenant)) {
            identities.add(who);
            for (Principal group : groupsOf(who)) {
                if (isKnown(group, tenant)) {
                    identities.add(group);
                }
            }
        }
        return identities;
    }

    private boolean isKnown(Principal who, String tenant) {
        return who.tenant().equals(tenant)
                || who.kind() == Principal.Kind.SERVICE_PRINCIPAL && consents.contains(tenant);
    }

    @Override
    public Set<Principal> groupsOf(Principal principal) {
        return groups.getOrDefault(principal, Set.of());
    }

    @Override
    public boolean hasConsented(String tenant, Principal servicePrincipal) {
        return consents.contains(tenant);
    }
}
