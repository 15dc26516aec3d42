// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.examples;

import io.github.imagegallery.examples.Making.Applying;
import io.github.imagegallery.examples.Making.Planned;
import io.github.imagegallery.examples.Making.Planning;
import io.github.imagegallery.model.ChangePlan;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The commands that plan another command, and apply it as it was planned. */
final class PlanCommands {
    private static final List<String> CHANGING = List.of(
            "create",
            "define",
            "publish",
            "copy",
            "replicate",
            "replicate-newest",
            "withdraw",
            "update",
            "lifecycle",
            "share",
            "unshare",
            "delete");

    private PlanCommands() {}

    /** Returns the arguments of the program that come before its command. */
    private static List<String> before(CommandSpec spec, int after) {
        List<String> all = spec.root().commandLine().getParseResult().originalArgs();
        List<String> early = all.subList(0, all.size() - after);
        return early.subList(0, early.lastIndexOf(spec.name()));
    }

    private static CommandLine making(Making making) {
        CommandLine program = GalleryProgram.commandLine();
        program.<GalleryProgram>getCommand().making(making);
        return program;
    }

    /** Plans a command. */
    @Command(
            name = "plan",
            description = {
                "Says what a command would do: what is written, which bytes move where, which limits it uses, whose latest"
                        + " it changes, what can no longer be deployed; changes nothing.",
                "",
                "'lifecycle' is planned with --apply."
            },
            footerHeading = "%nExample:%n",
            footer = {
                "  gallery --store images plan --save web.plan replicate golden/web/1.0.0 japaneast=3",
                "  gallery apply web.plan"
            })
    static final class Plan implements Callable<Integer> {
        @Spec
        private CommandSpec spec;

        @Option(names = "--save", paramLabel = "FILE", description = "Write the plan to a file, which 'apply' takes.")
        private Optional<Path> file = Optional.empty();

        @Option(
                names = "--prices",
                paramLabel = "FILE",
                description = "Say too what it costs, by the file of prices that 'gallery estimate --help' shows.")
        private Optional<Path> prices = Optional.empty();

        @Parameters(
                arity = "1..*",
                paramLabel = "COMMAND",
                description = "A command that changes something, with all its arguments.")
        private List<String> command = List.of();

        @Override
        public Integer call() throws IOException {
            if (!CHANGING.contains(command.get(0))) {
                throw new ParameterException(
                        spec.commandLine(),
                        "'" + command.get(0) + "' changes nothing in a store (plan one of "
                                + String.join(", ", CHANGING) + ")");
            }
            List<String> arguments = new ArrayList<>(before(spec, command.size()));
            arguments.addAll(command);
            List<ChangePlan> plans = new ArrayList<>();
            int exitCode = making(new Planning(prices.map(PriceFile::read)))
                    .setOut(new PrintWriter(Writer.nullWriter()))
                    .setErr(spec.commandLine().getErr())
                    .setExecutionExceptionHandler((thrown, line, parsed) -> {
                        if (thrown instanceof Planned planned) {
                            plans.add(planned.plan());
                            return 0;
                        }
                        return Refusals.refused(thrown, line, parsed);
                    })
                    .execute(arguments.toArray(String[]::new));
            if (exitCode == 0 && plans.isEmpty()) {
                throw new Refusal("The command makes no change as it is (plan 'lifecycle' with --apply)");
            }
            return exitCode == 0 ? told(arguments, plans.get(0)) : exitCode;
        }

        private int told(List<String> arguments, ChangePlan plan) throws IOException {
            if (file.isPresent()) {
                new PlanFile(arguments, plan.ground()).write(file.get());
            }
            List<String> lines = PlanTexts.lines(plan);
            file.ifPresent(saved -> lines.add("Saved to " + saved + " ('gallery apply' makes the change as planned)"));
            ProgramCommand.print(Answer.of(PlanTexts.document(plan), lines), spec);
            return 0;
        }
    }

    /** Applies a plan. */
    @Command(
            name = "apply",
            description = {
                "Makes a change as it was planned, from the folder in which it was.",
                "",
                "Refused, naming what shifted, if anything that the plan stands on is no longer so."
            },
            footerHeading = "%nExample:%n",
            footer = "  gallery apply web.plan")
    static final class Apply implements Callable<Integer> {
        @Spec
        private CommandSpec spec;

        @Parameters(paramLabel = "FILE", description = "The file that 'plan --save' wrote.")
        private Path file;

        @Option(
                names = "--prices",
                paramLabel = "FILE",
                description = "Refuse it too if the plan was not made with these prices.")
        private Optional<Path> prices = Optional.empty();

        @Override
        public Integer call() throws IOException {
            PlanFile plan = PlanFile.read(file);
            List<String> arguments = new ArrayList<>(plan.arguments());
            if (program().json()) {
                arguments.add(0, "--json");
            }
            return making(new Applying(plan.ground(), prices.map(PriceFile::read)))
                    .setOut(spec.commandLine().getOut())
                    .setErr(spec.commandLine().getErr())
                    .execute(arguments.toArray(String[]::new));
        }

        private GalleryProgram program() {
            return (GalleryProgram) spec.root().userObject();
        }
    }
}
