// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.disk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every rule refuses the image that breaks it, and says which rule it is. */
class RefusalTest {
    private static final Qcow2Writer QCOW2 = new Qcow2Writer(3, 12, Qcow2Writer.Packing.PLAIN);
    private static final int L1 = QCOW2.l1Offset();
    private static final int L2 = QCOW2.l2Offset();
    private static final int DATA = L2 + 4096;
    private static final long PACKED = 1L << 62;
    private static final VmdkWriter SPARSE_VMDK = new VmdkWriter(4096, VmdkWriter.Packing.SPARSE);
    private static final VmdkWriter ZEROED_VMDK = new VmdkWriter(4096, VmdkWriter.Packing.ZEROED);
    private static final VmdkWriter PACKED_VMDK = new VmdkWriter(4096, VmdkWriter.Packing.PACKED);

    @TempDir
    Path folder;

    /** A broken image and the rule that it breaks. */
    record Refusal(String rule, String what, byte[] image) {
        @Override
        public String toString() {
            return rule + " " + what;
        }
    }

    static Stream<Refusal> general() {
        return Stream.of(
                new Refusal("F1", "empty", new byte[0]),
                new Refusal("F7", "vhdx cut short", marked("", 0, "vhdxfile").image),
                marked("vdi", 0x40, "\u007f\u0010\u00da\u00be"),
                marked("qed", 0, "QED\0"),
                marked("qcow1", 0, "QFI\u00fb\0\0\0\u0001"),
                marked("parallels", 0, "WithoutFreeSpace"),
                marked("parallels, extended", 0, "WithouFreSpacExt"),
                marked("bochs", 0, "Bochs Virtual HD Image"),
                marked("cloop", 0, "#!/bin/sh\n#V2.0 Format"),
                marked("dmg", 1536, "koly"),
                marked("wim", 0, "MSWIM\0\0\0"),
                marked("ewf", 0, "EVF\t\r\n\u00ff\0"),
                marked("simg", 0, ":\u00ff&\u00ed\1\0"),
                marked("gzip", 0, "\u001f\u008b\b"),
                marked("xz", 0, "\u00fd7zXZ\0"),
                marked("zstd", 0, "(\u00b5/\u00fd"),
                marked("bzip2", 0, "BZh91AY&SY"),
                marked("lz4", 0, "\4\"M\u0018"),
                marked("lzip", 0, "LZIP\1"),
                marked("zip", 0, "PK\3\4"),
                marked("7z", 0, "7z\u00bc\u00af'\u001c"),
                marked("rar", 0, "Rar!\u001a\7\1\0"),
                marked("tar", 257, "ustar"),
                marked("luks", 0, "LUKS\u00ba\u00be"),
                new Refusal("F3", "qcow2 in a fixed VHD", Encoding.VHD_FIXED.encoded(QCOW2.write(content()))),
                qcow2(
                        "F6",
                        "more than 64 TiB",
                        new Qcow2Writer(3, 21, Qcow2Writer.Packing.PLAIN),
                        file -> file.putLong(24, 65L << 40).putInt(36, 130)));
    }

