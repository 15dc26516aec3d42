// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.core.record;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.imagegallery.core.record.AccessRecord.Grant;
import io.github.imagegallery.storage.RecordKey;
import io.github.imagegallery.storage.StoredRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Says in words what a record is about, and what a change of it is. */
final class Wording {
    /** What a record says of its own working, or says again. */
    private static final Set<String> UNSAID = Set.of(
            "name",
            "number",
            "region",
            "regions",
            "disks",
            "state",
            "availableReplicas",
            "details",
            "zones",
            "publishedDate",
            "everComplete");

    private static final String ORIGIN = "origin";
    private static final String LIFECYCLE = "lifecycle.";

    private Wording() {}

    /** Returns what a record is about; empty if it only keeps the books. */
    static Optional<String> name(RecordKey key) {
        String[] parts = key.value().split("/", -1);
        String rest = key.value().substring(key.value().indexOf('/') + 1);
        return switch (parts[0]) {
            case "g" -> Optional.of("gallery " + rest);
            case "d" -> Optional.of("definition " + rest);
            case "v" -> Optional.of("version " + path(key));
            case "r" -> Optional.of("version " + path(key) + " in " + parts[4]);
            case "i" -> Optional.of("identifier " + parts[2] + ":" + parts[3] + ":" + parts[4] + " in " + parts[1]);
            case "a" ->
                parts.length == 1
                        ? Optional.empty()
                        : Optional.of("roles at " + (rest.isEmpty() ? "the root" : path(key)));
            default -> Optional.empty();
        };
    }

    private static String path(RecordKey key) {
        return String.join("/", Keys.path(key));
    }

    /** Says what becomes of a record; empty if it is nothing that people see. */
    static Optional<String> change(RecordKey key, Optional<String> before, Optional<String> after) {
        return switch (key.value().charAt(0)) {
            case 'g', 'd', 'v', 'r' -> name(key).flatMap(name -> change(name, flat(before), flat(after)));
            case 'a' ->
                name(key).flatMap(name -> roles(key, before, after).map(roles -> "change " + name + ": " + roles));
            default -> Optional.empty();
        };
    }

    private static Optional<String> change(
            String name, Optional<TreeMap<String, String>> before, Optional<TreeMap<String, String>> after) {
        if (after.isEmpty()) {
            return before.map(gone -> "delete " + name);
        }
        TreeMap<String, String> old = before.orElseGet(TreeMap::new);
        SortedSet<String> properties = new TreeSet<>(old.keySet());
        properties.addAll(after.get().keySet());
        List<String> differences = properties.stream()
                .filter(property ->
                        !Objects.equals(old.get(property), after.get().get(property)))
                .map(property -> property + " " + (before.isEmpty() ? "" : old.getOrDefault(property, "none") + " → ")
                        + after.get().getOrDefault(property, "none"))
                .toList();
        if (before.isPresent() && differences.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of((before.isEmpty() ? "create " : "change ")
                + name
                + (differences.isEmpty() ? "" : ": " + String.join(", ", differences)));
    }

    /** Returns the properties that people see, by their paths. */
    private static Optional<TreeMap<String, String>> flat(Optional<String> body) {
        return body.map(text -> {
            TreeMap<String, String> properties = new TreeMap<>();
            flatten("", Codec.tree(text), properties);
            return properties;
        });
    }

    private static void flatten(String path, JsonNode node, TreeMap<String, String> properties) {
        if (node.isObject()) {
            node.properties().forEach(field -> {
                boolean said = !path.isEmpty() || !field.getKey().equals(ORIGIN);
                if (said && !UNSAID.contains(field.getKey())) {
                    flatten(
                            path.isEmpty() ? field.getKey() : path + "." + field.getKey(),
                            field.getValue(),
                            properties);
                }
            });
        } else {
            String property = path.startsWith(LIFECYCLE) ? path.substring(LIFECYCLE.length()) : path;
            properties.put(property, node.isValueNode() ? node.asText() : node.toString());
        }
    }

    private static Optional<String> roles(RecordKey key, Optional<String> before, Optional<String> after) {
        List<Grant> old = grants(key, before);
        List<Grant> present = grants(key, after);
        List<String> differences = new ArrayList<>();
        old.stream()
                .filter(grant -> !present.contains(grant))
                .forEach(grant -> differences.add("no longer " + text(grant)));
        present.stream().filter(grant -> !old.contains(grant)).forEach(grant -> differences.add(text(grant)));
        return differences.isEmpty() ? Optional.empty() : Optional.of(String.join(", ", differences));
    }

    private static List<Grant> grants(RecordKey key, Optional<String> body) {
        return body.map(text -> Codec.read(new StoredRecord(key, text, 0), AccessRecord.class)
                        .grants())
                .orElse(List.of());
    }

    private static String text(Grant grant) {
        return grant.principal() + " is " + grant.role()
                + grant.actions().stream().map(String::valueOf).sorted().collect(Collectors.joining(", ", " (", ")"));
    }
}
