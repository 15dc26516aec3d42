// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.examples;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.io.JsonEOFException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.github.imagegallery.error.GalleryException;
import io.github.imagegallery.error.Violation;
import io.github.imagegallery.model.PriceBook;
import io.github.imagegallery.model.PriceBook.RegionPrices;
import io.github.imagegallery.model.RegionName;
import io.github.imagegallery.model.StorageType;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * A price book in a JSON file. Prices are read exactly, whether they are strings or numbers; whatever the file has that
 * is not understood is refused, all of it at once.
 */
final class PriceFile {
    private static final String REQUEST = "Cannot use the prices in ";
    private static final int MAX_BYTES = 1 << 20;
    private static final Pattern PARSERS_OWN = Pattern.compile("\\s*\\(start marker at .*|\\s*at \\[Source.*");
    private static final String NOTE = "note";
    private static final String CURRENCY = "currency";
    private static final String STORAGE = "storagePerGbMonth";
    private static final String EGRESS = "egressPerGb";
    private static final String REGIONS = "regions";
    private static final Pattern PRICE = Pattern.compile("[0-9]{1,12}(\\.[0-9]{1,18})?");
    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build();

    private final List<Violation> violations = new ArrayList<>();

    private PriceFile() {}

    /**
     * Reads a price book.
     *
     * @throws io.github.imagegallery.error.InvalidParameterException if it is not one, with every reason
     * @throws Refusal if the file cannot be read, or is not JSON
     */
    static PriceBook read(Path file) {
        PriceFile reading = new PriceFile();
        PriceBook book = reading.book(parse(file));
        if (!reading.violations.isEmpty()) {
            throw GalleryException.of(REQUEST + file, reading.violations);
        }
        return book;
    }

    private static JsonNode parse(Path file) {
        try {
            return MAPPER.readTree(text(file));
        } catch (JsonProcessingException malformed) {
            JsonLocation where = malformed.getLocation();
            throw unusable(
                    file,
                    "line " + where.getLineNr() + ", column " + where.getColumnNr() + ": " + reason(malformed),
                    malformed);
        } catch (CharacterCodingException malformed) {
            throw unusable(file, "it is not a text in UTF-8", malformed);
        } catch (FileSystemException noFile) {
            throw unusable(file, FileTrouble.reason(noFile), noFile);
        } catch (IOException unreadable) {
            throw unusable(file, Refusals.message(unreadable), unreadable);
        }
    }

    private static String text(Path file) throws IOException {
        byte[] bytes;
        try (InputStream in = Files.newInputStream(file)) {
            bytes = in.readNBytes(MAX_BYTES + 1);
        }
        if (bytes.length > MAX_BYTES) {
            throw new IOException("it is larger than " + Texts.size(MAX_BYTES));
        }
        return StandardCharsets.UTF_8
                .newDecoder()
                .decode(ByteBuffer.wrap(bytes))
                .toString();
    }

    private static Refusal unusable(Path file, String reason, IOException cause) {
        return new Refusal(
                REQUEST + file + ": " + reason
                        + " (name a file with one JSON object; 'gallery estimate --help' shows one)",
                cause);
    }

    /** Returns what is wrong with the text, without the parser's own affairs. */
    private static String reason(JsonProcessingException malformed) {
        if (malformed instanceof JsonEOFException) {
            return "the text ends before the object does";
        }
        return malformed instanceof MismatchedInputException
                ? "something follows the object"
                : PARSERS_OWN.matcher(malformed.getOriginalMessage()).replaceAll("");
    }

    private PriceBook book(JsonNode json) {
        PriceBook.Builder book = PriceBook.builder().currency("");
        if (!isObject("prices", json)) {
            return book.build();
        }
        refuseOthers("", json, NOTE, CURRENCY, STORAGE, EGRESS, REGIONS);
        return book.currency(currency(json.path(CURRENCY)))
                .putAllStoragePerGbMonth(storage("", json))
                .egressPerGb(egress("", json))
                .putAllRegions(regions(json))
                .build();
    }

    private String currency(JsonNode json) {
        if (!json.isTextual() || json.textValue().isBlank()) {
            refuse(CURRENCY, json, "it is not the name of a currency", "write one, such as \"EUR\"");
        }
        return json.asText();
    }

    private Map<RegionName, RegionPrices> regions(JsonNode book) {
        Map<RegionName, RegionPrices> prices = new HashMap<>();
        for (Map.Entry<String, JsonNode> field : fields(REGIONS, book.get(REGIONS))) {
            RegionName region = RegionName.of(field.getKey());
            if (prices.put(region, region(REGIONS + "." + field.getKey(), field.getValue())) != null) {
                refuse(REGIONS, field.getKey(), "the region " + region + " is there twice", "keep one");
            }
        }
        return prices;
    }

    private RegionPrices region(String where, JsonNode json) {
        if (isObject(where, json)) {
            refuseOthers(where + ".", json, STORAGE, EGRESS);
        }
        return new RegionPrices(storage(where + ".", json), egress(where + ".", json));
    }

    private Map<StorageType, BigDecimal> storage(String where, JsonNode holder) {
        Map<StorageType, BigDecimal> prices = new EnumMap<>(StorageType.class);
        String target = where + STORAGE;
        for (Map.Entry<String, JsonNode> field : fields(target, holder.get(STORAGE))) {
            Optional<StorageType> type = storageType(field.getKey());
            Optional<BigDecimal> price = price(target + "." + field.getKey(), field.getValue());
            if (type.isEmpty()) {
                refuse(target, field.getKey(), "it is no storage type", "use " + Arrays.toString(StorageType.values()));
            } else if (price.isPresent() && prices.put(type.get(), price.get()) != null) {
                refuse(target, field.getKey(), "it is there twice", "keep one");
            }
        }
        return prices;
    }

    private static Optional<StorageType> storageType(String text) {
        return Arrays.stream(StorageType.values())
                .filter(type -> type.toString().equalsIgnoreCase(text))
                .findFirst();
    }

    private Optional<BigDecimal> egress(String where, JsonNode holder) {
        return Optional.ofNullable(holder.get(EGRESS)).flatMap(json -> price(where + EGRESS, json));
    }

    /** Reads a price; the length of the number is tested before it is written out. */
    private Optional<BigDecimal> price(String target, JsonNode json) {
        String text = json.isNumber() && Math.abs((long) json.decimalValue().scale()) <= 18
                ? json.decimalValue().toPlainString()
                : json.asText();
        if (PRICE.matcher(text).matches()) {
            return Optional.of(new BigDecimal(text));
        }
        refuse(target, json, "it is not a price", "write a decimal that is not negative, such as \"0.045\"");
        return Optional.empty();
    }

    /** Returns the fields of an object that may be missing. */
    private Iterable<Map.Entry<String, JsonNode>> fields(String target, JsonNode json) {
        return json != null && isObject(target, json) ? json.properties() : List.of();
    }

    private boolean isObject(String target, JsonNode json) {
        if (!json.isObject()) {
            refuse(target, json, "it is not an object", "write one in braces");
        }
        return json.isObject();
    }

    private void refuseOthers(String where, JsonNode json, String... known) {
        Set<String> others = new TreeSet<>();
        json.fieldNames().forEachRemaining(others::add);
        others.removeAll(List.of(known));
        others.forEach(name ->
                refuse(where + name, json.get(name), "there is no such key", "use " + String.join(", ", known)));
    }

    private void refuse(String target, Object asked, String actual, String remedy) {
        violations.add(Violation.invalid(target, asked, actual, remedy));
    }
}
