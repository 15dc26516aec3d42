// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.storage;

/**
 * A place that holds one copy of a subscription's blobs.
 *
 * @param subscription the subscription whose blobs it holds; blobs are never shared between two
 * @param region the region it stands in, in lower case
 * @param zone the zone it stands in, from 1; 0 where it is bound to none
 * @param replica which of the copies in that place it is, from 1
 */
public record Site(String subscription, String region, int zone, int replica) implements Comparable<Site> {

    public Site {
        if (!Names.isPlain(subscription) || !Names.isPlain(region) || zone < 0 || replica < 1) {
            throw new IllegalArgumentException(
                    "Not a site: " + subscription + "/" + region + "/zone " + zone + "/replica " + replica);
        }
    }

    @Override
    public int compareTo(Site other) {
        return toString().compareTo(other.toString());
    }

    /** Returns this site as a path, such as {@code default/westeurope/replica-2} or {@code …/zone-1/replica-2}. */
    @Override
    public String toString() {
        return subscription + "/" + region + (zone == 0 ? "" : "/zone-" + zone) + "/replica-" + replica;
    }
}
