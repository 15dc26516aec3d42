// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.error;

import java.util.List;

/** The gallery or definition that should hold the resource does not exist. */
public final class ParentResourceNotFoundException extends GalleryException {
    private static final long serialVersionUID = 1;

    ParentResourceNotFoundException(String request, List<Violation> violations) {
        super(request, violations);
    }
}
