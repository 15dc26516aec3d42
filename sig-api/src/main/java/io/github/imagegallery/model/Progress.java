// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.model;

/**
 * How far something long is.
 *
 * @param task what is being done, such as {@code Publishing disk.vhd} or {@code Replicating to japaneast}
 * @param doneBytes how many bytes of it are done
 * @param totalBytes how many bytes it has in all, at least 1
 */
public record Progress(String task, long doneBytes, long totalBytes) {

    /** Returns how much is done, 0 to 100 percent. */
    public int percent() {
        return (int) (100.0 * doneBytes / totalBytes);
    }
}
