// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.examples;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.math.BigDecimal;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A JSON object that is being written down, its fields in the order in which they were put. Numbers and booleans stay
 * what they are, exact decimals become strings, an empty value is left out, anything else is its text.
 */
final class Document {
    private static final ObjectMapper MAPPER = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    private final Map<String, Object> fields = new LinkedHashMap<>();

    Document put(String name, Object value) {
        if (!Optional.empty().equals(value)) {
            fields.put(name, plain(value));
        }
        return this;
    }

    private static Object plain(Object value) {
        if (value instanceof Optional<?> present) {
            return plain(present.orElseThrow());
        }
        if (value instanceof Collection<?> items) {
            return items.stream().map(Document::plain).collect(Collectors.toList());
        }
        if (value instanceof Document document) {
            return document.fields;
        }
        if (value instanceof BigDecimal decimal) {
            return decimal.toPlainString();
        }
        return value instanceof Integer || value instanceof Long || value instanceof Boolean ? value : value.toString();
    }

    /** Returns the document as JSON text. */
    String toJson() throws JsonProcessingException {
        return MAPPER.writeValueAsString(fields);
    }
}
