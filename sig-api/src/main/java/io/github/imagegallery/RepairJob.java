// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery;

import io.github.imagegallery.model.RepairReport;

/** A repair that was described and not begun yet. Not for use by several threads. */
public interface RepairJob extends MaintenanceJob<RepairReport> {

    /**
     * Looks only at the sites that readers had to pass over since they were last repaired. That is quick, and finds what they
     * met; it says nothing of what nobody has read.
     */
    RepairJob noted();

    /**
     * Makes anew only what another site of the same region has undamaged, so that nothing is copied from one region to another.
     * What only other regions have is reported as left. To know what a disk is made of, its manifest is read from another region
     * where none of this one can be read. Without this, sites of all regions serve, those of the same region first.
     */
    RepairJob withinRegions();

    @Override
    RepairJob onProgress(ProgressListener listener);
}
