// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.model;

import io.github.imagegallery.error.GalleryException;
import io.github.imagegallery.error.Violation;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Somebody who may be allowed to do something (domain, Sharing). Who it is that calls is for the application to say.
 * Immutable.
 *
 * @param kind what it is
 * @param id its id in its tenant, in lower case: 1 to 256 characters
 * @param tenant the tenant that it is of, in lower case
 */
public record Principal(Kind kind, String id, String tenant) {
    private static final String DEFAULT_TENANT = "default";
    private static final int LONGEST = 256;

    /** What a principal is. */
    public enum Kind {
        /** A person. */
        USER("user"),
        /** Several principals; the application says which. */
        GROUP("group"),
        /** A program: an app registration, which other tenants may consent to. */
        SERVICE_PRINCIPAL("servicePrincipal");

        private final String text;

        Kind(String text) {
            this.text = text;
        }

        @Override
        public String toString() {
            return text;
        }
    }

    /** @throws io.github.imagegallery.error.InvalidParameterException if the id or the tenant is malformed */
    public Principal {
        List<Violation> violations = new ArrayList<>();
        check(id, violations);
        Scope.checkTenant("principal.tenant", tenant).ifPresent(violations::add);
        if (!violations.isEmpty()) {
            throw GalleryException.of("Cannot use the " + kind + " '" + id + "'", violations);
        }
        id = id.toLowerCase(Locale.ROOT);
        tenant = tenant.toLowerCase(Locale.ROOT);
    }

    private static void check(String id, List<Violation> violations) {
        if (id.isBlank() || id.length() > LONGEST) {
            violations.add(Violation.invalid(
                    "principal.id",
                    id,
                    id.isBlank() ? "it is empty" : "it has " + id.length() + " characters",
                    "use 1 to " + LONGEST + " characters"));
        }
    }

    /** Returns a user of the tenant {@code default}. */
    public static Principal user(String id) {
        return new Principal(Kind.USER, id, DEFAULT_TENANT);
    }

    /** Returns a group of the tenant {@code default}. */
    public static Principal group(String id) {
        return new Principal(Kind.GROUP, id, DEFAULT_TENANT);
    }

    /** Returns a service principal that is registered in the tenant {@code default}. */
    public static Principal servicePrincipal(String id) {
        return new Principal(Kind.SERVICE_PRINCIPAL, id, DEFAULT_TENANT);
    }

    /** Returns this principal of that tenant. */
    public Principal inTenant(String name) {
        return new Principal(kind, id, name);
    }

    @Override
    public String toString() {
        return kind + " " + id + (tenant.equals(DEFAULT_TENANT) ? "" : " of " + tenant);
    }
}
