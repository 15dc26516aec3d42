// SPDX-License-Identifier: Apache-2.0
/** Reads and writes VM disk images behind a safety gate. */
module io.github.imagegallery.disk {
    requires static org.jspecify;
    requires com.github.luben.zstd_jni;
    requires jdk.unsupported; // ExtendedOpenOption.DIRECT

    exports io.github.imagegallery.disk;
}
