// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.error;

import java.util.List;

/** A value of the request is malformed, out of range, or does not fit the others. */
public final class InvalidParameterException extends GalleryException {
    private static final long serialVersionUID = 1;

    InvalidParameterException(String request, List<Violation> violations) {
        super(request, violations);
    }
}
