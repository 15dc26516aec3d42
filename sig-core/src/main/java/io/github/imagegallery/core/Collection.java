// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.core;

import io.github.imagegallery.MaintenanceJob;
import io.github.imagegallery.ProgressListener;
import io.github.imagegallery.model.Action;
import io.github.imagegallery.model.CollectReport;
import java.util.List;

/** A collection of all sites that who asks may collect. */
final class Collection implements MaintenanceJob<CollectReport> {
    private final Caller caller;
    private ProgressListener listener = ProgressListener.none();

    Collection(Caller caller) {
        this.caller = caller;
    }

    @Override
    public MaintenanceJob<CollectReport> onProgress(ProgressListener told) {
        listener = told;
        return this;
    }

    @Override
    public CollectReport preview() {
        return collect(true);
    }

    @Override
    public CollectReport run() {
        return collect(false);
    }

    private CollectReport collect(boolean dry) {
        return caller.engines(Action.DELETE).stream()
                .map(engine -> new Collector(engine, listener).collect(dry))
                .reduce(new CollectReport(0, 0, 0, List.of()), CollectReport::plus);
    }
}
