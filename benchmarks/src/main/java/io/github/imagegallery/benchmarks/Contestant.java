// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.benchmarks;

/**
 * A tool that does a job. Its scripts are for bash, and know {@code IMAGES} and {@code WORK}, the folders of the images and of
 * what is made.
 *
 * @param name what the tables call it
 * @param ours whether it is this library
 * @param prepare makes ready, untimed
 * @param work the job itself, timed as a whole, with all processes that it starts
 * @param result the folder or file that the job adds to, below {@code WORK}
 */
record Contestant(String name, boolean ours, String prepare, String work, String result) {

    /** Whether it takes many times as long as the others. */
    boolean slow() {
        return name.equals("restic") || name.equals("casync");
    }

    Contestant {
        prepare = "set -eo pipefail\n" + prepare;
        work = "set -eo pipefail\n" + work;
    }
}
