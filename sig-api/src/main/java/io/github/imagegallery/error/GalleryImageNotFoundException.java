// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.error;

import java.util.List;

/** No version is eligible, or the version is not available in the region. The violations say why, version by version. */
public final class GalleryImageNotFoundException extends GalleryException {
    private static final long serialVersionUID = 1;

    GalleryImageNotFoundException(String request, List<Violation> violations) {
        super(request, violations);
    }
}
