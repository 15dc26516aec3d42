// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.error;

import java.util.List;

/** Who asks may see the source, but not copy it. */
public final class LinkedAuthorizationFailedException extends GalleryException {
    private static final long serialVersionUID = 1;

    LinkedAuthorizationFailedException(String request, List<Violation> violations) {
        super(request, violations);
    }
}
