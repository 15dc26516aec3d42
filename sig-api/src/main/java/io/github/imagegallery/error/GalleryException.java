// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.error;

import java.util.List;
import java.util.stream.Collectors;

/**
 * A gallery refused a request; nothing was changed unless the subtype says otherwise. Carries every violation of the
 * request, not only the first. There is one subtype for each kind of outcome.
 */
public abstract class GalleryException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final List<Violation> violations;

    GalleryException(String request, List<Violation> violations) {
        super(message(request, violations));
        this.violations = List.copyOf(violations);
    }

    /** Returns what was wrong with the request: at least one violation. */
    public List<Violation> violations() {
        return violations;
    }

    /** Returns the code of the first violation. */
    public ErrorCode code() {
        return violations.get(0).code();
    }

    /**
     * Returns the exception for these violations, of the subtype that the first one's code calls for.
     *
     * @param request what could not be done, such as {@code Cannot create gallery golden}
     * @param violations at least one
     */
    public static GalleryException of(String request, List<Violation> violations) {
        return switch (violations.get(0).code()) {
            case INVALID_PARAMETER -> new InvalidParameterException(request, violations);
            case PROPERTY_CHANGE_NOT_ALLOWED -> new PropertyChangeNotAllowedException(request, violations);
            case CANNOT_DELETE_RESOURCE -> new CannotDeleteResourceException(request, violations);
            case DELETION_BLOCKED_BEFORE_END_OF_LIFE -> new DeletionBlockedException(request, violations);
            case PARENT_RESOURCE_NOT_FOUND -> new ParentResourceNotFoundException(request, violations);
            case RESOURCE_NOT_FOUND -> new ResourceNotFoundException(request, violations);
            case GALLERY_IMAGE_NOT_FOUND -> new GalleryImageNotFoundException(request, violations);
            case AUTHORIZATION_FAILED -> new AuthorizationFailedException(request, violations);
            case LINKED_AUTHORIZATION_FAILED -> new LinkedAuthorizationFailedException(request, violations);
            case OPERATION_NOT_ALLOWED -> new OperationNotAllowedException(request, violations);
            case QUOTA_EXCEEDED -> new QuotaExceededException(request, violations);
            case RESOURCE_ALREADY_EXISTS -> new ResourceAlreadyExistsException(request, violations);
            case SOURCE_EXCEEDS_MAX_SIZE -> new SourceTooLargeException(request, violations);
            case REPLICATION_FAILED -> new ReplicationFailedException(request, violations);
            case CONTENT_DAMAGED -> new ContentDamagedException(request, violations);
            case PLAN_STALE -> new PlanStaleException(request, violations);
        };
    }

    private static String message(String request, List<Violation> violations) {
        String cannot = Violation.printable(request);
        if (violations.size() == 1) {
            return cannot + ": " + violations.get(0);
        }
        return violations.stream()
                .map(violation -> "\n  - " + violation)
                .collect(Collectors.joining("", cannot + ", for " + violations.size() + " reasons:", ""));
    }
}
