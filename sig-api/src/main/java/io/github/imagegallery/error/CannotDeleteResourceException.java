// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.error;

import java.util.List;

/** The resource has children, which must be deleted first. */
public final class CannotDeleteResourceException extends GalleryException {
    private static final long serialVersionUID = 1;

    CannotDeleteResourceException(String request, List<Violation> violations) {
        super(request, violations);
    }
}
