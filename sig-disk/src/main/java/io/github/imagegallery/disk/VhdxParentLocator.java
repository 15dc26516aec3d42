// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.disk;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * What a differencing VHDX says about its parent ([MS-VHDX] 2.6.2.6). The paths in it are never looked at.
 *
 * @param ids identities of which the parent has one
 */
record VhdxParentLocator(Set<UUID> ids) {
    private static final UUID TYPE = UUID.fromString("b04aefb7-d19e-4a81-b789-25b8e9445913");
    private static final int HEADER = 20;
    private static final int ENTRY = 12;
    private static final String ID = "parent_linkage";
    private static final String OTHER_ID = "parent_linkage2";

    static VhdxParentLocator read(ImageFile file, Optional<ByteBuffer> item) throws UnsafeImageException {
        if (item.isEmpty() || item.get().remaining() < HEADER) {
            throw file.refusal("X14", "its metadata does not say which parent it has");
        }
        UUID type = Guid.at(item.get(), 0);
        file.require(
                type.equals(TYPE),
                "X14",
                "its parent is no VHDX, but of the type " + type,
                "merge it with its parent first");
        Map<String, String> texts = texts(file, item.get());
        Set<UUID> ids = new HashSet<>();
        for (String key : Set.of(ID, OTHER_ID)) {
            if (texts.containsKey(key)) {
                ids.add(id(file, texts.get(key)));
            }
        }
        file.require(texts.containsKey(ID), "X14", "its metadata does not say which parent it has");
        return new VhdxParentLocator(ids);
    }

    private static Map<String, String> texts(ImageFile file, ByteBuffer item) throws UnsafeImageException {
        int count = Short.toUnsignedInt(item.getShort(18));
        Map<String, String> texts = new HashMap<>();
        int bytes = 0;
        file.require(HEADER + count * ENTRY <= item.limit(), "X14", "its list of texts about the parent is cut short");
        for (int at = HEADER; at < HEADER + count * ENTRY; at += ENTRY) {
            bytes += Short.toUnsignedInt(item.getShort(at + 8)) + Short.toUnsignedInt(item.getShort(at + 10));
            file.require(bytes <= item.limit(), "X14", "the texts about its parent overlap"); // or they fill the memory
            String key = text(file, item, item.getInt(at), item.getShort(at + 8));
            String value = text(file, item, item.getInt(at + 4), item.getShort(at + 10));
            file.require(
                    texts.put(key, value) == null,
                    "X14",
                    "it says twice which " + ImageFile.shown(key) + " its parent has");
        }
        return texts;
    }

    private static String text(ImageFile file, ByteBuffer item, int start, short size) throws UnsafeImageException {
        long offset = Integer.toUnsignedLong(start);
        int length = Short.toUnsignedInt(size);
        file.require(
                offset > 0 && length > 0 && offset + length <= item.limit(),
                "X14",
                "a text about its parent is cut short");
        return StandardCharsets.UTF_16LE
                .decode(item.slice((int) offset, length))
                .toString();
    }

    private static UUID id(ImageFile file, String text) throws UnsafeImageException {
        file.require(
                text.matches("\\{\\p{XDigit}{8}(-\\p{XDigit}{4}){3}-\\p{XDigit}{12}}"),
                "X14",
                "the identity of its parent is not one: " + ImageFile.shown(text));
        return UUID.fromString(text.substring(1, text.length() - 1));
    }
}