    static Stream<Refusal> qcow2() {
        return Stream.of(
                qcow2("Q1", "backing file", file -> file.putLong(8, 512).putInt(16, 9)),
                qcow2("Q2", "data file", file -> file.putLong(72, 4)),
                qcow2(
                        "Q2",
                        "data file's name",
                        file -> file.putInt(112, 0x44415441).putInt(116, 8)),
                qcow2("Q3", "corrupt", file -> file.putLong(72, 2)),
                qcow2("Q3", "unknown feature", file -> file.putLong(72, 1L << 40)),
                qcow2("Q4", "version", file -> file.putInt(4, 4)),
                qcow2("Q5", "encrypted", file -> file.putInt(32, 2)),
                qcow2(
                        "Q5",
                        "encryption header",
                        file -> file.putInt(112, 0x0537be77).putInt(116, 16)),
                qcow2("Q6", "tiny clusters", file -> file.putInt(20, 8)),
                qcow2("Q6", "huge clusters", file -> file.putInt(20, 22)),
                qcow2("Q6", "clusters too small for parts", file -> file.putLong(72, 16)),
                qcow2("Q7", "no disk", file -> file.putLong(24, 0)),
                qcow2("Q7", "negative", file -> file.putLong(24, Long.MIN_VALUE)),
                qcow2("Q7", "odd size", file -> file.putLong(24, 65_537)),
                qcow2("Q8", "no L1", file -> file.putInt(36, 0)),
                qcow2("Q8", "L1 too short", file -> file.putLong(24, 1L << 40)),
                qcow2("Q8", "L1 too large", file -> file.putInt(36, -1)),
                qcow2("Q9", "L1 outside", file -> file.putLong(40, 1L << 40)),
                qcow2("Q9", "L2 outside", file -> file.putLong(L1, 1L << 40)),
                qcow2("Q9", "cluster outside", file -> file.putLong(L2, 1L << 40)),
                qcow2("Q9", "compressed cluster outside", file -> file.putLong(L2, PACKED | 1L << 40)),
                qcow2("Q9", "reference counts outside", file -> file.putInt(56, 1 << 20)),
                qcow2("Q10", "L2 is the header", file -> file.putInt(36, 2).putLong(L1 + 8, L1)),
                qcow2("Q10", "L2 is used twice", file -> file.putInt(36, 2).putLong(L1 + 8, L2)),
                qcow2("Q10", "data is a table", file -> file.putLong(L2, L1)),
                qcow2("Q10", "compressed data is a table", file -> file.putLong(L2, PACKED | L1 + 5)),
                qcow2("Q11", "L1 unaligned", file -> file.putLong(40, L1 + 512)),
                qcow2("Q11", "L1 entry unaligned", file -> file.putLong(L1, L2 + 512)),
                qcow2("Q11", "L1 entry reserved", file -> file.putLong(L1, L2 | 2)),
                qcow2("Q11", "L2 entry unaligned", file -> file.putLong(L2, DATA + 512)),
                qcow2("Q11", "L2 entry reserved", file -> file.putLong(L2, DATA | 1L << 60)),
                qcow2("Q11", "compressed and copied", file -> file.putLong(L2, PACKED | 1L << 63 | DATA)),
                extended("Q11", "zero flag", 4, 1),
                extended("Q11", "parts here and zero", 12, 1),
                extended("Q11", "parts without a place", 16 + 12, 1),
                extended("Q11", "compressed, and parts", 0, 1 << 30),
                qcow2("Q12", "short header", file -> file.putInt(100, 96)),
                qcow2("Q12", "odd header", file -> file.putInt(100, 109)),
                qcow2("Q12", "long header", file -> file.putInt(100, 8192)),
                qcow2("Q13", "extension", file -> file.putInt(112, 7).putInt(116, 5000)),
                qcow2(
                        "Q13",
                        "extension in the name",
                        file -> backed(file, 200, 9).putInt(112, 7).putInt(116, 100)),
                qcow2("Q13", "name of the backing file in the header", file -> backed(file, 64, 9)),
                qcow2("Q13", "name of the backing file outside", file -> backed(file, 4095, 9)),
                qcow2("Q13", "name of the backing file far outside", file -> backed(file, Long.MIN_VALUE, -1)),
                qcow2("Q13", "name of the backing file too long", file -> backed(file, 512, 1024)),
                qcow2("Q13", "extension wraps", file -> file.putInt(112, 7).putInt(116, -1)),
                qcow2("Q14", "snapshots", file -> file.putInt(60, 1)),
                qcow2("Q15", "reference count bits", file -> file.putInt(96, 7)),
                qcow2("Q16", "cluster used twice", file -> file.putLong(L2 + 8, file.getLong(L2))),
                qcow2("Q16", "compressed and plain", file -> file.putLong(L2 + 8, PACKED | DATA)),
                qcow2("Q16", "compressed used twice", RefusalTest::expand),
                qcow2("Q18", "unknown compression", file -> file.putLong(72, 8).put(104, (byte) 2)),
                qcow2("Q18", "zstd without feature", file -> file.put(104, (byte) 1)),
                qcow2("Q18", "feature without zstd", file -> file.putLong(72, 8)),
                qcow2(
                        "Q17",
                        "deflate",
                        new Qcow2Writer(3, 12, Qcow2Writer.Packing.DEFLATE),
                        file -> file.putLong(DATA, -1)),
                qcow2("Q17", "zstd", new Qcow2Writer(3, 12, Qcow2Writer.Packing.ZSTD), file -> file.putLong(DATA, -1)),
                inflating("Q17", "deflate yields more", Qcow2Writer.Packing.DEFLATE, 13),
                inflating("Q17", "zstd yields more", Qcow2Writer.Packing.ZSTD, 13),
                inflating("Q17", "deflate yields less", Qcow2Writer.Packing.DEFLATE, 11),
                inflating("Q17", "zstd yields less", Qcow2Writer.Packing.ZSTD, 11));
    }

