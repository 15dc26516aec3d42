// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.disk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** QEMU's own tool writes what is read here, and reads what is written here. */
class QemuImgTest {
    private static final int SIZE = 5 * (1 << 20) + 1_536;

    @TempDir
    Path folder;

    @BeforeAll
    static void requireTool() throws Exception {
        boolean there;
        try {
            there = run("--version").startsWith("qemu-img");
        } catch (IOException absent) {
            there = false;
        }
        if (!there && System.getenv("CI") != null) {
            fail("qemu-img is not on the PATH, and CI must not skip these tests (install qemu-utils)");
        }
        String skipped = "SKIPPED: qemu-img is not on the PATH, so nothing judges the formats (install qemu-utils)";
        if (!there) {
            System.err.println(skipped); // the reason of an assumption is not shown by the build
        }
        assumeTrue(there, skipped);
    }

    private static String run(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("qemu-img"));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes());
        assertThat(process.waitFor()).as("%s: %s", command, output).isZero();
        return output;
    }

    private Path raw() throws IOException {
        return Files.write(folder.resolve("disk.raw"), content());
    }

    private static byte[] content() {
        byte[] content = Contents.sparse(SIZE, 7);
        content[SIZE - 1] = 1;
        return content;
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "raw | convert -O raw",
                "vhd | convert -O vpc -o subformat=fixed,force_size=on",
                "vhd | convert -O vpc -o subformat=dynamic,force_size=on",
                "vhdx | convert -O vhdx -o subformat=dynamic",
                "vhdx | convert -O vhdx -o subformat=fixed",
                "vhdx | convert -O vhdx -o block_size=1M",
                "vhdx | convert -O vhdx -o block_size=256M",
                "vhdx | convert -O vhdx -o log_size=4M,block_state_zero=off",
                "qcow2 | convert -O qcow2 -o compat=0.10",
                "qcow2 | convert -O qcow2 -o compat=1.1",
                "qcow2 | convert -O qcow2 -o cluster_size=512",
                "qcow2 | convert -O qcow2 -o cluster_size=2M",
                "qcow2 | convert -O qcow2 -o preallocation=metadata",
                "qcow2 | convert -O qcow2 -o preallocation=falloc",
                "qcow2 | convert -O qcow2 -o lazy_refcounts=on",
                "qcow2 | convert -c -O qcow2",
                "qcow2 | convert -c -O qcow2 -o cluster_size=4k",
                "qcow2 | convert -c -O qcow2 -o cluster_size=2M",
                "qcow2 | convert -c -O qcow2 -o compression_type=zstd",
                "qcow2 | convert -c -O qcow2 -o compression_type=zstd,cluster_size=2M",
                "qcow2 | convert -O qcow2 -o extended_l2=on",
                "qcow2 | convert -O qcow2 -o extended_l2=on,cluster_size=16k",
                "qcow2 | convert -c -O qcow2 -o extended_l2=on,cluster_size=2M",
                "vmdk | convert -O vmdk -o subformat=monolithicSparse",
                "vmdk | convert -O vmdk -o subformat=monolithicSparse,zeroed_grain=on",
                "vmdk | convert -O vmdk -o subformat=streamOptimized"
            })
    void whatItWritesIsRead(String format, String conversion) throws Exception {
        Path target = folder.resolve("target");
        List<String> command = new ArrayList<>(List.of(conversion.split(" ")));
        command.addAll(List.of("-f", "raw", raw().toString(), target.toString()));
        run(command.toArray(String[]::new));
        try (DiskImage image = DiskImage.open(target, DiskFormat.parse(format))) {
            DiskMeasure measure = DiskMeasure.of(image, true, done -> {});
            assertThat(measure.virtualSize()).isEqualTo(SIZE);
            assertThat(measure.sha256()).contains(Contents.sha256(content()));
        }
    }

    @ParameterizedTest
    @CsvSource({"off,64k", "on,16k", "on,128k"})
    void anImageOverAnotherIsRead(String extended, String clusterSize) throws Exception {
        Path target = folder.resolve("target");
        Path raw = raw();
        String options = "extended_l2=" + extended + ",cluster_size=" + clusterSize;
        run("create", "-f", "qcow2", "-o", options, "-b", raw.toString(), "-F", "raw", target.toString());
        io(target, "write -P 7 1000k 3k", "write -z 2M 70000", "discard 100k 64k", "write -P 9 4095k 9k");
        Path judged = folder.resolve("judged.raw");
        run("convert", "-O", "raw", target.toString(), judged.toString());
        try (DiskImage backing = DiskImage.open(raw);
                DiskImage image = DiskImage.open(target, OpenOptions.standard().parent(backing))) {
            byte[] content = Files.readAllBytes(judged);
            assertThat(Contents.of(image)).isEqualTo(content);
            assertThat(Contents.outsideOfExtents(image, content)).isZero();
        }
    }

    /** What a life with snapshots, bitmaps, discarding and resizing leaves behind. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "compat=0.10",
                "compat=1.1,refcount_bits=64",
                "compat=1.1,refcount_bits=2,cluster_size=4k",
                "compat=1.1,cluster_size=512,lazy_refcounts=on",
                "compat=1.1,extended_l2=on"
            })
    void anImageThatWasWorkedWithIsRead(String options) throws Exception {
        Path target = folder.resolve("target");
        run("create", "-f", "qcow2", "-o", options, target.toString(), "20M");
        io(target, "write -P 7 1000k 300k", "write -P 8 9M 70000", "write -z 2M 64k");
        run("snapshot", "-c", "first", target.toString());
        io(target, "write -P 9 1100k 3k", "discard 9M 64k", "write -P 1 19M 1M");
        run("snapshot", "-d", "first", target.toString());
        run("resize", target.toString(), "+13M");
        io(target, "write -P 2 32M 1M", "discard 19M 512k");
        run("resize", "--shrink", target.toString(), "24M");
        if (!options.contains("0.10")) {
            run("bitmap", "--add", target.toString(), "changed");
        }
        Path judged = folder.resolve("judged.raw");
        run("convert", "-O", "raw", target.toString(), judged.toString());
        try (DiskImage image = DiskImage.open(target)) {
            byte[] content = Files.readAllBytes(judged);
            assertThat(Contents.of(image)).isEqualTo(content);
            assertThat(Contents.outsideOfExtents(image, content)).isZero();
        }
    }

    /** Blocks in the order in which they were first written to, and parts of them. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "vpc | subformat=dynamic,force_size=on",
                "vhdx | subformat=dynamic,block_size=1M",
                "vhdx | subformat=fixed,block_size=2M",
                "vmdk | subformat=monolithicSparse",
                "vmdk | subformat=monolithicSparse,zeroed_grain=on"
            })
    void anImageThatWasWrittenToOutOfOrderIsRead(String format, String options) throws Exception {
        Path target = folder.resolve("target");
        run("create", "-f", format, "-o", options, target.toString(), "21M");
        io(
                target,
                "write -P 1 20M 1M",
                "write -P 7 1000k 300k",
                "write -P 8 9M 70000",
                "write -z 9M 64k",
                "write -P 9 0 1k");
        Path judged = folder.resolve("judged.raw");
        run("convert", "-f", format, "-O", "raw", target.toString(), judged.toString());
        try (DiskImage image = DiskImage.open(target)) {
            byte[] content = Files.readAllBytes(judged);
            assertThat(Contents.of(image)).isEqualTo(content);
            assertThat(Contents.outsideOfExtents(image, content)).isZero();
        }
    }

    private static void io(Path target, String... requests) throws Exception {
        List<String> command = new ArrayList<>(List.of("qemu-io"));
        Arrays.stream(requests).forEach(request -> command.addAll(List.of("-c", request)));
        command.add(target.toString());
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes());
        assertThat(process.waitFor()).as("%s: %s", command, output).isZero();
    }

    /** Without force_size it rounds the size up to a geometry, in either kind of VHD; the geometry counts then. */
    @ParameterizedTest
    @CsvSource({"fixed", "dynamic"})
    void aSizeGivenByGeometryIsRead(String subformat) throws Exception {
        Path target = folder.resolve("target");
        run("convert", "-f", "raw", "-O", "vpc", "-o", "subformat=" + subformat, raw().toString(), target.toString());
        try (DiskImage image = DiskImage.open(target)) {
            String size = "\"virtual-size\": " + image.virtualSize();
            assertThat(run("info", "--output=json", "-f", "vpc", target.toString()))
                    .contains(size);
            assertThat(Arrays.copyOf(Contents.of(image), SIZE)).isEqualTo(content());
        }
    }

    @ParameterizedTest
    @EnumSource
    void whatIsWrittenHereItReads(WritableFormat format) throws Exception {
        Path target = folder.resolve("target");
        Path raw = raw();
        try (DiskImage image = DiskImage.open(raw);
                DiskWriter writer = DiskWriter.create(target, format, SIZE)) {
            DiskConverter.convert(image, writer, done -> {});
            writer.finish();
        }
        judge(raw, target, format, SIZE);
    }

    private static void judge(Path raw, Path target, WritableFormat format, long size) throws Exception {
        String name = switch (format) {
            case RAW -> "raw";
            case VHD_FIXED, VHD_DYNAMIC -> "vpc";
            case QCOW2, QCOW2_ZSTD -> "qcow2";
        };
        assertThat(run("info", "--output=json", "-f", name, target.toString())).contains("\"virtual-size\": " + size);
        assertThat(run("compare", "-f", "raw", "-F", name, raw.toString(), target.toString()))
                .contains("identical");
        if (name.equals("qcow2")) { // the one format here that it can check
            assertThat(run("check", "-f", name, target.toString())).contains("No errors were found");
        }
    }

    /** Writing again and in pieces leaves places of the file unused, which it must not take for lost. */
    @ParameterizedTest
    @EnumSource
    void whatIsWrittenInPiecesAndAgainItReads(WritableFormat format) throws Exception {
        long size = (1L << 30) + 512;
        Path target = folder.resolve("target");
        Path raw = folder.resolve("disk.raw");
        try (DiskWriter writer = DiskWriter.create(target, format, size);
                DiskWriter model = DiskWriter.create(raw, WritableFormat.RAW, size)) {
            Random random = new Random(3);
            for (int i = 0; i < 500; i++) {
                byte[] bytes = new byte[1 + random.nextInt(i % 10 == 0 ? 200_000 : 3_000)];
                if (random.nextBoolean()) {
                    random.nextBytes(bytes);
                } else {
                    Arrays.fill(bytes, (byte) random.nextInt(3));
                }
                long near = (long) random.nextInt(5) << 28;
                long at = Math.max(0, Math.min(size - bytes.length, near + random.nextInt(400_000) - 200_000));
                writer.write(at, ByteBuffer.wrap(bytes));
                model.write(at, ByteBuffer.wrap(bytes));
            }
            writer.finish();
            model.finish();
        }
        judge(raw, target, format, size);
    }

    /**
     * A block of reference counts is for 2 GiB of the file. With a header, four L2 tables, an L1 table, a table of counts
     * and that one block, 32760 clusters of data just fit. They only get their places, lest the test write gigabytes.
     */
    @ParameterizedTest
    @CsvSource({"32760, 1", "32761, 2"})
    void theEdgeOfABlockOfReferenceCountsIsNoEdgeToIt(int clusters, int blocks) throws Exception {
        Path target = folder.resolve("target");
        try (NewFile file = NewFile.create(target)) {
            Qcow2NewTables tables = new Qcow2NewTables(file, 2L << 30, false);
            LongStream.range(0, clusters).forEach(tables::place);
            tables.complete();
            file.finish();
        }
        assertThat(run("check", "-f", "qcow2", target.toString())).contains("No errors were found");
        assertThat(Files.size(target)).isEqualTo((long) (1 + clusters + 4 + 1 + 1 + blocks) << 16);
    }

    /**
     * So that what the other tests prove with these files is true of files that others make. Dynamic VHDs are left out:
     * the tests write garbage into sectors that are not in use, and QEMU does not look at the maps of sectors.
     */
    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.MATCH_NONE, names = "VHD_DYNAMIC.*")
    void whatTheTestsWriteItReads(Encoding encoding) throws Exception {
        byte[] content = Arrays.copyOf(content(), 5 << 20);
        Path raw = Files.write(folder.resolve("disk.raw"), content);
        Path image = encoding.write(folder, content);
        String format =
                encoding.format() == DiskFormat.VHD ? "vpc" : encoding.format().label();
        assertThat(run("compare", "-f", "raw", "-F", format, raw.toString(), image.toString()))
                .contains("identical");
    }

    /** It carries the log out by itself when it repairs the image. */
    @Test
    void aLogThatTheTestsWriteItCarriesOut() throws Exception {
        VhdxWriter writer = new VhdxWriter();
        byte[] content = Arrays.copyOf(content(), 5 << 20);
        ByteBuffer image = ByteBuffer.wrap(writer.write(content));
        byte[] table = new byte[4096];
        image.get(writer.tableOffset(), table).put(writer.tableOffset(), new byte[4096]);
        VhdxLogWriter log = new VhdxLogWriter(writer.logLength()).sizes(image.limit(), image.limit());
        int next = log.entry(8192, 8192, 9, List.of(VhdxLogWriter.Change.zeros(writer.tableOffset() + 8192, 4096)));
        log.entry(next, 8192, 10, List.of(VhdxLogWriter.Change.sector(writer.tableOffset(), table)));
        Path raw = Files.write(folder.resolve("disk.raw"), content);
        Path dirty = Files.write(folder.resolve("dirty.vhdx"), log.into(image.array(), writer));

        try (DiskImage disk = DiskImage.open(dirty)) {
            assertThat(Contents.of(disk)).isEqualTo(content);
        }
        run("check", "-r", "all", "-f", "vhdx", dirty.toString());
        assertThat(run("compare", "-f", "raw", "-F", "vhdx", raw.toString(), dirty.toString()))
                .contains("identical");
    }
}
