// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.error;

import java.util.List;

/** A plan cannot be applied, since what it stands on is no longer so. Each violation names one thing that shifted. */
public final class PlanStaleException extends GalleryException {
    private static final long serialVersionUID = 1;

    PlanStaleException(String request, List<Violation> violations) {
        super(request, violations);
    }
}
