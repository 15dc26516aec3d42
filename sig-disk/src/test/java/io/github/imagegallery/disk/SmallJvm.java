// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.disk;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;

/** Another Java process with the class path of this one, 64 MiB of memory, and as many processors as there are ever readers. */
final class SmallJvm {
    private SmallJvm() {}

    /** Runs a class on an image, requires that it ends well, and returns what it said. */
    static String run(Class<?> main, Path image) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx64m",
                        "-XX:ActiveProcessorCount=8",
                        "-cp",
                        System.getProperty("java.class.path"),
                        main.getName(),
                        image.toString())
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes());
        assertThat(process.waitFor()).as(output).isZero();
        return output;
    }
}
