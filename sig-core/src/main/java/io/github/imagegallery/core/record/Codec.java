// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.core.record;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import io.github.imagegallery.storage.CorruptStorageException;
import io.github.imagegallery.storage.StoredRecord;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Records as text: JSON with the names of their components. A property that is not known is refused: it was written by a
 * newer library, whose meaning this one would lose.
 */
final class Codec {
    private static final JsonSetter.Value EMPTY_IF_ABSENT = JsonSetter.Value.forValueNulls(Nulls.AS_EMPTY);
    private static final JsonMapper MAPPER = JsonMapper.builder()
            .addModule(new Jdk8Module())
            .addModule(new JavaTimeModule())
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
            .enable(SerializationFeature.WRITE_ENUMS_USING_TO_STRING)
            .enable(DeserializationFeature.READ_ENUMS_USING_TO_STRING)
            .defaultPropertyInclusion(
                    JsonInclude.Value.construct(JsonInclude.Include.NON_ABSENT, JsonInclude.Include.ALWAYS))
            // what a record of an earlier library does not have yet
            .withConfigOverride(Map.class, map -> map.setSetterInfo(EMPTY_IF_ABSENT))
            .withConfigOverride(Set.class, set -> set.setSetterInfo(EMPTY_IF_ABSENT))
            .withConfigOverride(List.class, list -> list.setSetterInfo(EMPTY_IF_ABSENT))
            .build();

    private Codec() {}

    static String write(Object record) {
        try {
            return MAPPER.writeValueAsString(record);
        } catch (JsonProcessingException e) {
            throw new AssertionError("Every record has a text form: " + record, e);
        }
    }

    /** Reads what was written as the tree that it is. */
    static JsonNode tree(String body) {
        try {
            return MAPPER.readTree(body);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("Not the body of a record: " + body, e);
        }
    }

    static <T> T read(StoredRecord stored, Class<T> type) {
        try {
            return MAPPER.readValue(stored.body(), type);
        } catch (JsonProcessingException e) {
            throw new CorruptStorageException(
                    "Record " + stored.key() + " is not a " + type.getSimpleName()
                            + " that this library knows (was it written by a newer one?): " + e.getOriginalMessage(),
                    e);
        }
    }
}