    static Stream<Refusal> vhd() {
        int size = content().length;
        return Stream.of(
                fixed("V1", "checksum", file -> file.put(size + 100, (byte) 1)),
                dynamic("V1", "both checksums", file -> file.put(100, (byte) 1).put(file.limit() - 400, (byte) 1)),
                dynamic("V1", "footers contradict", file -> sealed(file.putLong(48, 4096), 0)),
                dynamic("V1", "header's checksum", file -> file.put(DynamicVhdWriter.HEADER + 900, (byte) 1)),
                bothFooters("V2", "differencing", 60, 4),
                bothFooters("V3", "type", 60, 5),
                bothFooters("V3", "no type", 60, 0),
                bothFooters("V12", "version", 12, 0x00020000),
                header("V12", "header's version", 24, 0x00020000),
                bothFooters("V4", "header outside", 16, 1 << 30),
                bothFooters("V4", "header elsewhere", 20, 2048),
                header("V4", "table outside", 16, 1 << 30),
                header("V5", "table too short", 28, 1),
                header("V6", "block size", 32, 3000),
                dynamic("V7", "block outside", file -> file.putInt(DynamicVhdWriter.TABLE, 1 << 30)),
                dynamic("V8", "block over tables", file -> file.putInt(DynamicVhdWriter.TABLE, 2)),
                dynamic("V8", "block over footer", file -> file.putInt(DynamicVhdWriter.TABLE, 0)),
                dynamic(
                        "V8",
                        "block over last footer",
                        file -> file.putInt(DynamicVhdWriter.TABLE + 15 * 4, file.limit() / 512 - 9)),
                dynamic(
                        "V8",
                        "block used twice",
                        file -> file.putInt(DynamicVhdWriter.TABLE, 4).putInt(DynamicVhdWriter.TABLE + 4, 5)),
                header("V8", "table over header", 20, 1024),
                dynamic("V8", "table over footer", file -> {
                    file.putLong(DynamicVhdWriter.HEADER + 16, file.limit() - 512);
                    DynamicVhdWriter.sealHeader(file);
                }),
                dynamic("V8", "block over a locator", file -> locator(file, file.limit() - 600, 200)),
                dynamic("V4", "locator outside", file -> locator(file, file.limit() - 600, 700)),
                dynamic("V4", "locator far outside", file -> locator(file, Long.MAX_VALUE - 100, 200)),
                bothFooters("V9", "odd size", 52, 65_537),
                bothFooters("V9", "too large", 48, 1 << 20),
                fixed("V10", "size", file -> sealed(file.putLong(size + 48, size - 512), size)));
    }

