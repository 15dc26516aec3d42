// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.examples;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** What an ID is the address of, and which options change it. */
enum ResourceKind {
    GALLERY("a gallery", List.of("--description", "--tag")),
    DEFINITION(
            "a definition",
            List.of(
                    "--description",
                    "--end-of-life",
                    "--no-end-of-life",
                    "--vcpus",
                    "--memory-mib",
                    "--release-notes",
                    "--disallow",
                    "--tag")),
    VERSION(
            "a version",
            List.of(
                    "--exclude-from-latest",
                    "--include-in-latest",
                    "--end-of-life",
                    "--no-end-of-life",
                    "--keep-regions",
                    "--free-regions",
                    "--block-deletion",
                    "--allow-deletion"));

    private final String words;
    private final List<String> options;

    ResourceKind(String words, List<String> options) {
        this.words = words;
        this.options = options;
    }

    static ResourceKind of(Address address) {
        return values()[address.depth() - 1];
    }

    /** Returns the options of all kinds. */
    static Stream<String> options() {
        return Arrays.stream(values()).flatMap(kind -> kind.options.stream()).distinct();
    }

    /** Tells whether an option changes a resource of this kind. */
    boolean takes(String option) {
        return options.contains(option);
    }

    /** Returns the kind in words, with its options. */
    String accepts() {
        return words + " (use " + String.join(", ", options) + ")";
    }
}
