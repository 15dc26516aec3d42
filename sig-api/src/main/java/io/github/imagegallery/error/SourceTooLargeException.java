// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.error;

import java.util.List;

/** A disk of the source is larger than the limit. */
public final class SourceTooLargeException extends GalleryException {
    private static final long serialVersionUID = 1;

    SourceTooLargeException(String request, List<Violation> violations) {
        super(request, violations);
    }
}
