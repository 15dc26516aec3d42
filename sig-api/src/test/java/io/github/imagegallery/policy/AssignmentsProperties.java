// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.imagegallery.model.AccessExplanation;
import io.github.imagegallery.model.Action;
import io.github.imagegallery.model.Principal;
import io.github.imagegallery.model.Role;
import io.github.imagegallery.model.RoleAssignment;
import io.github.imagegallery.model.Scope;
import io.github.imagegallery.model.SubscriptionInfo;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Sharing equals a walk of the inheritance table, assignment by assignment. */
class AssignmentsProperties {
    private static final List<Principal> PRINCIPALS = List.of(
            Principal.user("alice"),
            Principal.user("bob"),
            Principal.group("alice"),
            Principal.servicePrincipal("alice"),
            Principal.user("alice").inTenant("other"));

    @Property
    void equalAWalkOfTheTree(
            @ForAll("assignments") List<RoleAssignment> assignments,
            @ForAll("identities") Set<Principal> identities,
            @ForAll Action action,
            @ForAll("scopes") Scope scope) {
        List<RoleAssignment> because = assignments.stream()
                .filter(assignment -> identities.contains(assignment.principal()))
                .filter(assignment -> assignment.role().actions().contains(action))
                .filter(assignment -> isAtOrAbove(assignment.scope().toString(), scope, assignment.scope()))
                .toList();
        Assignments all = Assignments.of(assignments);
        assertThat(all.allow(identities, action, scope)).isEqualTo(!because.isEmpty());
        AccessExplanation explanation = all.explain(PRINCIPALS.get(0), identities, action, scope);
        assertThat(explanation.allowed()).isEqualTo(!because.isEmpty());
        assertThat(explanation.because()).containsExactlyInAnyOrderElementsOf(because);
        assertThat(explanation.toString()).contains(because.isEmpty() ? "may not" : "may " + action);
    }

    /** Walks up by hand: a scope is above another if the other's words begin with it, and all share their tenant. */
    private static boolean isAtOrAbove(String above, Scope scope, Scope assigned) {
        for (Scope at = scope; ; at = at.parent().orElseThrow()) {
            if (at.toString().equals(above) && at.tenant().equals(assigned.tenant())) {
                return assigned.equals(at);
            }
            if (at.parent().isEmpty()) {
                return false;
            }
        }
    }

    @Property
    void moreAssignmentsNeverAllowLess(
            @ForAll("assignments") List<RoleAssignment> some,
            @ForAll("assignments") List<RoleAssignment> more,
            @ForAll("identities") Set<Principal> identities,
            @ForAll Action action,
            @ForAll("scopes") Scope scope) {
        boolean before = Assignments.of(some).allow(identities, action, scope);
        List<RoleAssignment> all = Stream.concat(some.stream(), more.stream()).toList();
        if (before) {
            assertThat(Assignments.of(all).allow(identities, action, scope)).isTrue();
        }
    }

    @Property
    void whoMayDoSomethingMayAlsoSee(
            @ForAll("assignments") List<RoleAssignment> assignments,
            @ForAll("identities") Set<Principal> identities,
            @ForAll Action action,
            @ForAll("scopes") Scope scope) {
        Assignments all = Assignments.of(assignments);
        if (all.allow(identities, action, scope)) {
            assertThat(all.allow(identities, Action.READ, scope)).isTrue();
        }
    }

    @Provide
    Arbitrary<List<RoleAssignment>> assignments() {
        return Combinators.combine(Arbitraries.of(PRINCIPALS), roles(), scopes())
                .as(RoleAssignment::new)
                .list()
                .ofMaxSize(6);
    }

    private static Arbitrary<Role> roles() {
        Arbitrary<Role> own = Arbitraries.of(Action.class).set().map(actions -> {
            EnumSet<Action> withRead = EnumSet.of(Action.READ);
            withRead.addAll(actions);
            return new Role("own", withRead);
        });
        return Arbitraries.oneOf(own, Arbitraries.of(Role.owner(), Role.contributor(), Role.reader()));
    }

    @Provide
    Arbitrary<Set<Principal>> identities() {
        return Arbitraries.of(PRINCIPALS).set().ofMinSize(1).ofMaxSize(3);
    }

    @Provide
    Arbitrary<Scope> scopes() {
        Arbitrary<Scope> subscriptions = Arbitraries.of("default", "other")
                .map(tenant -> Scope.of(SubscriptionInfo.of("s").inTenant(tenant)));
        Arbitrary<String> names = Arbitraries.of("a", "b", "A");
        Arbitrary<Scope> galleries = Combinators.combine(subscriptions, names).as(Scope::gallery);
        Arbitrary<Scope> definitions = Combinators.combine(galleries, names).as(Scope::definition);
        Arbitrary<Scope> versions = Combinators.combine(definitions, Arbitraries.of("1.0.0", "1.0.1"))
                .as(Scope::version);
        Arbitrary<Scope> tenants = Arbitraries.of("default", "other").map(Scope::tenant);
        return Arbitraries.oneOf(tenants, subscriptions, galleries, definitions, versions);
    }
}
