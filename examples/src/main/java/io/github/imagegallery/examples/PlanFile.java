// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.examples;

import io.github.imagegallery.model.PlanGround;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A plan in a file: the command that was planned, an argument a line, an empty line, and what the plan stands on.
 *
 * @param arguments those of the program
 * @param ground what the plan stands on
 */
record PlanFile(List<String> arguments, PlanGround ground) {
    private static final String FIRST_LINE = "gallery plan 1";

    void write(Path file) throws IOException {
        if (arguments.stream()
                .anyMatch(argument -> argument.isEmpty() || argument.lines().count() != 1)) {
            throw new Refusal("Cannot save the plan: an argument of the command is empty or has several lines");
        }
        List<String> lines = new ArrayList<>(List.of(FIRST_LINE));
        lines.addAll(arguments);
        lines.add("");
        Files.writeString(file, String.join("\n", lines) + "\n" + ground);
    }

    static PlanFile read(Path file) throws IOException {
        List<String> lines = Files.readString(file).lines().toList();
        int end = lines.indexOf("");
        if (end < 2 || !lines.get(0).equals(FIRST_LINE)) {
            throw new Refusal(file + " is not a plan (give the file that 'gallery plan --save' wrote)");
        }
        return new PlanFile(
                lines.subList(1, end), PlanGround.parse(String.join("\n", lines.subList(end + 1, lines.size()))));
    }
}
