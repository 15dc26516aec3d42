// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery;

import io.github.imagegallery.model.AccessExplanation;
import io.github.imagegallery.model.Action;
import io.github.imagegallery.model.CollectReport;
import io.github.imagegallery.model.GalleryInfo;
import io.github.imagegallery.model.ImageDefinitionInfo;
import io.github.imagegallery.model.Principal;
import io.github.imagegallery.model.RegionCatalog;
import io.github.imagegallery.model.ResourceId;
import io.github.imagegallery.model.Scope;
import io.github.imagegallery.model.VerifyReport;

/**
 * The galleries of one storage: where everything begins. Open it with {@code SharedImageGalleries.open(storage)} of the
 * module {@code sig-core}.
 *
 * <p>Handles are addresses: making one does no I/O and checks nothing, except that finding by an id
 * reads, and the names of subscriptions and tenants are checked at once. What is wrong with an address is said together
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

    /**
     * Returns these galleries as a principal sees them: all that is done through them is done on its behalf (domain,
     * Sharing). What it may not see is not found, in the very words of what is not there; what it sees and may not do is
     * refused with an {@link io.github.imagegallery.error.AuthorizationFailedException}. Who it is that calls is for the
     * application to say. These galleries themselves are the application's: they may do everything. Closing what is returned does
     * nothing.
     *
     * <p>A role that is taken away in a subscription counts at once: a change there is made before it, or refused. One that is
     * taken away at the tenant's root, and a group or consent that the {@link Directory} no longer tells of, may still count
     * for a change that is being made. What a change has begun – a publication, replicas – goes on.
     */
    ImageGalleries as(Principal principal);

    /**
     * Says whether a principal may do something, and why. A principal may ask this of itself, and of others where it may
     * share.
     *
     * @param scope with what: the scope of a handle
     * @throws io.github.imagegallery.error.AuthorizationFailedException if that may not be asked
     */
    AccessExplanation explain(Principal principal, Action action, Scope scope);

    /** Returns the handle of a tenant. Who has only one needs none. */
    Tenant tenant(String name);

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
    Listing<GalleryInfo> galleries();

    /**
     * Lists the definitions of all subscriptions, in the order of the subscriptions' ids, the galleries' names and their
     * own.
     */
    Listing<ImageDefinitionInfo> definitions();

    /**
     * Reads all that available replicas need, at every site, and checks it: records against manifests, manifests against
     * packs, packs against their digests. Changes nothing. A principal's galleries are verified in those subscriptions that it
     * may read as a whole.
     *
     * @param listener told of the progress
     */
    VerifyReport verify(ProgressListener listener);

    /**
     * Reads what {@link #verify} reads, and makes anew what is damaged or missing, from any other site of the subscription that
     * has it undamaged. A damaged copy stays until it is replaced by a sound one. May run beside everything else. A principal's
     * galleries are repaired in those subscriptions of which it may change everything.
     */
    RepairJob repair();

    /**
     * Removes what no version needs: the bytes of deleted versions, of withdrawn regions and of replicas that are no longer
     * asked for, and what interrupted work left. What unfinished publications have put at home stays, so that they resume. May
     * run beside everything else, in several threads too. A principal's galleries are collected in those subscriptions of which it may
     * delete everything.
     */
    MaintenanceJob<CollectReport> collect();

    /** Closes the storage too, unless these are a principal's galleries. Idempotent. */
    @Override
    void close();
}
