// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.storage;

/** The direction of a scan. */
public enum Order {
    ASCENDING,
    DESCENDING
}
