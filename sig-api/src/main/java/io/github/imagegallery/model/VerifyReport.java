// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.model;

import java.util.List;
import java.util.Optional;

/**
 * What a verification found.
 *
 * @param versions how many versions were checked
 * @param sites how many sites were checked
 * @param bytes how many bytes were read
 * @param damages what is damaged or lost; empty if all is well
 */
public record VerifyReport(int versions, int sites, long bytes, List<Damage> damages) {

    public VerifyReport {
        damages = List.copyOf(damages);
    }

    /** Tells whether nothing is damaged or lost. */
    public boolean sound() {
        return damages.isEmpty();
    }

    /**
     * Something that is damaged or lost.
     *
     * @param site where, such as {@code default/westeurope/replica-1}; empty if at every site
     * @param versions the versions that need it, such as {@code golden/web/1.0.0}
     * @param reason what is wrong with it
     */
    public record Damage(Optional<String> site, List<String> versions, String reason) {
        public Damage {
            versions = List.copyOf(versions);
        }
    }
}
