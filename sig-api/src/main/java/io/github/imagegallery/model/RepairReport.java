// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.model;

import io.github.imagegallery.model.VerifyReport.Damage;
import java.util.List;

/**
 * What a repair found and made anew, or would make anew.
 *
 * @param versions how many versions have something at the sites that were looked at
 * @param sites how many sites were looked at
 * @param bytes how many bytes were read to find what is damaged
 * @param repaired what was damaged or missing, and is whole again
 * @param left what is still damaged or missing, since no site has it undamaged or it could not be written
 */
public record RepairReport(int versions, int sites, long bytes, List<Damage> repaired, List<Damage> left) {

    public RepairReport {
        repaired = List.copyOf(repaired);
        left = List.copyOf(left);
    }

    /** Tells whether nothing is damaged or missing any more. */
    public boolean sound() {
        return left.isEmpty();
    }
}
