// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.error;

import java.util.List;

/** The resource does not exist. */
public final class ResourceNotFoundException extends GalleryException {
    private static final long serialVersionUID = 1;

    ResourceNotFoundException(String request, List<Violation> violations) {
        super(request, violations);
    }
}
