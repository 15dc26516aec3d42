// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.core;

import io.github.imagegallery.core.record.Ledger;
import io.github.imagegallery.model.AccessExplanation;
import io.github.imagegallery.model.Action;
import io.github.imagegallery.model.Principal;
import io.github.imagegallery.model.RoleAssignment;
import io.github.imagegallery.model.Scope;
import io.github.imagegallery.storage.Cursor;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/** One who asks: a principal, or the application itself; and the engines as it sees them. Safe for use by many threads. */
final class Caller {
    private final Cloud cloud;
    private final Optional<Principal> principal;
    private final Map<String, Engine> engines = new ConcurrentHashMap<>();

    Caller(Cloud cloud, Optional<Principal> principal) {
        this.cloud = cloud;
        this.principal = principal;
    }

    Cloud cloud() {
        return cloud;
    }

    Optional<Principal> principal() {
        return principal;
    }

    /**
     * Returns the engine of a subscription.
     *
     * @throws io.github.imagegallery.error.InvalidParameterException if the id is malformed
     */
    Engine engine(String subscription) {
        Engine all = cloud.engine(subscription);
        return principal
                .map(asking -> engines.computeIfAbsent(all.subscription(), id -> all.as(asking)))
                .orElse(all);
    }

    /** Returns the engine of the subscription of those who name none. */
    Engine defaultEngine() {
        return engine(cloud.settings().defaultSubscription());
    }

    /** Returns the engines of all subscriptions that have records and may be read, in the order of their ids. */
    List<Engine> engines() {
        return engines(Action.READ);
    }

    /** Returns the engines of all subscriptions that have records and of which something may be done with everything. */
    List<Engine> engines(Action action) {
        return Stream.iterate(
                        cloud.next(Cursor.start()), Optional::isPresent, id -> cloud.next(new Cursor(id.orElseThrow())))
                .map(id -> engine(id.orElseThrow()))
                .filter(engine -> engine.access().allows(action, engine.access().root()))
                .toList();
    }

    /** Returns the root of a tenant. */
    SharingPlace tenant(String name) {
        Grants grants = cloud.grants(name);
        Access all = cloud.access(grants.root(), List.of(grants));
        Access access = principal.map(all::of).orElse(all);
        Ledger ledger =
                principal.map(asking -> grants.ledger().seenBy(access::sees)).orElse(grants.ledger());
        return new SharingPlace(ledger, access, Optional.empty(), Optional.empty());
    }

    /** Says whether a principal may do something, and why; who asks must be that principal, or may share it. */
    AccessExplanation explain(Principal asked, Action action, Scope scope) {
        Access access = scope.subscription()
                .map(subscription -> engine(subscription).access())
                .orElseGet(() -> tenant(scope.tenant()).access());
        if (!principal.equals(Optional.of(asked))) {
            access.require(Action.SHARE, scope, "Cannot explain what " + asked + " may do with " + scope);
        }
        AccessExplanation all = access.explain(asked, action, scope);
        List<RoleAssignment> told = all.because().stream()
                .filter(assignment ->
                        principal.equals(Optional.of(asked)) || access.allows(Action.READ, assignment.scope()))
                .toList();
        return new AccessExplanation(asked, action, scope, all.allowed(), told);
    }
}
