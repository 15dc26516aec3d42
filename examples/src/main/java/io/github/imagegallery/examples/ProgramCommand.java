// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.examples;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** A command of the program: it makes an {@link Answer}, which is printed here. */
abstract class ProgramCommand implements Callable<Integer> {
    private static final int DONE = 0;

    @Spec
    CommandSpec spec;

    /** Does what the command is for. */
    abstract Answer run() throws IOException;

    @Override
    public final Integer call() throws IOException {
        Answer answer = run();
        print(answer, spec);
        answer.warnings().forEach(warning -> err().println("warning: " + Texts.printable(warning)));
        answer.failure().ifPresent(failure -> err().println("error: " + failure));
        return answer.failure().isPresent() ? Refusals.REFUSED : DONE;
    }

    /** Prints what a command has to say to stdout. */
    static void print(Answer answer, CommandSpec spec) throws IOException {
        PrintWriter out = spec.commandLine().getOut();
        if (((GalleryProgram) spec.root().userObject()).json()) {
            out.println(answer.document().toJson());
        } else {
            answer.lines().forEach(line -> out.println(Texts.printable(line)));
        }
    }

    /** Returns the options that all commands share. */
    final GalleryProgram program() {
        return (GalleryProgram) spec.root().userObject();
    }

    /** Returns a progress bar, which is only drawn on a terminal. */
    final ProgressBar progressBar() {
        return ProgressBar.onTerminal(err());
    }

    /** Says what is wrong with the command line, which ends the command. */
    final void misuse(String message) {
        throw new ParameterException(spec.commandLine(), message);
    }

    private PrintWriter err() {
        return spec.commandLine().getErr();
    }
}
