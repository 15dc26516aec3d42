// SPDX-License-Identifier: Apache-2.0
/**
 * What proves a storage backend, and what stands in for one in tests.
 *
 * <p>Users of the library meet {@link io.github.imagegallery.storage.testkit.InMemoryStorage}. Authors of a backend
 * extend {@link io.github.imagegallery.storage.testkit.RecordStoreContract} and
 * {@link io.github.imagegallery.storage.testkit.ContentStoreContract}; if both pass, the backend works.
 */
@NullMarked
package io.github.imagegallery.storage.testkit;

import org.jspecify.annotations.NullMarked;
