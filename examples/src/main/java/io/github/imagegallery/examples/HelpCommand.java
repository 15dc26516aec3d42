// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.examples;

import java.util.List;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The command that prints the help of another. */
@Command(
        name = "help",
        description = "Prints the help of the program or of a command, as --help after it does.",
        footerHeading = "%nExample:%n",
        footer = "  gallery help disk convert")
final class HelpCommand implements Runnable {
    @Spec
    private CommandSpec spec;

    @Parameters(arity = "0..*", paramLabel = "COMMAND", description = "The command; the program if not given.")
    private List<String> names = List.of();

    @Override
    public void run() {
        CommandLine command = spec.root().commandLine();
        for (String name : names) {
            command = subcommand(command, name);
        }
        command.usage(spec.commandLine().getOut());
    }

    private CommandLine subcommand(CommandLine command, String name) {
        return Optional.ofNullable(command.getSubcommands().get(name))
                .orElseThrow(() -> new ParameterException(
                        spec.commandLine(),
                        "There is no command '" + name + "' (use one of "
                                + String.join(", ", command.getSubcommands().keySet()) + ")"));
    }
}
