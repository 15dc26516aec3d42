// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.examples;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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
        assertThat(json.get("allocatedBytes").longValue()).isBetween(1L << 20, Disks.SIZE);
        assertThat(json.has("description")).isTrue();
        assertThat(json.has("occupiedBytes")).isFalse();
        assertThat(json.has("sha256")).isFalse();
        JsonNode read =
                Run.of("disk", "info", raw, "--occupied", "--json").done().json();
        assertThat(read.get("occupiedBytes").longValue()).isEqualTo(1 << 20);
        assertThat(read.has("sha256")).isFalse();
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

    @ParameterizedTest
    @ValueSource(strings = {"raw", "vhd-fixed", "vhd-dynamic", "qcow2", "qcow2-zstd"})
    void everyFormatHoldsTheSameDisk(String format) {
        Path converted = folder.resolve("converted");

        Run.of("disk", "convert", raw, converted, "--to", format).done();

        assertThat(Run.of("disk", "compare", raw, converted).done().out()).contains("same");
        assertThat(Run.of("disk", "compare", converted, raw, "--json").done().json())
                .hasToString("{\"equal\":true}");
        assertThat(Run.of("disk", "check", converted).done().out()).contains("1.0 MiB");
    }

    @Test
    void compareSaysWhereDisksDiffer() throws IOException {
        Path other = folder.resolve("other.raw");
        byte[] content = Files.readAllBytes(raw);
        content[3_000_000] ^= 1;
        Files.write(other, content);
        Path longer = Files.write(folder.resolve("longer.raw"), new byte[5 << 20]);
        Path empty = Files.write(folder.resolve("empty.raw"), new byte[4 << 20]);

        Run.of("disk", "compare", raw, other).refused("differ at byte 3000000");
        Run.of("disk", "compare", other, raw).refused("differ at byte 3000000");
        Run.of("disk", "compare", empty, longer).refused("differ at byte 4194304");
        Run.of("disk", "compare", longer, empty).refused("differ at byte 4194304");
        assertThat(Run.of("disk", "compare", raw, other, "--json").json().get("firstDifference"))
                .hasToString("3000000");
    }

    @Test
    void mapTellsDataFromZeros() {
        Path qcow2 = folder.resolve("disk.qcow2");
        Run.of("disk", "convert", raw, qcow2, "--to", "qcow2").done();

        assertThat(Run.of("disk", "map", qcow2).done().out().lines().map(line -> line.replaceAll(" +", " ")))
                .containsExactly("0 1048576 zero", "1048576 1048576 data", "2097152 2097152 zero");
        JsonNode json = Run.of("disk", "map", qcow2, "--json").done().json();
        assertThat(json.get("virtualSize").longValue()).isEqualTo(Disks.SIZE);
        assertThat(json.get("extents").get(1)).hasToString("{\"offset\":1048576,\"length\":1048576,\"data\":true}");
    }

    /** Nothing is read but tables: a disk whose data was lost is told of as well, until it is read. */
    @Test
    void infoReadsTablesOnly() throws IOException {
        Path qcow2 = folder.resolve("disk.qcow2");
        byte[] content = new byte[1 << 20];
        Arrays.fill(content, (byte) 'x');
        Run.of("disk", "convert", Files.write(folder.resolve("x.raw"), content), qcow2, "--to", "qcow2-zstd")
                .done();
        byte[] image = Files.readAllBytes(qcow2);
        Arrays.fill(image, 1 << 16, (1 << 16) + 16, (byte) 0xff); // the first compressed bytes, behind the header
        Files.write(qcow2, image);

        JsonNode json = Run.of("disk", "info", qcow2, "--json").done().json();

        assertThat(json.get("allocatedBytes").longValue()).isEqualTo(1 << 20);
        assertThat(json.get("blockSize").longValue()).isEqualTo(1 << 16);
        Run.of("disk", "info", qcow2, "--occupied").refused("[Q17]");
    }

    @Test
    void anImageIsTakenForWhatIsInsistedOn() throws IOException {
        Path qcow2 = folder.resolve("disk.qcow2");
        Run.of("disk", "convert", raw, qcow2, "--to", "qcow2").done();

        Run.of("disk", "info", qcow2, "--format", "raw").refused("[F2]");
        Run.of("disk", "info", raw, "--insist-on-format", "qcow2").refused("[F2]");
        JsonNode json = Run.of("disk", "info", qcow2, "--insist-on-format", "raw", "--json")
                .done()
                .json();

        assertThat(json.get("virtualSize").longValue()).isEqualTo(Files.size(qcow2));
    }

    @Test
    void theOtherImageHasAFormatAndParentsOfItsOwn() throws IOException {
        Path qcow2 = folder.resolve("disk.qcow2");
        Run.of("disk", "convert", raw, qcow2, "--to", "qcow2").done();

        Run.of("disk", "compare", raw, qcow2, "--other-format", "qcow2").done();
        Run.of("disk", "compare", raw, qcow2, "--other-format", "vhd").refused("[F2]");
        Run.of("disk", "compare", raw, qcow2, "--other-parent", raw).refused("[F9]");
    }

    @Test
    void fixedVhdsOfOtherSizesAreMadeOnlyIfAskedFor() throws IOException {
        Path odd = Files.write(folder.resolve("odd.raw"), new byte[(1 << 20) + 512]);
        Path vhd = folder.resolve("odd.vhd");

        Run.of("disk", "convert", odd, vhd, "--to", "vhd-fixed").refused("1049088 bytes", "--pad");
        Run.of("disk", "convert", odd, vhd, "--to", "vhd-fixed", "--pad").done();

        assertThat(vhd).hasSize((2 << 20) + 512);
    }

    @Test
    void checkNamesTheRuleThatIsBroken() throws IOException {
        Path qcow2 = folder.resolve("disk.qcow2");
        Run.of("disk", "convert", raw, qcow2, "--to", "qcow2-zstd").done();
        byte[] image = Files.readAllBytes(qcow2);
        image[60 + 3] = 1;
        Files.write(qcow2, image);

        Run.of("disk", "check", qcow2).refused("[Q14]");
    }

    @Test
    void infoAndCheckSayWhatIsDamagedButThereTwice() throws IOException {
        Path vhd = folder.resolve("disk.vhd");
        Run.of("disk", "convert", raw, vhd, "--to", "vhd-dynamic").done();
        byte[] image = Files.readAllBytes(vhd);
        image[image.length - 400] ^= 1;
        Files.write(vhd, image);
        String note = "its footer is damaged: the copy at its start was used";

        assertThat(Run.of("disk", "info", vhd).err()).contains("warning: " + note);
        assertThat(Run.of("disk", "check", vhd).err()).contains("warning: " + note);
        assertThat(Run.of("disk", "info", vhd, "--json").json().get("notes")).hasToString("[\"" + note + "\"]");
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
