// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.core;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.github.luben.zstd.Zstd;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.CRC32C;

/**
 * A program that reads a store by what docs/format.md says of it, with the platform and zstd alone: nothing of the library is in it.
 * What is not as it should be is an {@link IllegalStateException}.
 */
final class AnotherProgram {
    private static final int BLOCK = 65_536;
    private static final int BLOCKS_OF_A_PAGE = 16_384;
    private static final int HEADER_OF_A_FRAME = 41;

    private final Path store;
    private final Map<String, TreeMap<String, String>> partitions = new TreeMap<>();

    AnotherProgram(Path store) throws IOException {
        this.store = store;
        require(Files.readString(store.resolve("STORE")).matches("format 1\nuuid [0-9a-f-]{36}\n"), "STORE");
        replay(journal());
    }

    /** Returns the records of a partition. */
    SortedMap<String, String> records(String partition) {
        return partitions.get(partition);
    }

    // Files: the journal

    private byte[] journal() throws IOException {
        ByteArrayOutputStream journal = new ByteArrayOutputStream();
        try (Stream<Path> files = Files.list(store.resolve("records"))) {
            for (Path file : (Iterable<Path>)
                    files.filter(each -> name(each).startsWith("journal-")).sorted()::iterator) {
                require(name(file).equals(String.format("journal-%020d.log", journal.size())), "a file is missing");
                journal.writeBytes(Files.readAllBytes(file));
            }
        }
        return journal.toByteArray();
    }

    private static String name(Path file) {
        return file.getFileName().toString();
    }

    private void replay(byte[] journal) throws IOException {
        int at = 0;
        while (at < journal.length && journal[at] != 0) {
            String header = new String(journal, at, HEADER_OF_A_FRAME, US_ASCII);
            int length = Integer.parseInt(header.substring(21, 31), 10);
            byte[] json = Arrays.copyOfRange(journal, at + HEADER_OF_A_FRAME, at + HEADER_OF_A_FRAME + length);
            CRC32C checksum = new CRC32C();
            checksum.update(json);
            require(header.equals(String.format("%020d %010d %08x ", at, length, checksum.getValue())), "a frame");
            apply(object(new Json(new String(json, UTF_8)).value()));
            at += HEADER_OF_A_FRAME + length + 1;
            require(journal[at - 1] == '\n', "the end of a frame");
        }
        String head = Files.readString(store.resolve("records/head"));
        require(Long.parseLong(head.substring(0, 20)) <= at, "the journal ends before its durable mark");
    }

    private void apply(Map<String, Object> frame) {
        require(
                List.copyOf(frame.keySet())
                        .equals(List.of(
                                "partition", "revision", "commit", "time", "durable", "put", "delete", "counter")),
                "the members of a frame");
        Map<String, String> records =
                partitions.computeIfAbsent((String) frame.get("partition"), absent -> new TreeMap<>());
        object(frame.get("put")).forEach((key, body) -> records.put(key, (String) body));
        records.keySet().removeAll(array(frame.get("delete")));
    }

    // Records

    /** A disk as a version's record has it; the number is null for the OS disk. */
    record Disk(Long lun, long size, String root) {}

    List<Disk> disks(String partition, String gallery, String definition, int major, int minor, int patch) {
        String key = String.format("v/%s/%s/%010d.%010d.%010d", gallery, definition, major, minor, patch);
        Map<String, Object> version = object(new Json(records(partition).get(key)).value());
        return array(version.get("disks")).stream()
                .map(AnotherProgram::object)
                .map(disk -> new Disk(
                        (Long) disk.get("lun"), (Long) disk.get("virtualSizeBytes"), (String) disk.get("root")))
                .toList();
    }

    // Contents

    /** Reads what of a disk is not a hole: the blocks by their offsets. */
    SortedMap<Long, byte[]> blocks(String site, Disk disk) throws IOException {
        ByteBuffer root = blob(site, disk.root());
        require(magic(root).equals("SIGROOT1") && root.getLong() == disk.size(), "a root");
        long billed = root.getLong();
        SortedMap<Long, byte[]> blocks = new TreeMap<>();
        for (int pages = root.getInt(); pages > 0; pages--) {
            long first = Integer.toUnsignedLong(root.getInt()) * BLOCKS_OF_A_PAGE;
            billed -= readPage(site, blob(site, digest(root)), first, blocks);
        }
        require(!root.hasRemaining() && billed == 0, "the end of a root");
        return blocks;
    }

    /** Reads a disk that fits in memory. */
    byte[] bytes(String site, Disk disk) throws IOException {
        byte[] bytes = new byte[(int) disk.size()];
        blocks(site, disk)
                .forEach((offset, block) -> System.arraycopy(
                        block, 0, bytes, offset.intValue(), (int) Math.min(BLOCK, disk.size() - offset)));
        return bytes;
    }

