// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.error;

import java.util.List;

/** Who asks may see the resource, but not do this with it. */
public final class AuthorizationFailedException extends GalleryException {
    private static final long serialVersionUID = 1;

    AuthorizationFailedException(String request, List<Violation> violations) {
        super(request, violations);
    }
}
