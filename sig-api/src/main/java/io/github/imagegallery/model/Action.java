// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.model;

/** What somebody may be allowed to do with a resource and all that is in it (domain, Sharing). */
public enum Action {
    /** See it: its facts, and what is in it. */
    READ("read"),
    /** Create, publish, replicate and change it. */
    WRITE("write"),
    /** Delete it. */
    DELETE("delete"),
    /** Deploy from it, export it and copy it. */
    DEPLOY("deploy"),
    /** Say who may do what with it. */
    SHARE("share");

    private final String text;

    Action(String text) {
        this.text = text;
    }

    @Override
    public String toString() {
        return text;
    }
}
