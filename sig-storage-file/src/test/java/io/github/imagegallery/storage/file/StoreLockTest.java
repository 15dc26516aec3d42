// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.storage.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.imagegallery.storage.StorageInUseException;
import java.io.File;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A store is used by one instance at a time, wherever the other one is. */
class StoreLockTest {
    @TempDir
    private Path folder;

    @Test
    void anotherInstanceInThisProcessIsRefused() throws Exception {
        try (FileStorage first = FileStorage.at(folder)) {
            assertThat(first.records()).isNotNull();
            assertThatThrownBy(() -> FileStorage.at(folder))
                    .isInstanceOf(StorageInUseException.class)
                    .hasMessageContaining("in use by another instance in this process, "
                            + ProcessHandle.current().pid() + " (close that one first)");
            assertThat(openInAnotherProcess()).isEqualTo(refusalByThisProcess());
        }
        assertThat(openInAnotherProcess()).isEqualTo("open");
    }

    @Test
    void anotherSpellingOfTheFolderIsRefused() throws IOException {
        Path link = folder.resolveSibling(folder.getFileName() + "-link");
        Files.createSymbolicLink(link, folder);
        try (FileStorage first = FileStorage.at(folder)) {
            assertThat(first.records()).isNotNull();
            assertThatThrownBy(() -> FileStorage.at(link)).isInstanceOf(StorageInUseException.class);
        } finally {
            Files.delete(link);
        }
    }

    @Test
    void anotherClassLoaderIsRefusedAndDoesNotBreakTheLock() throws Exception {
        try (FileStorage first = FileStorage.at(folder);
                URLClassLoader other = new URLClassLoader(classPath(), ClassLoader.getPlatformClassLoader())) {
            assertThat(first.records()).isNotNull();
            Class<?> otherClass = other.loadClass(FileStorage.class.getName());
            assertThat(otherClass).isNotSameAs(FileStorage.class);
            assertThatThrownBy(() -> otherClass.getMethod("at", Path.class).invoke(null, folder))
                    .isInstanceOf(InvocationTargetException.class)
                    .cause()
                    .satisfies(refusal ->
                            assertThat(refusal.getClass().getName()).isEqualTo(StorageInUseException.class.getName()));
            assertThat(openInAnotherProcess()).isEqualTo(refusalByThisProcess());
        }
    }

    @Test
    void aStoreOfAnotherProcessIsRefusedUntilItDies() throws Exception {
        try (ChildJvm other = ChildJvm.start(Opener.class, folder.toString())) {
            assertThat(other.line()).contains("open");
            assertThatThrownBy(() -> FileStorage.at(folder))
                    .isInstanceOf(StorageInUseException.class)
                    .hasMessageContaining("in use by process " + other.pid());
            assertThatThrownBy(() -> FileStorage.at(folder)).isInstanceOf(StorageInUseException.class);
        }
        FileStorage.at(folder).close();
    }

    private String openInAnotherProcess() throws Exception {
        try (ChildJvm other = ChildJvm.start(Opener.class, folder.toString())) {
            return other.line().orElseThrow();
        }
    }

    private String refusalByThisProcess() {
        return "Cannot open the storage at " + folder + ": in use by process "
                + ProcessHandle.current().pid() + " (end that program, or wait until it has ended)";
    }

    private static URL[] classPath() throws MalformedURLException {
        List<URL> urls = new ArrayList<>();
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
            urls.add(Path.of(entry).toUri().toURL());
        }
        return urls.toArray(new URL[0]);
    }

    /** Another process that opens a store, tells what happened, and holds it until it is killed. */
    static final class Opener {
        private Opener() {}

        public static void main(String[] arguments) throws IOException {
            try (FileStorage storage = FileStorage.at(Path.of(arguments[0]))) {
                System.out.println(storage.records() == null ? "nothing" : "open");
                System.in.read();
            } catch (StorageInUseException e) {
                System.out.println(e.getMessage());
            }
        }
    }
}
