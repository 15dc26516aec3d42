// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.model;

import java.util.List;

/**
 * What came of sharing.
 *
 * @param assignment who has which role where
 * @param advice what is allowed but hardly meant: sharing a single version, which people look for in vain when the next one
 *     is published
 */
public record SharingOutcome(RoleAssignment assignment, List<Advice> advice) {

    public SharingOutcome {
        advice = List.copyOf(advice);
    }
}
