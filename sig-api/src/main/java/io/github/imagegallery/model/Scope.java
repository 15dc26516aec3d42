// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What a role is assigned at: a tenant's root, a subscription, a gallery, a definition or a version (domain, Sharing). What
 * is allowed at a scope is allowed at all that is in it. Scopes that differ only in the case of their letters are equal, and
 * resource groups make no difference. Immutable.
 */
public final class Scope {
    /** The names from the tenant down, each in lower case: one for a tenant, five for a version. */
    private final List<String> path;

    private Scope(List<String> path) {
        this.path = List.copyOf(path);
    }

    /** Returns the root of a tenant. */
    public static Scope tenant(String tenant) {
        return new Scope(List.of(tenant.toLowerCase(Locale.ROOT)));
    }

    /** Returns a subscription. */
    public static Scope of(SubscriptionInfo subscription) {
        return new Scope(List.of(subscription.tenant(), subscription.id()));
    }

    /** Returns a gallery of this subscription. */
    public Scope gallery(String name) {
        return child(2, name);
    }

    /** Returns a definition of this gallery. */
    public Scope definition(String name) {
        return child(3, name);
    }

    /** Returns a version of this definition. */
    public Scope version(String number) {
        return child(4, number);
    }

    private Scope child(int depth, String name) {
        if (path.size() != depth) {
            throw new IllegalStateException("Not inside " + this + ": " + name);
        }
        List<String> longer = new ArrayList<>(path);
        longer.add(name.toLowerCase(Locale.ROOT));
        return new Scope(longer);
    }

    /** Returns the tenant's name. */
    public String tenant() {
        return path.get(0);
    }

    /** Returns what this scope is in; empty for a tenant's root. */
    public Optional<Scope> parent() {
        return path.size() == 1 ? Optional.empty() : Optional.of(new Scope(path.subList(0, path.size() - 1)));
    }

    /** Tells whether this is the other, or the other is in it. */
    public boolean contains(Scope other) {
        return other.path.size() >= path.size()
                && other.path.subList(0, path.size()).equals(path);
    }

    /** Tells whether this is a single version. */
    public boolean isVersion() {
        return path.size() == 5;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Scope scope && scope.path.equals(path);
    }

    @Override
    public int hashCode() {
        return path.hashCode();
    }

    /** Returns this scope in words, such as {@code tenant contoso}, {@code subscription prod} or {@code golden/web}. */
    @Override
    public String toString() {
        return switch (path.size()) {
            case 1 -> "tenant " + path.get(0);
            case 2 -> "subscription " + path.get(1);
            default -> String.join("/", path.subList(2, path.size()));
        };
    }
}
