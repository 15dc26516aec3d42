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

    @Override
    RepairJob onProgress(ProgressListener listener);
}
