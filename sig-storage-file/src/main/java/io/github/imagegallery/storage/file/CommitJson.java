// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.storage.file;

import io.github.imagegallery.storage.PartitionId;
import io.github.imagegallery.storage.RecordKey;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;

/**
 * The JSON of a {@link LoggedCommit}. The reader takes exactly what the writer makes: these members in this order, no
 * white space.
 */
final class CommitJson {
    private CommitJson() {}

    static byte[] write(LoggedCommit commit) {
        StringBuilder json = new StringBuilder(512);
        json.append("{\"partition\":");
        writeString(json, commit.partition().value());
        json.append(",\"revision\":").append(commit.revision());
        json.append(",\"commit\":");
        writeString(json, commit.id().toString());
        json.append(",\"time\":").append(commit.time());
        json.append(",\"durable\":").append(commit.durable());
        json.append(",\"put\":{");
        commit.puts().forEach((key, body) -> {
            writeName(json, key);
            writeString(json, body);
        });
        json.append("},\"delete\":[");
        for (RecordKey key : commit.deletes()) {
            writeComma(json);
            writeString(json, key.value());
        }
        json.append("],\"counter\":{");
        commit.counters().forEach((key, value) -> {
            writeName(json, key);
            json.append((long) value);
        });
        return json.append("}}").toString().getBytes(StandardCharsets.UTF_8);
    }

    /**
     * Reads what {@link #write} made.
     *
     * @throws IllegalArgumentException if it is anything else
     */
    static LoggedCommit read(byte[] json) {
        Reader in = new Reader(new String(json, StandardCharsets.UTF_8));
        in.expect("{\"partition\":");
        PartitionId partition = new PartitionId(in.string());
        in.expect(",\"revision\":");
        long revision = in.number();
        in.expect(",\"commit\":");
        UUID id = UUID.fromString(in.string());
        in.expect(",\"time\":");
        long time = in.number();
        in.expect(",\"durable\":");
        long durable = in.number();
        in.expect(",\"put\":");
        Map<RecordKey, String> puts = in.members(in::string);
        in.expect(",\"delete\":");
        List<RecordKey> deletes = in.keys();
        in.expect(",\"counter\":");
        Map<RecordKey, Long> counters = in.members(in::number);
        in.expect("}");
        in.expectEnd();
        return new LoggedCommit(partition, revision, id, time, durable, puts, deletes, counters);
    }

    private static void writeName(StringBuilder json, RecordKey key) {
        writeComma(json);
        writeString(json, key.value());
        json.append(':');
    }

    private static void writeComma(StringBuilder json) {
        char before = json.charAt(json.length() - 1);
        if (before != '{' && before != '[') {
            json.append(',');
        }
    }

    private static void writeString(StringBuilder json, String value) {
        json.append('"');
        int copied = 0;
        for (int at = 0; at < value.length(); at++) {
            char c = value.charAt(at);
            if (c < 0x20 || c == '"' || c == '\\') {
                json.append(value, copied, at);
                writeEscape(json, c);
                copied = at + 1;
            }
        }
        json.append(value, copied, value.length()).append('"');
    }

    private static void writeEscape(StringBuilder json, char c) {
        switch (c) {
            case '\n' -> json.append("\\n");
            case '\r' -> json.append("\\r");
            case '\t' -> json.append("\\t");
            case '"', '\\' -> json.append('\\').append(c);
            default -> json.append("\\u").append(HexFormat.of().toHexDigits(c));
        }
    }

    /** Where reading stands in a text. */
    private static final class Reader {
        private final String text;
        private int at;

        Reader(String text) {
            this.text = text;
        }

        void expect(String literal) {
            require(text.startsWith(literal, at));
            at += literal.length();
        }

        void expectEnd() {
            require(at == text.length());
        }

        long number() {
            int begin = at;
            while (at < text.length() && (text.charAt(at) == '-' || Character.isDigit(text.charAt(at)))) {
                at++;
            }
            return Long.parseLong(text, begin, at, 10);
        }

        <V> Map<RecordKey, V> members(Supplier<V> value) {
            Map<RecordKey, V> members = new LinkedHashMap<>();
            expect("{");
            while (!ends('}')) {
                separate(!members.isEmpty());
                RecordKey key = new RecordKey(string());
                expect(":");
                members.put(key, value.get());
            }
            return members;
        }

        List<RecordKey> keys() {
            List<RecordKey> keys = new ArrayList<>();
            expect("[");
            while (!ends(']')) {
                separate(!keys.isEmpty());
                keys.add(new RecordKey(string()));
            }
            return keys;
        }

        String string() {
            expect("\"");
            int begin = at;
            char c = next();
            while (c != '"' && c != '\\') {
                c = next();
            }
            if (c == '"') {
                return text.substring(begin, at - 1);
            }
            at = begin;
            return escapedString();
        }

        private String escapedString() {
            StringBuilder value = new StringBuilder();
            for (char c = next(); c != '"'; c = next()) {
                value.append(c == '\\' ? escaped() : c);
            }
            return value.toString();
        }

        private char escaped() {
            char c = next();
            return switch (c) {
                case 'n' -> '\n';
                case 'r' -> '\r';
                case 't' -> '\t';
                case '"', '\\' -> c;
                case 'u' -> hexadecimal();
                default -> throw wrong();
            };
        }

        private char hexadecimal() {
            at += 4;
            require(at < text.length());
            return (char) HexFormat.fromHexDigits(text, at - 4, at);
        }

        private boolean ends(char bracket) {
            boolean ends = at < text.length() && text.charAt(at) == bracket;
            at += ends ? 1 : 0;
            return ends;
        }

        private void separate(boolean between) {
            if (between) {
                expect(",");
            }
        }

        private char next() {
            require(at < text.length());
            return text.charAt(at++);
        }

        private void require(boolean condition) {
            if (!condition) {
                throw wrong();
            }
        }

        private IllegalArgumentException wrong() {
            return new IllegalArgumentException("Not a logged commit: character " + at + " of " + text);
        }
    }
}
