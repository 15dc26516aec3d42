// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery;

import io.github.imagegallery.model.GalleryInfo;
import io.github.imagegallery.model.ImageDefinitionInfo;
import io.github.imagegallery.model.RegionCatalog;
import io.github.imagegallery.model.ResourceId;
import io.github.imagegallery.model.VerifyReport;

/**
 * The galleries of one storage: where everything begins. Open it with {@code SharedImageGalleries.open(storage)} of the
 * module {@code sig-core}.
 *
 * <p>Handles are addresses: making one does no I/O and checks nothing. What is wrong with an address is said together
 * with all else that is wrong, by the call that uses it. Every call that reads or writes may throw a
 * {@link io.github.imagegallery.error.GalleryException}, or what the storage throws when it fails. Safe for use by many
 * threads; pending changes are not.
 */
public interface ImageGalleries extends AutoCloseable {

    /** Returns the regions of the cloud that these galleries are in. */
    RegionCatalog regions();

    /**
     * Returns the handle of a subscription. Who has only one needs none: {@link #gallery(String)} is in the default one.
     *
     * @param id its id, whatever the case of its letters
     * @throws io.github.imagegallery.error.InvalidParameterException if the id is malformed
     */
    Subscription subscription(String id);

    /** Returns the handle of a gallery of the default subscription. */
    Gallery gallery(String name);

    /**
     * Finds the gallery that an id names, or that the resource it names is in.
     *
     * @throws io.github.imagegallery.error.InvalidParameterException if a name in the id is malformed
     * @throws io.github.imagegallery.error.ResourceNotFoundException if there is no such gallery in that subscription and
     *     resource group
     */
    Gallery gallery(ResourceId id);

    /**
     * Finds the definition that an id names, or that the version it names is of. Whether the definition exists is not
     * looked at, only its gallery is.
     *
     * @throws io.github.imagegallery.error.InvalidParameterException if the id names no definition, or a name in it is
     *     malformed
     * @throws io.github.imagegallery.error.ResourceNotFoundException if there is no such gallery in that subscription and
     *     resource group
     */
    ImageDefinition definition(ResourceId id);

    /**
     * Finds the version that an id names. Whether the version exists is not looked at, only its gallery is.
     *
     * @throws io.github.imagegallery.error.InvalidParameterException if the id names no version, or a name in it is
     *     malformed
     * @throws io.github.imagegallery.error.ResourceNotFoundException if there is no such gallery in that subscription and
     *     resource group
     */
    ImageVersion version(ResourceId id);

    /** Lists the galleries of all subscriptions, in the order of the subscriptions' ids and their own names. */
    Listing<GalleryInfo> list();

    /**
     * Lists the definitions of all subscriptions, in the order of the subscriptions' ids, the galleries' names and their
     * own.
     */
    Listing<ImageDefinitionInfo> definitions();

    /**
     * Reads all that is kept, at every site, and checks it: records against manifests, manifests against packs, packs
     * against their digests. Changes nothing.
     *
     * @param listener told of the progress
     */
    VerifyReport verify(ProgressListener listener);

    /** Closes the storage too. Idempotent. */
    @Override
    void close();
}
