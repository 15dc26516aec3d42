// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.examples;

import java.util.List;
import java.util.Optional;

/**
 * What a command has to say: the same thing for a machine and for people.
 *
 * @param document what {@code --json} prints
 * @param lines what is printed otherwise
 * @param warnings what is printed to stderr, one line each
 * @param failure what was refused or found wrong; empty if nothing was
 */
record Answer(Document document, List<String> lines, List<String> warnings, Optional<String> failure) {

    static Answer of(Document document, List<String> lines) {
        return new Answer(document, lines, List.of(), Optional.empty());
    }

    static Answer of(Document document, String line) {
        return of(document, List.of(line));
    }

    Answer warning(List<?> reasons) {
        return new Answer(
                document, lines, reasons.stream().map(Object::toString).toList(), failure);
    }

    Answer failing(String reason) {
        return new Answer(document, lines, warnings, Optional.of(reason));
    }
}
