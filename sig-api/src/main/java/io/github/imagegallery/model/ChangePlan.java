// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.model;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What a change does before it is made (domain, Plans): what is written, which bytes move where, what it
 * costs, which limits it uses, whose {@code latest} it changes, and what can no longer be deployed. As long as its ground holds,
 * applying it does this and nothing else. Immutable.
 *
 * @param request what is asked for, such as {@code update golden/web/1.0.0}
 * @param at when it was planned
 * @param changes what is written, a line for each resource and region
 * @param moves the bytes that are copied from one site to another, in the order in which they are; none where all has arrived
 * @param storedBytes the bytes that are added at the home of a version that is published, apart from those that are copied
 *     from another site
 * @param cost the difference in money, empty if no prices were given
 * @param usage the limits of which it uses or frees something; none for who may not read the subscription
 * @param latest where another version becomes {@code latest}, when all replicas are made
 * @param undeployable what can be deployed now, and no more when the change is made
 * @param ground what the plan stands on
 */
public record ChangePlan(
        String request,
        Instant at,
        List<String> changes,
        List<Move> moves,
        long storedBytes,
        Optional<CostChange> cost,
        List<UsageChange> usage,
        List<LatestChange> latest,
        List<Undeployable> undeployable,
        PlanGround ground) {

    public ChangePlan {
        changes = List.copyOf(changes);
        moves = List.copyOf(moves);
        usage = List.copyOf(usage);
        latest = List.copyOf(latest);
        undeployable = List.copyOf(undeployable);
    }

    /** Returns how many bytes are copied from one site to another. */
    public long movedBytes() {
        return moves.stream().mapToLong(Move::bytes).sum();
    }

    /** Tells whether the change does nothing: all is as it asks for. */
    public boolean isEmpty() {
        return changes.isEmpty() && moves.isEmpty() && storedBytes == 0;
    }

    /**
     * Bytes that are copied to one site.
     *
     * @param version the version that they are for
     * @param from the region that they are read from
     * @param to the region that they are copied to
     * @param replica the number of the replica there, from 1
     * @param zone the zone of the region, 0 if the replica is bound to none
     * @param bytes how many
     */
    public record Move(ResourceId version, RegionName from, RegionName to, int replica, int zone, long bytes) {

        /** Returns the move as one line. */
        @Override
        public String toString() {
            return bytes + " bytes of " + version.path() + " from " + from + " to " + to + ", replica " + replica
                    + (zone == 0 ? "" : ", zone " + zone);
        }
    }

    /**
     * How much of a limit is used before and after.
     *
     * @param kind what is counted
     * @param location the region that the counted resources are in
     * @param before how many there are
     * @param after how many there are when the change is made
     * @param limit how many there may be
     */
    public record UsageChange(Usage.Kind kind, RegionName location, long before, long after, long limit) {

        /** Returns the change as one line. */
        @Override
        public String toString() {
            return kind + " in " + location + ": " + before + " → " + after + " of " + limit;
        }
    }

    /**
     * Another version that becomes {@code latest}.
     *
     * @param definition the definition
     * @param region where
     * @param before which one is, empty if none is
     * @param after which one will be, empty if none will
     */
    public record LatestChange(
            ResourceId definition, RegionName region, Optional<VersionNumber> before, Optional<VersionNumber> after) {

        /** Returns the change as one line. */
        @Override
        public String toString() {
            return "latest of " + definition.path() + " in " + region + ": " + text(before) + " → " + text(after);
        }

        private static String text(Optional<VersionNumber> number) {
            return number.map(VersionNumber::toString).orElse("none");
        }
    }

    /**
     * What can no longer be deployed.
     *
     * @param version the version
     * @param region where
     * @param osDiskType the kind of OS disk that it can no longer be deployed on, empty if it is any kind
     * @param reason why, in words
     */
    public record Undeployable(ResourceId version, RegionName region, Optional<DiskType> osDiskType, String reason) {

        /** Returns it as one line. */
        @Override
        public String toString() {
            return version.path() + " in " + region
                    + osDiskType.map(type -> " on " + type).orElse("") + ": " + reason;
        }
    }
}
