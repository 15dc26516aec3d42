// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.core;

import io.github.imagegallery.storage.ContentStore;
import io.github.imagegallery.storage.GalleryStorage;
import io.github.imagegallery.storage.Partition;
import io.github.imagegallery.storage.RecordStore;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

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
        this.storage = calls(inside, this::before);
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

    private void before(Call call) {
        boolean now;
        synchronized (this) {
            now = kinds.contains(call.kind()) && --left == 0;
        }
        if (now) {
            happens.run();
        }
    }

    /** A call to the records, a partition or the contents of a storage, by the name of its method. */
    record Call(String kind, List<Object> arguments) {}

    /** Returns a storage that tells of every call just before it is made. Closing it leaves the storage inside open. */
    static GalleryStorage calls(GalleryStorage inside, Consumer<Call> before) {
        return GalleryStorage.of(
                around(RecordStore.class, inside.records(), before),
                around(ContentStore.class, inside.contents(), before));
    }

    private static <T> T around(Class<T> type, T inside, Consumer<Call> before) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (self, method, args) -> {
            if (method.getName().equals("close")) {
                return null;
            }
            if (!method.getName().equals("partition")) {
                before.accept(new Call(method.getName(), args == null ? List.of() : List.of(args)));
            }
            try {
                Object answer = method.invoke(inside, args);
                return answer instanceof Partition partition ? around(Partition.class, partition, before) : answer;
            } catch (InvocationTargetException e) {
                throw e.getCause();
            }
        }));
    }
}
