// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.model;

import io.github.imagegallery.error.GalleryException;
import io.github.imagegallery.error.Violation;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a role is assigned at: a tenant's root, a subscription, a gallery, a definition or a version (domain, Sharing). What
 * is allowed at a scope is allowed at all that is in it. Scopes that differ only in the case of their letters are equal, and
 * resource groups make no difference. Immutable.
 */
public final class Scope {
    private static final Pattern TENANT = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,120}");
    private static final int GALLERY = 2;
    private static final int DEFINITION = 3;
    private static final int VERSION = 4;

    private final @Nullable Scope parent;
    private final String name;
    /** How many scopes are above: 0 for a tenant, 4 for a version. */
    private final int depth;

    private final int hash;

    private Scope(@Nullable Scope parent, String name) {
        this.parent = parent;
        this.name = name.toLowerCase(Locale.ROOT);
        this.depth = parent == null ? 0 : parent.depth + 1;
        this.hash = (parent == null ? 0 : 31 * parent.hash) + this.name.hashCode();
    }

    /**
     * Returns the root of a tenant.
     *
     * @throws io.github.imagegallery.error.InvalidParameterException if the name is malformed
     */
    public static Scope tenant(String tenant) {
        checkTenant("tenant", tenant).ifPresent(malformed -> {
            throw GalleryException.of("Cannot use the tenant '" + tenant + "'", List.of(malformed));
        });
        return new Scope(null, tenant);
    }

    /** Returns what is wrong with a tenant's name, empty if nothing is. */
    static Optional<Violation> checkTenant(String target, String tenant) {
        return TENANT.matcher(tenant).matches()
                ? Optional.empty()
                : Optional.of(Violation.invalid(
                        target,
                        tenant,
                        tenant.isEmpty() ? "it is empty" : "it is not the name of a tenant",
                        "use 1 to 121 letters, digits, '-', '_' or '.', beginning with a letter or digit"));
    }

    /** Returns a subscription. */
    public static Scope of(SubscriptionInfo subscription) {
        return new Scope(new Scope(null, subscription.tenant()), subscription.id());
    }

    /** Returns a gallery of this subscription. */
    public Scope gallery(String gallery) {
        return child(GALLERY, gallery);
    }

    /** Returns a definition of this gallery. */
    public Scope definition(String definition) {
        return child(DEFINITION, definition);
    }

    /** Returns a version of this definition. */
    public Scope version(String number) {
        return child(VERSION, number);
    }

    private Scope child(int childDepth, String childName) {
        if (depth + 1 != childDepth) {
            throw new IllegalStateException("Not directly inside " + this + ": " + childName);
        }
        return new Scope(this, childName);
    }

    /** Returns the tenant's name. */
    public String tenant() {
        return parent == null ? name : parent.tenant();
    }

    /** Returns the id of the subscription that this is or is in; empty for a tenant's root. */
    public Optional<String> subscription() {
        return depth < 2 ? Optional.of(name).filter(id -> depth == 1) : parent().flatMap(Scope::subscription);
    }

    /** Returns what this scope is in; empty for a tenant's root. */
    public Optional<Scope> parent() {
        return Optional.ofNullable(parent);
    }

    /** Tells whether this is the other, or the other is in it. */
    public boolean contains(Scope other) {
        return equals(other) || other.parent != null && contains(other.parent);
    }

    /** Tells whether this is a single version. */
    public boolean isVersion() {
        return depth == VERSION;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Scope scope
                && scope.hash == hash
                && scope.depth == depth
                && scope.name.equals(name)
                && parent().equals(scope.parent());
    }

    @Override
    public int hashCode() {
        return hash;
    }

    /** Returns this scope in words, such as {@code tenant contoso}, {@code subscription prod} or {@code golden/web}. */
    @Override
    public String toString() {
        return switch (depth) {
            case 0 -> "tenant " + name;
            case 1 -> "subscription " + name;
            case GALLERY -> name;
            default -> parent + "/" + name;
        };
    }
}
