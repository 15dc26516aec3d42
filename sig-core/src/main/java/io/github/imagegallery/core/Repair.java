// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.core;

import io.github.imagegallery.ProgressListener;
import io.github.imagegallery.RepairJob;
import io.github.imagegallery.model.RepairReport;

/** A repair of all sites that who asks may repair, or of those that readers had to pass over. */
final class Repair implements RepairJob {
    private final Caller caller;
    private ProgressListener listener = ProgressListener.none();
    private Extent extent = new Extent(false, false);

    /**
     * How far a repair goes.
     *
     * @param noted whether only the sites are looked at that readers had to pass over
     * @param withinRegions whether only sites of the same region serve to make a blob anew
     */
    record Extent(boolean noted, boolean withinRegions) {}

    Repair(Caller caller) {
        this.caller = caller;
    }

    @Override
    public RepairJob noted() {
        extent = new Extent(true, extent.withinRegions());
        return this;
    }

    @Override
    public RepairJob withinRegions() {
        extent = new Extent(extent.noted(), true);
        return this;
    }

    @Override
    public RepairJob onProgress(ProgressListener told) {
        listener = told;
        return this;
    }

    @Override
    public RepairReport preview() {
        return new Verifier(caller, listener).repair(extent, true);
    }

    @Override
    public RepairReport run() {
        return new Verifier(caller, listener).repair(extent, false);
    }
}
