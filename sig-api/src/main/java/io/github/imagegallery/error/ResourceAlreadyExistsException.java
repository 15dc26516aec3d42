// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.error;

import java.util.List;

/** A resource of that name or identifier exists already. */
public final class ResourceAlreadyExistsException extends GalleryException {
    private static final long serialVersionUID = 1;

    ResourceAlreadyExistsException(String request, List<Violation> violations) {
        super(request, violations);
    }
}