    static Stream<Refusal> vmdk() {
        int table = SPARSE_VMDK.table();
        int first = ByteBuffer.wrap(SPARSE_VMDK.write(content()))
                .order(ByteOrder.LITTLE_ENDIAN)
                .getInt(table);
        return Stream.of(
                marked("M1", "of ESX", 0, "COWD"),
                marked("M1", "seSparse", 0, "\u00be\u00ba\u00fe\u00ca\0\0\0\0\1\0\0\0\2\0\0\0"),
                marked("M1", "descriptor alone", 0, "# Disk DescriptorFile\nversion=1\n"),
                marked("M1", "descriptor, disguised", 0, "# nothing to see\n\n  VERSION=1\n"),
                described("M1", "flat extent", text -> text.replace("SPARSE", "FLAT")),
                described("M1", "extent of ESX", text -> text.replace("SPARSE", "VMFS")),
                described("M1", "no access", text -> text.replace("RW", "NOACCESS")),
                described("M1", "no extent", text -> text.replace("RW", "#")),
                described("M1", "two extents", text -> text + "RW 128 SPARSE \"disk-s002.vmdk\"\n"),
                described("M1", "of several files", text -> text.replace("monolithic", "twoGbMaxExtent")),
                described("M1", "flat", text -> text.replace("monolithicSparse", "monolithicFlat")),
                described(
                        "M1",
                        "not the kind of its header",
                        text -> text.replace("monolithicSparse", "streamOptimized")),
                described("M2", "parent", text -> text.replace("ffffffff", "1234abcd")),
                described("M2", "name of a parent", text -> text + "parentFileNameHint=\"/etc/passwd\"\n"),
                described("M3", "unknown setting", text -> text + "encryptionKeys=\"vmware:key\"\n"),
                described("M3", "unknown line", text -> text + "CHANGE \"disk-ctk.vmdk\"\n"),
                described("M3", "line that may be a comment", text -> text + "/* a */ RW 128 SPARSE \"b\" /* c */\n"),
                described("M3", "comment without end", text -> text + "/*/\n"),
                described("M3", "setting twice", text -> text + "parentCID=ffffffff\n"),
                described("M3", "no version", text -> text.replace("version=1\n", "")),
                described("M3", "unknown version", text -> text.replace("version=1\n", "version=9\n")),
                sparse("M4", "tiny grains", file -> file.putLong(20, 4)),
                sparse("M4", "odd grains", file -> file.putLong(20, 24)),
                sparse("M4", "huge grains", file -> file.putLong(20, 1L << 40)),
                sparse("M5", "table size", file -> file.putInt(44, 1024)),
                sparse("M6", "no disk", file -> file.putLong(12, 0)),
                sparse("M6", "negative", file -> file.putLong(12, Long.MIN_VALUE)),
                sparse("M6", "too large", file -> file.putLong(12, 1L << 53)),
                sparse("M6", "a grain larger than described", file -> file.putLong(12, 136)),
                sparse("M6", "part of a grain larger than described", file -> file.putLong(12, 132)),
                sparse("M6", "smaller than described", file -> file.putLong(12, 127)),
                sparse("M7", "no directory", file -> file.putLong(56, 0)),
                sparse(
                        "M7",
                        "directory in the header",
                        file -> file.putLong(48, 0).putLong(56, 0)),
                sparse(
                        "M7",
                        "directory in the descriptor",
                        file -> file.putLong(48, 4).putLong(56, 1)),
                zeroed("M9", "table is its directory", RefusalTest::nameTheDirectory),
                sparse("M7", "directory outside", file -> file.putLong(56, 1L << 40)),
                sparse("M7", "directory wraps", file -> file.putLong(56, Long.MAX_VALUE / 512 + 1)),
                sparse("M7", "redundant directory outside", file -> file.putLong(48, 1L << 40)),
                zeroed("M7", "table outside", file -> file.putInt(VmdkWriter.DIRECTORY, 1 << 30)),
                sparse("M7", "directories contradict", file -> file.putInt(table, 0)),
                sparse("M8", "descriptor elsewhere", file -> file.putLong(28, 2)),
                sparse("M8", "no descriptor", file -> file.putLong(28, 0).putLong(36, 0)),
                sparse("M8", "empty descriptor", file -> file.putLong(36, 0)),
                sparse("M8", "descriptor too large", file -> file.putLong(36, 2049)),
                sparse("M8", "descriptor outside", file -> file.putLong(36, 2048)),
                zeroed("M9", "grain outside", file -> file.putInt(ZEROED_VMDK.table(), -1)),
                zeroed("M9", "grain over tables", file -> file.putInt(ZEROED_VMDK.table(), 5)),
                zeroed("M9", "grain over header", file -> file.put(8, (byte) 1).putInt(ZEROED_VMDK.table(), 1)),
                zeroed("M9", "grains overlap", file -> file.putInt(ZEROED_VMDK.table() + 4, first + 1)),
                zeroed(
                        "M9",
                        "grain used twice",
                        file -> file.putInt(ZEROED_VMDK.table() + 4, file.getInt(ZEROED_VMDK.table()))),
                zeroed("M9", "table over descriptor", file -> file.putInt(VmdkWriter.DIRECTORY, 1)),
                packed("M9", "compressed grain outside", file -> bothTables(file, 0, 1 << 30)),
                sparse("M10", "version 0", file -> file.putInt(4, 0)),
                sparse("M10", "version 4", file -> file.putInt(4, 4)),
                sparse("M10", "sent as text", file -> file.put(75, (byte) '\n')),
                sparse("M10", "unknown feature", file -> file.putInt(8, 1 << 20)),
                stream("M11", "no footer", file -> file.putInt(file.limit() - 1536 + 12, 2)),
                stream("M11", "no end of stream", file -> file.putInt(file.limit() - 512 + 8, 1)),
                stream("M11", "footer contradicts", file -> file.putLong(file.limit() - 1024 + 12, 64)),
                stream("M11", "footer of a packed disk", file -> file.putShort(file.limit() - 1024 + 77, (short) 0)),
                stream("M11", "footer of other tables", file -> file.putInt(file.limit() - 1024 + 44, 1024)),
                stream("M7", "footer without directory", file -> file.putLong(file.limit() - 1024 + 56, -1)),
                sparse("M12", "compression without flag", file -> file.putShort(77, (short) 1)),
                packed("M12", "compression without markers", file -> file.putInt(8, 0x10003)),
                packed("M12", "unknown compression", file -> file.putShort(77, (short) 2)),
                packed(
                        "M12",
                        "other grain's marker",
                        file -> bothTables(file, 0, file.getInt(PACKED_VMDK.table() + 4))),
                packed("M12", "marker without bytes", file -> file.putInt(firstGrain(file) + 8, 0)),
                packed("M12", "marker with too many bytes", file -> file.putInt(firstGrain(file) + 8, 1 << 20)),
                packed("M12", "damaged grain", file -> file.putLong(firstGrain(file) + 20, -1)),
                inflating("M12", "yields more", 8_192),
                inflating("M12", "yields less", 2_048));
    }

