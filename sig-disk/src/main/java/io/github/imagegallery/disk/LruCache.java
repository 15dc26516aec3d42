// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.disk;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A few values by number, the least recently used leaving first. Safe for many threads; loads do not hold the lock. */
final class LruCache<V> {
    /** Makes the value that is not there. */
    interface Loader<V> {
        V load(long key) throws IOException;
    }

    private final Map<Long, V> values;

    LruCache(int capacity) {
        values = new LinkedHashMap<>(16, 0.75f, true) {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<Long, V> eldest) {
                return size() > capacity;
            }
        };
    }

    /** How many values of {@code valueSize} bytes fit into {@code budget} bytes; two at least, {@code most} at most. */
    static int capacity(long budget, long valueSize, int most) {
        return (int) Math.max(2, Math.min(most, budget / valueSize));
    }

    V get(long key, Loader<V> loader) throws IOException {
        @Nullable V cached = cached(key);
        if (cached != null) {
            return cached;
        }
        V loaded = loader.load(key);
        synchronized (values) {
            values.put(key, loaded);
        }
        return loaded;
    }

    private @Nullable V cached(long key) {
        synchronized (values) {
            return values.get(key);
        }
    }
}
