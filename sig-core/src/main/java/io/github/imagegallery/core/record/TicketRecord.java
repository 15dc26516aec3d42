// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.core.record;

import java.time.Instant;

/**
 * A reader had to pass over a site, which is to be repaired.
 *
 * @param at when
 * @param reason what it met first
 */
public record TicketRecord(Instant at, String reason) {}
