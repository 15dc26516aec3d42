// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.model;

import java.util.ArrayList;
import java.util.List;

/**
 * What a collection removed, or would remove.
 *
 * @param sites how many sites were collected
 * @param blobs how many blobs were removed: packs and manifests that no version needs
 * @param bytes how many bytes these had
 * @param skipped the sites that were not collected, or not to the end
 */
public record CollectReport(int sites, long blobs, long bytes, List<Skipped> skipped) {

    public CollectReport {
        skipped = List.copyOf(skipped);
    }

    /** Returns both reports as one. */
    public CollectReport plus(CollectReport other) {
        List<Skipped> all = new ArrayList<>(skipped);
        all.addAll(other.skipped);
        return new CollectReport(sites + other.sites, blobs + other.blobs, bytes + other.bytes, all);
    }

    /**
     * A site that was not collected, or not to the end. Nothing is lost by that: the next collection takes what is left.
     *
     * @param site where, such as {@code default/westeurope/replica-1}
     * @param reason why
     */
    public record Skipped(String site, String reason) {}
}
