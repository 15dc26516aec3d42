// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.storage.file;

import java.time.InstantSource;

/**
 * What tests of the records choose otherwise.
 *
 * @param clock tells the time of a commit, by which its id is forgotten after a day
 * @param step by how many bytes a journal file grows; what is not used yet is read too when a store is opened
 * @param fileSize the size in bytes at which the next journal file is begun
 * @param history how many changes of each partition are remembered
 */
record Settings(InstantSource clock, int step, long fileSize, int history) {

    static Settings standard() {
        return new Settings(InstantSource.system(), 1 << 20, 32 << 20, 10_000);
    }
}
