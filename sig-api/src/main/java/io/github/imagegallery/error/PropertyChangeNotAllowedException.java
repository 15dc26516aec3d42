// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.error;

import java.util.List;

/** The request would change a property that is immutable. */
public final class PropertyChangeNotAllowedException extends GalleryException {
    private static final long serialVersionUID = 1;

    PropertyChangeNotAllowedException(String request, List<Violation> violations) {
        super(request, violations);
    }
}
