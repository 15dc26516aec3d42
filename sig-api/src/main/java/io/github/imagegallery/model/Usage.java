// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.model;

/**
 * How much of a limit a subscription uses (domain, Limits).
 *
 * @param kind what is counted
 * @param location the region that the counted resources are in, by their own location
 * @param used how many there are
 * @param limit how many there may be
 */
public record Usage(Kind kind, RegionName location, long used, long limit) {

    /** What is counted for each subscription and location. */
    public enum Kind {
        /** Galleries. */
        GALLERIES("galleries"),
        /** Image definitions. */
        DEFINITIONS("definitions"),
        /** Image versions, by their home. */
        VERSIONS("versions");

        private final String text;

        Kind(String text) {
            this.text = text;
        }

        @Override
        public String toString() {
            return text;
        }
    }

    /** Returns how many more there may be; 0 if there are more than the limit, which was lowered then. */
    public long left() {
        return Math.max(0, limit - used);
    }
}
