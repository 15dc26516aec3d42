// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.error;

/**
 * What kind of refusal it is, in the words of the service that galleries are known from, where it has one (domain,
 * Errors).
 */
public enum ErrorCode {
    /** A value is malformed, out of range, or does not fit the others. */
    INVALID_PARAMETER("InvalidParameter"),
    /** The property is immutable once the resource exists. */
    PROPERTY_CHANGE_NOT_ALLOWED("PropertyChangeNotAllowed"),
    /** The resource still has children. */
    CANNOT_DELETE_RESOURCE("CannotDeleteResource"),
    /** The safety profile of the version does not let it be deleted before its end of life. */
    DELETION_BLOCKED_BEFORE_END_OF_LIFE("DeleteGalleryImageVersionBlockedBeforeEndOfLife"),
    /** The gallery or definition that should hold the resource does not exist. */
    PARENT_RESOURCE_NOT_FOUND("ParentResourceNotFound"),
    /** The resource does not exist. */
    RESOURCE_NOT_FOUND("ResourceNotFound"),
    /** No version is eligible, or the version is not available in that region. */
    GALLERY_IMAGE_NOT_FOUND("GalleryImageNotFound"),
    /** Who asks may see the resource, but not do this with it. */
    AUTHORIZATION_FAILED("AuthorizationFailed"),
    /** Who asks may see the source, but not copy it. */
    LINKED_AUTHORIZATION_FAILED("LinkedAuthorizationFailed"),
    /** The state of the resource does not allow it now. */
    OPERATION_NOT_ALLOWED("OperationNotAllowed"),
    /** A limit would be exceeded. */
    QUOTA_EXCEEDED("QuotaExceeded"),
    /** Something of that name, or that identifier, exists already. */
    RESOURCE_ALREADY_EXISTS("ResourceAlreadyExists"),
    /** A disk is larger than the limit. */
    SOURCE_EXCEEDS_MAX_SIZE("GallerySourceResourceExceedsMaxSize"),
    /** Some replicas could not be made; asking again resumes. */
    REPLICATION_FAILED("ReplicationFailed"),
    /** No copy of the image has the right bytes. */
    CONTENT_DAMAGED("ImageContentDamaged"),
    /** What a plan stands on is no longer so. */
    PLAN_STALE("PlanStale");

    private final String text;

    ErrorCode(String text) {
        this.text = text;
    }

    /** Returns the code as the service spells it, such as {@code InvalidParameter}. */
    @Override
    public String toString() {
        return text;
    }
}
