// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.error;

import java.util.List;

/** The request would exceed a limit. */
public final class QuotaExceededException extends GalleryException {
    private static final long serialVersionUID = 1;

    QuotaExceededException(String request, List<Violation> violations) {
        super(request, violations);
    }
}