    /** Reads a page, and returns its billed bytes. */
    private long readPage(String site, ByteBuffer page, long first, Map<Long, byte[]> blocks) throws IOException {
        require(magic(page).equals("SIGPAGE1"), "a page");
        long billed = page.getLong();
        int packs = page.getInt();
        int count = page.getInt();
        List<Pack> all = new ArrayList<>();
        for (int pack = 0; pack < packs; pack++) {
            all.add(pack(site, digest(page)));
        }
        for (int block = 0; block < count; block++) {
            long number = first + Short.toUnsignedInt(page.getShort());
            Pack pack = all.get(Short.toUnsignedInt(page.getShort()));
            Entry entry = new Entry(page.getInt(), page.getInt(), digest(page));
            require(pack.index().contains(entry), "a block that its pack does not have");
            blocks.put(number * BLOCK, block(pack.bytes(), entry));
        }
        require(!page.hasRemaining(), "the end of a page");
        return billed;
    }

    private record Entry(int offset, int length, String digest) {}

    private record Pack(byte[] bytes, Set<Entry> index) {}

    private Pack pack(String site, String id) throws IOException {
        ByteBuffer pack = blob(site, id);
        byte[] bytes = pack.array();
        require(magic(pack).equals("SIGPACK1"), "a pack");
        pack.position(bytes.length - 16);
        int count = pack.getInt();
        int checksum = pack.getInt();
        require(magic(pack).equals("SIGPEND1"), "the end of a pack");
        int index = bytes.length - 16 - 40 * count;
        CRC32C actual = new CRC32C();
        actual.update(bytes, index, 40 * count + 4);
        require((int) actual.getValue() == checksum, "the index of a pack");
        Set<Entry> entries = new HashSet<>();
        for (pack.position(index); count > 0; count--) {
            String digest = digest(pack);
            entries.add(new Entry(pack.getInt(), pack.getInt(), digest));
        }
        return new Pack(bytes, entries);
    }

    private static byte[] block(byte[] pack, Entry entry) {
        byte[] stored = Arrays.copyOfRange(pack, entry.offset(), entry.offset() + entry.length());
        byte[] block = entry.length() == BLOCK ? stored : Zstd.decompress(stored, BLOCK);
        require(block.length == BLOCK && sha256(block).equals(entry.digest()), "a block");
        return block;
    }

    private ByteBuffer blob(String site, String id) throws IOException {
        byte[] bytes = Files.readAllBytes(store.resolve("sites").resolve(site).resolve(id));
        require(sha256(bytes).equals(id), "blob " + id);
        return ByteBuffer.wrap(bytes);
    }

    private static String magic(ByteBuffer from) {
        byte[] magic = new byte[8];
        from.get(magic);
        return new String(magic, US_ASCII);
    }

    private static String digest(ByteBuffer from) {
        byte[] digest = new byte[32];
        from.get(digest);
        return HexFormat.of().formatHex(digest);
    }

    private static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }

    private static void require(boolean sound, String what) {
        if (!sound) {
            throw new IllegalStateException("Not as docs/format.md says: " + what);
        }
    }

    // JSON

    private static Map<String, Object> object(Object value) {
        Map<String, Object> object = new LinkedHashMap<>();
        ((Map<?, ?>) value).forEach((key, member) -> object.put((String) key, member));
        return object;
    }

    private static List<Object> array(Object value) {
        return new ArrayList<>((List<?>) value);
    }

    /** Reads a text of JSON: objects, arrays, strings, integers and words, with no white space between. */
    private static final class Json {
        private final String text;
        private int at;

        Json(String text) {
            this.text = text;
        }

        Object value() {
            return switch (text.charAt(at)) {
                case '{' -> object();
                case '[' -> array();
                case '"' -> string();
                case 't', 'f' -> word();
                default -> number();
            };
        }

        private Map<String, Object> object() {
            Map<String, Object> members = new LinkedHashMap<>();
            at++;
            while (text.charAt(at) != '}') {
                String name = string();
                at++;
                members.put(name, value());
                at += text.charAt(at) == ',' ? 1 : 0;
            }
            at++;
            return members;
        }

        private List<Object> array() {
            List<Object> items = new ArrayList<>();
            at++;
            while (text.charAt(at) != ']') {
                items.add(value());
                at += text.charAt(at) == ',' ? 1 : 0;
            }
            at++;
            return items;
        }

        private String string() {
            StringBuilder string = new StringBuilder();
            for (at++; text.charAt(at) != '"'; at++) {
                string.append(text.charAt(at) == '\\' ? escaped() : text.charAt(at));
            }
            at++;
            return string.toString();
        }

        private char escaped() {
            at++;
            if (text.charAt(at) == 'u') {
                at += 4;
                return (char) Integer.parseInt(text.substring(at - 3, at + 1), 16);
            }
            int simple = "nrtbf".indexOf(text.charAt(at));
            return simple < 0 ? text.charAt(at) : "\n\r\t\b\f".charAt(simple);
        }

        private Boolean word() {
            boolean is = text.startsWith("true", at);
            at += is ? 4 : 5;
            return is;
        }

        private Long number() {
            int begin = at;
            while (at < text.length() && "-0123456789".indexOf(text.charAt(at)) >= 0) {
                at++;
            }
            return Long.valueOf(text.substring(begin, at));
        }
    }
}
