// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.examples;

import io.github.imagegallery.policy.GalleryRules;

/** Whose rules are in force. */
enum Preset {
    CLASSIC(GalleryRules.classic()),
    CURRENT(GalleryRules.current());

    private final GalleryRules rules;

    Preset(GalleryRules rules) {
        this.rules = rules;
    }

    GalleryRules rules() {
        return rules;
    }

    @Override
    public String toString() {
        return Arguments.label(this);
    }
}