    private static void nameTheDirectory(ByteBuffer file) {
        file.putInt(VmdkWriter.DIRECTORY, VmdkWriter.DIRECTORY / 512);
    }

    private static int firstGrain(ByteBuffer file) {
        return file.getInt(PACKED_VMDK.table()) * 512;
    }

    /** Sets an entry of the only table, and of its copy. */
    private static void bothTables(ByteBuffer file, int entry, int value) {
        file.putInt(PACKED_VMDK.table() + entry * 4, value).putInt(PACKED_VMDK.table() + 2048 + entry * 4, value);
    }

    private static Refusal sparse(String rule, String what, Consumer<ByteBuffer> breaking) {
        return vmdk(rule, what, SPARSE_VMDK, breaking);
    }

    private static Refusal zeroed(String rule, String what, Consumer<ByteBuffer> breaking) {
        return vmdk(rule, what, ZEROED_VMDK, breaking);
    }

    private static Refusal packed(String rule, String what, Consumer<ByteBuffer> breaking) {
        return vmdk(rule, what, PACKED_VMDK, breaking);
    }

    private static Refusal stream(String rule, String what, Consumer<ByteBuffer> breaking) {
        return vmdk(rule, what, new VmdkWriter(4096, VmdkWriter.Packing.STREAM), breaking);
    }

    private static Refusal vmdk(String rule, String what, VmdkWriter writer, Consumer<ByteBuffer> breaking) {
        return broken(
                rule,
                "vmdk: " + what,
                writer.write(content()),
                file -> breaking.accept(file.order(ByteOrder.LITTLE_ENDIAN)));
    }

    private static Refusal described(String rule, String what, UnaryOperator<String> change) {
        String descriptor = VmdkWriter.descriptor("monolithicSparse", content().length / 512);
        return new Refusal(rule, "vmdk: " + what, SPARSE_VMDK.write(content(), change.apply(descriptor)));
    }

    /** A stream of 4 KiB grains in which the first grain holds another number of bytes. */
    private static Refusal inflating(String rule, String what, int bytes) {
        ByteBuffer other = ByteBuffer.wrap(new VmdkWriter(bytes, VmdkWriter.Packing.PACKED)
                        .write(Arrays.copyOf(content(), Math.max(4096, bytes))))
                .order(ByteOrder.LITTLE_ENDIAN);
        byte[] grain = new byte[512];
        other.get(firstGrain(other), grain);
        return packed(rule, what, file -> file.put(firstGrain(file), grain));
    }

    @ParameterizedTest
    @MethodSource({"general", "qcow2", "vhd", "vmdk"})
    void isRefusedByItsRule(Refusal refusal) throws IOException {
        Path file = Files.write(folder.resolve("image"), refusal.image);
        UnsafeImageException thrown = catchThrowableOfType(UnsafeImageException.class, () -> readAll(file));
        assertThat(thrown).as(refusal.toString()).isNotNull();
        assertThat(thrown.rule()).as(thrown.getMessage()).isEqualTo(refusal.rule);
        assertThat(thrown).hasMessageStartingWith(file + ": ").hasMessageEndingWith(") [" + refusal.rule + "]");
    }

