// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery;

import io.github.imagegallery.model.ReadFallback;
import java.nio.channels.SeekableByteChannel;
import java.util.List;

/**
 * The bytes of a disk, read-only. Every block is checked against its digest before a byte of it is handed out; where a
 * copy is damaged or lost, the next one is read. Reading throws a
 * {@link io.github.imagegallery.error.ContentDamagedException} when no copy has the right bytes; writing throws
 * {@link java.nio.channels.NonWritableChannelException}. Safe for use by many threads, which share one position.
 */
public interface DiskChannel extends SeekableByteChannel {

    /** Returns the copies that had to be given up so far, and why; empty if all was well. */
    List<ReadFallback> fallbacks();
}
