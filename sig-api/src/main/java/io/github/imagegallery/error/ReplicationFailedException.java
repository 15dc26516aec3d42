// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.error;

import java.util.List;

/**
 * Some replicas could not be made. The regions that were completed stay and can be deployed from; the same request
 * resumes with the others.
 */
public final class ReplicationFailedException extends GalleryException {
    private static final long serialVersionUID = 1;

    ReplicationFailedException(String request, List<Violation> violations) {
        super(request, violations);
    }
}
