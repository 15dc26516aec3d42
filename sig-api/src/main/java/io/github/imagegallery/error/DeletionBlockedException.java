// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.error;

import java.util.List;

/** The safety profile of the version does not let it be deleted before its end of life. */
public final class DeletionBlockedException extends GalleryException {
    private static final long serialVersionUID = 1;

    DeletionBlockedException(String request, List<Violation> violations) {
        super(request, violations);
    }
}
