// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.benchmarks;

import io.github.imagegallery.model.Action;
import io.github.imagegallery.model.Principal;
import io.github.imagegallery.model.Role;
import io.github.imagegallery.model.RoleAssignment;
import io.github.imagegallery.model.Scope;
import io.github.imagegallery.model.SubscriptionInfo;
import io.github.imagegallery.policy.Assignments;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** How long it takes to look at a right, by the number of assignments: one that is had from the subscription, and one denied. */
@State(org.openjdk.jmh.annotations.Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class AccessBenchmark {
    private static final Set<Principal> ALICE =
            Set.of(Principal.user("alice"), Principal.group("ops"), Principal.group("all"));
    private static final Scope SUBSCRIPTION = Scope.of(SubscriptionInfo.of("default"));

    /** How many roles are assigned. */
    @Param({"10", "10000"})
    public int assignments;

    private Assignments all = Assignments.of(Set.of());

    /** Assigns the roles: to users at versions of a hundred definitions, and one to a group at the subscription. */
    @Setup
    public void assign() {
        all = Assignments.of(IntStream.range(0, assignments)
                .mapToObj(i -> i == 0
                        ? new RoleAssignment(Principal.group("ops"), Role.reader(), SUBSCRIPTION)
                        : new RoleAssignment(Principal.user("user" + i % 1_000), Role.owner(), version(i)))
                .toList());
    }

    private static Scope version(int i) {
        return SUBSCRIPTION.gallery("golden").definition("web" + i % 100).version("1.0." + i);
    }

    /** Looks at a right that a group has at the subscription. */
    @Benchmark
    public boolean allowed() {
        return all.allow(ALICE, Action.READ, version(7));
    }

    /** Looks at a right that nobody has given. */
    @Benchmark
    public boolean denied() {
        return all.allow(ALICE, Action.WRITE, version(7));
    }
}
