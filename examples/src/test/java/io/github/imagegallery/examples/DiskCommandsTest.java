// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.examples;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Disk images can be looked at and converted without a store. */
class DiskCommandsTest {
    @TempDir
    Path folder;

    private Path raw;

    @BeforeEach
    void writeDisk() throws IOException {
        raw = Disks.raw(folder.resolve("disk.raw"), 1);
    }

    @Test
    void infoMeasuresTheDisk() {
        JsonNode json = Run.of("disk", "info", raw, "--json").done().json();

        assertThat(json.get("format").textValue()).isEqualTo("raw");
        assertThat(json.get("virtualSize").longValue()).isEqualTo(Disks.SIZE);
        assertThat(json.get("allocatedBytes").longValue()).isEqualTo(1 << 20);
        assertThat(json.get("occupiedBytes").longValue()).isEqualTo(1 << 20);
        assertThat(json.has("description")).isTrue();
        assertThat(json.has("sha256")).isFalse();
        assertThat(Run.of("disk", "info", raw, "--digest").done().out())
                .contains("4.0 MiB (4,194,304 bytes)", "1.0 MiB (1,048,576 bytes)", "SHA-256");
    }

    @Test
    void convertKeepsEveryByte() throws IOException {
        Path vhd = folder.resolve("disk.vhd");
        Path back = folder.resolve("back.raw");

        Run.of("disk", "convert", raw, vhd, "--to", "vhd-fixed").done();
        Run.of("disk", "convert", vhd, back, "--to", "RAW", "--format", "vhd").done();

        assertThat(back).hasSameBinaryContentAs(raw);
        assertThat(digest(vhd)).isEqualTo(digest(raw)).matches("\"[0-9a-f]{64}\"");
    }

    private static String digest(Path image) {
        return Run.of("--json", "disk", "info", "--digest", image)
                .done()
                .json()
                .get("sha256")
                .toString();
    }

    @Test
    void refusalsAreOneMessage() throws IOException {
        Path broken = Files.writeString(folder.resolve("broken.qcow2"), "QFI\u00fb");

        Run.of("disk", "info", folder.resolve("none")).refused("none", "no such file");
        Run.of("--json", "disk", "info", folder.resolve("none")).refused("no such file");
        Run.of("disk", "info", raw, "--format", "qcow2").refused("qcow2");
        Run.of("disk", "info", broken, "--format", "qcow2").refused("broken.qcow2");
        Run.of("disk", "convert", raw, raw, "--to", "raw").refused(raw.toString());
        Run.of("disk", "convert", raw, folder.resolve("no/where"), "--to", "raw")
                .refused("no");
    }
}
