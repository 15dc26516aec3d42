// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.benchmarks;

import java.util.List;

/**
 * A job that several tools do on the same images.
 *
 * @param name how it is asked for
 * @param title what the tables call it
 * @param contestants who does it, this library first
 */
record Job(String name, String title, List<Contestant> contestants) {}
