// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.core.record;

/**
 * Somebody is making the replicas of a region, and renews this while it does. Nothing relies on it.
 *
 * @param process the process that the worker is in
 * @param worker who it is
 * @param beat how often this was renewed
 */
public record LeaseRecord(String process, String worker, long beat) {

    /** Returns this lease, renewed. */
    public LeaseRecord renewed() {
        return new LeaseRecord(process, worker, beat + 1);
    }
}
