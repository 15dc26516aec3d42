// SPDX-License-Identifier: Apache-2.0
/**
 * What the engine remembers: the records, their keys, their text form, and the one retry loop. Begin with
 * {@link io.github.imagegallery.core.record.Ledger} and {@link io.github.imagegallery.core.record.Keys}.
 */
@NullMarked
package io.github.imagegallery.core.record;

import org.jspecify.annotations.NullMarked;
