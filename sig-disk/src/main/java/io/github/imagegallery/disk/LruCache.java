// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.disk;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A few values by number, the least recently used leaving first. Each is made by one thread while others that want it
 * wait, and never more at once than are kept, so that many threads take no more memory. Safe for many threads.
 */
final class LruCache<V> {
    /** Makes the value that is not there. */
    interface Loader<V> {
        V load(long key) throws IOException;
    }

    private static final int MOST_AT_ONCE = 16;

    private final Map<Long, V> values;
    private final Lock[] making;

    LruCache(int capacity) {
        values = new LinkedHashMap<>(16, 0.75f, true) {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<Long, V> eldest) {
                return size() > capacity;
            }
        };
        // fair, so that who waits for a value finds it before later ones take its place
        making = Stream.generate(() -> new ReentrantLock(true))
                .limit(Math.min(capacity, MOST_AT_ONCE))
                .toArray(Lock[]::new);
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
        Lock lock = making[(int) (key % making.length)];
        lock.lock();
        try {
            @Nullable V meanwhile = cached(key);
            return meanwhile != null ? meanwhile : loaded(key, loader);
        } finally {
            lock.unlock();
        }
    }

    private V loaded(long key, Loader<V> loader) throws IOException {
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
