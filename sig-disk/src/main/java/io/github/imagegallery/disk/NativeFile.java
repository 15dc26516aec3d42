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
 * A file opened once more, for calls of the system that Java does not offer. Only there on Linux, on Java 22 and later, and
 * only if this module was given native access ({@code --enable-native-access}): without, Java would print a warning. Safe
 * for many threads.
 */
final class NativeFile implements Closeable {
    private static final int FIRST_JAVA = 22;
    private static final int CLOSE_ON_EXEC = 0x80000;
    private static final int DONT_NEED = 4; // POSIX_FADV_DONTNEED
    private static final int NONE = -1;

    private static final Optional<Calls> CALLS = Calls.find();

    private final ErrorNumber error = new ErrorNumber();
    private int descriptor;

    private NativeFile(Path path) {
        descriptor = CALLS.map(calls -> calls.open(error, path)).orElse(NONE);
    }

    /** Opens a file for reading; where that is not possible, {@link #isThere} says so. */
    static NativeFile open(Path path) {
        return new NativeFile(path);
    }

    synchronized boolean isThere() {
        return descriptor != NONE;
    }

    /** Finds a place in the file, or the negative number of the error. */
    synchronized long seek(long from, int whence) throws IOException {
        return isThere() ? CALLS.orElseThrow().seek(error, descriptor, from, whence) : NONE;
    }

    /** Lets go of those pages of the file that are in the page cache and on the medium. It is advice: it may do nothing. */
    synchronized void releasePages() {
        if (isThere()) {
            CALLS.orElseThrow().advise(error, descriptor, DONT_NEED);
        }
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
                boolean known = System.getProperty("os.name").equals("Linux")
                        && Runtime.version().feature() >= FIRST_JAVA;
                Object allowed = Module.class.getMethod("isNativeAccessEnabled").invoke(NativeFile.class.getModule());
                return known && allowed.equals(true)
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
            try {
                Charset names = Charset.forName(System.getProperty("sun.jnu.encoding", "UTF-8"));
                byte[] name = path.toAbsolutePath().toString().getBytes(names);
                ByteBuffer terminated =
                        ByteBuffer.allocateDirect(name.length + 1).put(name).clear();
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

        /** Advises on the whole file; what comes of that is the system's business. */
        void advise(ErrorNumber error, int descriptor, int advice) {
            try {
                int ignored = (int) Advice.CALL.invokeExact(error.segment, descriptor, 0L, 0L, advice);
            } catch (Throwable notHere) { // what a method handle declares
                return;
            }
        }

        void close(ErrorNumber error, int descriptor) throws IOException {
            try {
                int ignored = (int) close.invokeExact(error.segment, descriptor);
            } catch (Throwable unknown) { // what a method handle declares
                throw new IOException("Cannot close the file", unknown);
            }
        }
    }

    /** A call that is bound when it is first made: binding takes some time, which whoever only reads need not wait for. */
    private static final class Advice {
        static final MethodHandle CALL = find();

        private static MethodHandle find() {
            try {
                return Calls.bind("posix_fadvise", "JAVA_INT", "JAVA_INT", "JAVA_LONG", "JAVA_LONG", "JAVA_INT");
            } catch (ReflectiveOperationException notHere) {
                throw new LinkageError("There is no posix_fadvise", notHere);
            }
        }
    }
}
