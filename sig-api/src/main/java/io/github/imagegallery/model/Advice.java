// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.model;

/**
 * Something that is allowed but hardly meant.
 *
 * @param target the resource in question, such as {@code golden/web}
 * @param actual what is so
 * @param remedy what to do if it was not meant
 */
public record Advice(String target, String actual, String remedy) {

    /** Returns this advice as one sentence. */
    @Override
    public String toString() {
        return target + ": " + actual + " (" + remedy + ")";
    }
}
