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

    private static final int FIRST_TO_CACHE = 25;

    /** What suits a program that is soon over: nothing is compiled that is not truly hot, and no other thread collects. */
    private static final String SHORT_LIVED = " -XX:+UseSerialGC -XX:CompileThresholdScaling=8";

    /** Returns the file with the classes of the program made ready, empty if this Java makes none. */
    Optional<String> cache() {
        return version < FIRST_TO_CACHE ? Optional.empty() : Optional.of("$WORK/" + version + ".aot");
    }

    /** Returns the command that starts the program as README.md says, with more options of the JVM, up to its own arguments. */
    String program(Path jar, String options) {
        return java + cache().map(file -> " -XX:AOTCache=" + file).orElse("") + SHORT_LIVED + options + " -jar " + jar;
    }

    /** Returns the command that makes the {@link #cache} while the program runs. */
    String training(Path jar, String cache) {
        return java + " -XX:AOTCacheOutput=" + cache + SHORT_LIVED + " -jar " + jar;
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
