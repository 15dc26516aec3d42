// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.examples;

import io.github.imagegallery.policy.GalleryRules;
import io.github.imagegallery.policy.ReplicaSizing;

/** Whose rules are in force. */
enum Preset {
    CLASSIC(GalleryRules.classic(), ReplicaSizing.classic()),
    CURRENT(GalleryRules.current(), ReplicaSizing.current());

    private final GalleryRules rules;
    private final ReplicaSizing sizing;

    Preset(GalleryRules rules, ReplicaSizing sizing) {
        this.rules = rules;
        this.sizing = sizing;
    }

    GalleryRules rules() {
        return rules;
    }

    ReplicaSizing sizing() {
        return sizing;
    }

    @Override
    public String toString() {
        return Arguments.label(this);
    }
}
