// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.core;

/** One form of bad input, and what comes of it. */
interface BadInput {

    /** Returns which form it is. */
    String name();

    /** Tries it, and requires that it comes to that. */
    void require(World world);
}