    @Test
    void aFormatThatIsNotTheContentsIsRefused() throws IOException {
        for (Encoding encoding : Encoding.values()) {
            Path file = encoding.write(folder, content());
            for (DiskFormat format : DiskFormat.values()) {
                if (format == encoding.format()) {
                    DiskImage.open(file, format).close();
                } else {
                    assertThat(catchThrowableOfType(UnsafeImageException.class, () -> DiskImage.open(file, format)))
                            .extracting(UnsafeImageException::rule)
                            .isEqualTo("F2");
                }
            }
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "gzip | 0 | it is compressed with gzip (decompress it first)",
                "zip | 0 | it is an archive of the format zip (unpack it first",
                "tar | 257 | it is an archive of the format tar (unpack it first",
                "luks | 0 | it is encrypted with luks (decrypt it first)",
                "vdi | 64 | it is an image of the format vdi, which is not read yet (convert it"
            })
    void whatIsNoDiskIsRefusedAndSaysWhatToDo(String name, int offset, String words) throws IOException {
        Path file = Files.write(
                folder.resolve("web.raw"),
                general()
                        .filter(refusal -> refusal.what.equals(name))
                        .findFirst()
                        .orElseThrow()
                        .image);
        String advice = words.substring(words.indexOf('('));

        assertThat(refusal(() -> DiskImage.open(file))).hasMessageStartingWith(file + ": " + words);
        assertThat(refusal(() -> DiskImage.open(file, DiskFormat.RAW)))
                .hasMessageStartingWith(file + ": it is named raw, but its content says " + name + " " + advice)
                .hasMessageEndingWith("[F2]");
    }

    /** The image names them for the programs that do not know them. */
    @Test
    void featuresThatAreNotKnownAreNamed() throws IOException {
        byte[] image = QCOW2.write(content());
        byte[] name = "warp drive\u001b[31m".getBytes(StandardCharsets.US_ASCII);
        ByteBuffer.wrap(image)
                .putLong(72, 1L << 40 | 1L << 5)
                .putInt(112, 0x6803f857)
                .putInt(116, 96)
                .put(121, (byte) 1)
                .put(168, (byte) 0)
                .put(169, (byte) 40)
                .put(170, name);
        Path file = Files.write(folder.resolve("future.qcow2"), image);

        assertThat(refusal(() -> DiskImage.open(file)))
                .hasMessageContaining("not known: [bit 5, warp drive?[31m (bit 40)]")
                .hasMessageEndingWith("[Q3]");
    }

    /** Such as the data disk of a machine that encrypts it by itself. */
    @Test
    void aVhdMayHoldAnything() throws IOException {
        byte[] content = Arrays.copyOf("LUKS\u00ba\u00be".getBytes(StandardCharsets.ISO_8859_1), 4096);
        try (DiskImage image = DiskImage.open(Encoding.VHD_FIXED.write(folder, content))) {
            assertThat(Contents.of(image)).isEqualTo(content);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"vhd", "VHDX", "qcow2", "vmdk", "vdi"})
    void aNameThatPromisesAnotherFormatIsNotTakenForRaw(String ending) throws IOException {
        byte[] cut = Arrays.copyOf(Encoding.VHD_FIXED.encoded(content()), content().length);
        Path file = Files.write(folder.resolve("web." + ending), cut);

        assertThat(refusal(() -> DiskImage.open(file)))
                .hasMessageStartingWith(file + ": its name promises " + ending.toLowerCase(Locale.ROOT) + ", but")
                .hasMessageContaining("name raw if it really is")
                .hasMessageEndingWith("[F2]");
        DiskImage.open(file, DiskFormat.RAW).close();
    }

    private static UnsafeImageException refusal(ThrowingCallable opening) {
        return catchThrowableOfType(UnsafeImageException.class, opening);
    }

    @Test
    void aFileThatBecomesShorterIsRefused() throws IOException {
        Path file = Encoding.RAW.write(folder, content());
        try (DiskImage image = DiskImage.open(file)) {
            Files.write(file, new byte[100]);
            UnsafeImageException thrown =
                    catchThrowableOfType(UnsafeImageException.class, () -> image.read(0, ByteBuffer.allocate(512)));
            assertThat(thrown.rule()).isEqualTo("F7");
        }
    }

