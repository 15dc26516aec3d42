// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Properties;

/**
 * A Java that the program is run by.
 *
 * @param java its command
 * @param version its feature version
 * @param details its version in full
 */
record Jdk(Path java, int version, String details) {

    private static final int FIRST_TO_ARCHIVE = 19;

    /** Returns the archive of classes with which the program starts faster; older Javas crash when they make one. */
    Optional<String> archive() {
        return version < FIRST_TO_ARCHIVE ? Optional.empty() : Optional.of("$WORK/" + version + ".jsa");
    }

    /** Finds out what a Java home is. */
    static Jdk of(Path home) throws IOException {
        Properties release = new Properties();
        try (var reader = Files.newBufferedReader(home.resolve("release"))) {
            release.load(reader);
        }
        String details = release.getProperty("JAVA_VERSION").replace("\"", "");
        return new Jdk(home.resolve("bin/java"), Runtime.Version.parse(details).feature(), details);
    }
}
