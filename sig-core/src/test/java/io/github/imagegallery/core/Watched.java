// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.core;

import io.github.imagegallery.storage.ContentStore;
import io.github.imagegallery.storage.GalleryStorage;
import io.github.imagegallery.storage.Partition;
import io.github.imagegallery.storage.RecordStore;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.Set;
import java.util.function.Predicate;

/**
 * A storage where something happens just before the n-th call of certain kinds, once. Closing it leaves the storage inside
 * open.
 */
final class Watched {
    static final Set<String> COMMITS = Set.of("commit");
    static final Set<String> RECORD_CALLS = Set.of("commit", "get", "scan", "revision");
    static final Set<String> CONTENT_WRITES = Set.of("put", "copy", "remove");
    static final Set<String> ALL_CALLS =
            Set.of("commit", "get", "scan", "revision", "put", "copy", "remove", "read", "size", "contains", "list");

    private final GalleryStorage storage;
    private final Set<String> kinds;
    private final Runnable happens;
    private int left;

    private Watched(GalleryStorage inside, Set<String> kinds, int n, Runnable happens) {
        this.kinds = kinds;
        this.left = n;
        this.happens = happens;
        RecordStore records = around(RecordStore.class, inside.records(), method -> false);
        ContentStore contents = around(ContentStore.class, inside.contents(), kinds::contains);
        this.storage = GalleryStorage.of(records, contents);
    }

    /**
     * Puts a watch around a storage.
     *
     * @param kinds the names of the calls that are counted, of partitions and of contents
     * @param n the call before which it happens, from 1
     */
    static Watched storage(GalleryStorage inside, Set<String> kinds, int n, Runnable happens) {
        return new Watched(inside, kinds, n, happens);
    }

    GalleryStorage storage() {
        return storage;
    }

    /** Tells whether it happened: whether there was an n-th call. */
    synchronized boolean happened() {
        return left <= 0;
    }

    private void before() {
        boolean now;
        synchronized (this) {
            now = --left == 0;
        }
        if (now) {
            happens.run();
        }
    }

    private <T> T around(Class<T> type, T inside, Predicate<String> counted) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (self, method, args) -> {
            if (method.getName().equals("close")) {
                return null;
            }
            if (counted.test(method.getName())) {
                before();
            }
            try {
                Object answer = method.invoke(inside, args);
                return answer instanceof Partition partition
                        ? around(Partition.class, partition, kinds::contains)
                        : answer;
            } catch (InvocationTargetException e) {
                throw e.getCause();
            }
        }));
    }
}
