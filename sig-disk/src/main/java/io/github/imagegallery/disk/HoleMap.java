// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.disk;

import java.io.Closeable;
import java.io.IOException;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodType;
import java.lang.reflect.Array;
import java.nio.Buffer;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Where a sparse file has data, as the file system tells it. Only there on Linux, on Java 22 and later, and only if this
 * module was given native access ({@code --enable-native-access}): without, Java would print a warning, and holes are
 * then found by reading them. Safe for many threads.
 */
final class HoleMap implements Closeable {
    private static final int SEEK_DATA = 3;
    private static final int SEEK_HOLE = 4;
    private static final int CLOSE_ON_EXEC = 0x80000;
    private static final int NO_SUCH_PLACE = 6; // ENXIO

    private static final int NONE = -1;

    private static final Optional<Calls> CALLS = Calls.find();

    private final long size;
    private final ErrorNumber error = new ErrorNumber();
    private int descriptor = NONE;

    private HoleMap(ImageFile file) {
        size = file.size();
        descriptor = CALLS.map(calls -> calls.open(error, file.path())).orElse(NONE);
    }

    /** Opens the map of a file; where there is none, it says that all is data. */
    static HoleMap of(ImageFile file) throws IOException {
        HoleMap map = new HoleMap(file);
        if (map.isThere() && !file.isAtItsPath()) {
            map.close(); // it may be that of another file
        }
        return map;
    }

    synchronized boolean isThere() {
        return descriptor != NONE;
    }

    /** Finds the first byte of data at or after a position; the file's size if only holes follow. */
    synchronized long nextData(long from) throws IOException {
        long found = seek(from, SEEK_DATA);
        return found == -NO_SUCH_PLACE ? size : found < from ? from : Math.min(found, size);
    }

    /** Finds the first hole after a position that lies in data; the file's size if there is none. */
    synchronized long nextHole(long from) throws IOException {
        long found = seek(from, SEEK_HOLE);
        return found <= from ? size : Math.min(found, size);
    }

    /** The place found, or the negative number of the error. */
    private long seek(long from, int whence) throws IOException {
        return isThere() ? CALLS.orElseThrow().seek(error, descriptor, from, whence) : NONE;
    }

    @Override
    public synchronized void close() throws IOException {
        int open = descriptor;
        descriptor = NONE; // first, since after closing the number may be another file's
        if (open != NONE) {
            CALLS.orElseThrow().close(error, open);
        }
    }

    /** Where a call leaves the number of its error, for one call at a time. */
    private static final class ErrorNumber {
        private final ByteBuffer bytes =
                ByteBuffer.allocateDirect(Integer.BYTES).order(ByteOrder.nativeOrder());
        private final @Nullable Object segment = Calls.segmentOrNull(bytes);

        int value() {
            return bytes.getInt(0);
        }
    }

    /**
     * The system calls, bound by name: the classes that bind them are younger than the Java that this is built for. Each
     * handle is called with exactly its types; otherwise a call would cost more than the reading that it spares.
     */
    private record Calls(MethodHandle open, MethodHandle seek, MethodHandle close) {
        private static final String PACKAGE = "java.lang.foreign.";

        static Optional<Calls> find() {
            try {
                boolean linux = System.getProperty("os.name").equals("Linux");
                Object allowed = Module.class.getMethod("isNativeAccessEnabled").invoke(HoleMap.class.getModule());
                return linux && allowed.equals(true)
                        ? Optional.of(new Calls(
                                bind("open", "JAVA_INT", "ADDRESS", "JAVA_INT"),
                                bind("lseek", "JAVA_LONG", "JAVA_INT", "JAVA_LONG", "JAVA_INT"),
                                bind("close", "JAVA_INT", "JAVA_INT")))
                        : Optional.empty();
            } catch (ReflectiveOperationException | RuntimeException | LinkageError notHere) {
                return Optional.empty();
            }
        }

        private static MethodHandle bind(String name, String result, String... parameters)
                throws ReflectiveOperationException {
            Class<?> linkers = type("Linker");
            Object linker = linkers.getMethod("nativeLinker").invoke(null);
            Object lookup = linkers.getMethod("defaultLookup").invoke(linker);
            Object symbol = type("SymbolLookup").getMethod("find", String.class).invoke(lookup, name);
            Object layouts = Array.newInstance(type("MemoryLayout"), parameters.length);
            for (int i = 0; i < parameters.length; i++) {
                Array.set(layouts, i, layout(parameters[i]));
            }
            Object descriptor = type("FunctionDescriptor")
                    .getMethod("of", type("MemoryLayout"), layouts.getClass())
                    .invoke(null, layout(result), layouts);
            Object options = Array.newInstance(type("Linker$Option"), 1);
            Array.set(options, 0, captureError());
            MethodHandle handle = (MethodHandle) linkers.getMethod(
                            "downcallHandle", type("MemorySegment"), type("FunctionDescriptor"), options.getClass())
                    .invoke(linker, ((Optional<?>) symbol).orElseThrow(), descriptor, options);
            return handle.asType(withoutSegments(handle.type()));
        }

        /** The same types, but an object wherever a type is too young to be named here. */
        private static MethodType withoutSegments(MethodType type) {
            return type.erase();
        }

        private static Class<?> type(String name) throws ClassNotFoundException {
            return Class.forName(PACKAGE + name);
        }

        private static Object layout(String name) throws ReflectiveOperationException {
            return type("ValueLayout").getField(name).get(null);
        }

        private static Object captureError() throws ReflectiveOperationException {
            return type("Linker$Option")
                    .getMethod("captureCallState", String[].class)
                    .invoke(null, (Object) new String[] {"errno"});
        }

        private static Object segment(ByteBuffer buffer) throws ReflectiveOperationException {
            return type("MemorySegment").getMethod("ofBuffer", Buffer.class).invoke(null, buffer);
        }

        static @Nullable Object segmentOrNull(ByteBuffer buffer) {
            try {
                return segment(buffer);
            } catch (ReflectiveOperationException notHere) { // nor are the calls that it is for
                return null;
            }
        }

        int open(ErrorNumber error, Path path) {
            Charset names = Charset.forName(System.getProperty("sun.jnu.encoding", "UTF-8"));
            byte[] name = path.toAbsolutePath().toString().getBytes(names);
            ByteBuffer terminated =
                    ByteBuffer.allocateDirect(name.length + 1).put(name).clear();
            try {
                int descriptor = (int) open.invokeExact(error.segment, segment(terminated), CLOSE_ON_EXEC);
                return descriptor < 0 ? NONE : descriptor;
            } catch (Throwable notHere) { // what a method handle declares
                return NONE;
            }
        }

        long seek(ErrorNumber error, int descriptor, long from, int whence) throws IOException {
            try {
                long found = (long) seek.invokeExact(error.segment, descriptor, from, whence);
                return found < 0 ? -error.value() : found;
            } catch (Throwable unknown) { // what a method handle declares
                throw new IOException("Cannot ask the file system where a file has data", unknown);
            }
        }

        void close(ErrorNumber error, int descriptor) throws IOException {
            try {
                int ignored = (int) close.invokeExact(error.segment, descriptor);
            } catch (Throwable unknown) { // what a method handle declares
                throw new IOException("Cannot close the file that was asked where it has data", unknown);
            }
        }
    }
}
