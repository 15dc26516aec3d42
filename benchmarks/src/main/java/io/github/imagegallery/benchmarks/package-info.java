// SPDX-License-Identifier: Apache-2.0
/** JMH benchmarks of the hot functions. How to run them stands in {@code benchmarks/README.md}. */
@NullMarked
package io.github.imagegallery.benchmarks;

import org.jspecify.annotations.NullMarked;
