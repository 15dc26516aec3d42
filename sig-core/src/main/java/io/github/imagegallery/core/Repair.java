// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.core;

import io.github.imagegallery.ProgressListener;
import io.github.imagegallery.RepairJob;
import io.github.imagegallery.model.RepairReport;

/** A repair of all sites that who asks may repair, or of those that readers had to pass over. */
final class Repair implements RepairJob {
    private final Caller caller;
    private ProgressListener listener = ProgressListener.none();
    private boolean noted;

    Repair(Caller caller) {
        this.caller = caller;
    }

    @Override
    public RepairJob noted() {
        noted = true;
        return this;
    }

    @Override
    public RepairJob onProgress(ProgressListener told) {
        listener = told;
        return this;
    }

    @Override
    public RepairReport preview() {
        return new Verifier(caller, listener).repair(noted, true);
    }

    @Override
    public RepairReport run() {
        return new Verifier(caller, listener).repair(noted, false);
    }
}
