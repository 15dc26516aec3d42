// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.error;

import java.util.List;

/** No copy of the image has the bytes that its record vouches for, so they cannot be handed out. */
public final class ContentDamagedException extends GalleryException {
    private static final long serialVersionUID = 1;

    ContentDamagedException(String request, List<Violation> violations) {
        super(request, violations);
    }
}