    private static void readAll(Path file) throws IOException {
        try (DiskImage image = DiskImage.open(file)) {
            Contents.of(image);
        }
    }

    /** Sixteen clusters of text. */
    private static byte[] content() {
        byte[] content = new byte[65_536];
        Arrays.fill(content, (byte) 'a');
        return content;
    }

    private static Refusal marked(String name, int offset, String mark) {
        return marked("F1", name, offset, mark);
    }

    private static Refusal marked(String rule, String name, int offset, String mark) {
        byte[] bytes = mark.getBytes(StandardCharsets.ISO_8859_1);
        return new Refusal(
                rule, name, ByteBuffer.allocate(2048).put(offset, bytes).array());
    }

    private static ByteBuffer backed(ByteBuffer file, long offset, int length) {
        return file.putLong(8, offset).putInt(16, length);
    }

    private static Refusal qcow2(String rule, String what, Consumer<ByteBuffer> breaking) {
        return qcow2(rule, what, QCOW2, breaking);
    }

    /** Sets some bits of the first L2 entries, in an image of four clusters in 32 parts each. */
    private static Refusal extended(String rule, String what, int offset, int bits) {
        Qcow2Writer writer = new Qcow2Writer(3, 14, Qcow2Writer.Packing.EXTENDED);
        int at = writer.l2Offset() + offset;
        byte[] content = content();
        Arrays.fill(content, 16_384, 32_768, (byte) 0);
        Arrays.fill(content, 0, 512, (byte) 0);
        return broken(
                rule, "extended: " + what, writer.write(content), file -> file.putInt(at, file.getInt(at) | bits));
    }

    private static Refusal qcow2(String rule, String what, Qcow2Writer writer, Consumer<ByteBuffer> breaking) {
        return broken(rule, what, writer.write(content()), breaking);
    }

    /** An image of 4 KiB clusters in which the one compressed cluster holds 2^bits bytes. */
    private static Refusal inflating(String rule, String what, Qcow2Writer.Packing packing, int bits) {
        byte[] other = new Qcow2Writer(3, bits, packing).write(Arrays.copyOf(content(), 1 << bits));
        byte[] packed = Arrays.copyOfRange(other, 4 << bits, other.length);
        return new Refusal(rule, what, new Qcow2Writer(3, 12, packing).write(Arrays.copyOf(content(), 4096), packed));
    }

    private static Refusal fixed(String rule, String what, Consumer<ByteBuffer> breaking) {
        return broken(rule, what, Encoding.VHD_FIXED.encoded(content()), breaking);
    }

    private static Refusal dynamic(String rule, String what, Consumer<ByteBuffer> breaking) {
        return broken(rule, what, Encoding.VHD_DYNAMIC_4K.encoded(content()), breaking);
    }

    private static Refusal bothFooters(String rule, String what, int offset, int value) {
        return dynamic(rule, what, file -> {
            int last = file.limit() - 512;
            sealed(file.putInt(offset, value), 0);
            sealed(file.putInt(last + offset, value), last);
        });
    }

    private static Refusal header(String rule, String what, int offset, int value) {
        return dynamic(
                rule, what, file -> DynamicVhdWriter.sealHeader(file.putInt(DynamicVhdWriter.HEADER + offset, value)));
    }

    /** Adds the place of a text about the parent. */
    private static void locator(ByteBuffer file, long offset, int length) {
        int entry = DynamicVhdWriter.HEADER + 576;
        file.putInt(entry, 0x57326b75).putInt(entry + 8, length).putLong(entry + 16, offset);
        DynamicVhdWriter.sealHeader(file);
    }

    private static void sealed(ByteBuffer file, int footer) {
        DynamicVhdWriter.sealFooter(file, footer);
    }

    /** Makes all of an L2 table name the same large compressed cluster, the disk grown to match. */
    private static void expand(ByteBuffer file) {
        file.putLong(24, 512L * 4096);
        for (int entry = 0; entry < 512; entry++) {
            file.putLong(L2 + entry * 8, PACKED | 7L << 58 | DATA);
        }
    }

    private static Refusal broken(String rule, String what, byte[] image, Consumer<ByteBuffer> breaking) {
        breaking.accept(ByteBuffer.wrap(image));
        return new Refusal(rule, what, image);
    }
}
