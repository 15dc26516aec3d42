// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.error;

import java.util.List;

/** The state of the resource does not allow the request now. */
public final class OperationNotAllowedException extends GalleryException {
    private static final long serialVersionUID = 1;

    OperationNotAllowedException(String request, List<Violation> violations) {
        super(request, violations);
    }
}
