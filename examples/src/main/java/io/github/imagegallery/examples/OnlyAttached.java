// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.examples;

import java.util.Map;
import java.util.Stack;
import picocli.CommandLine.IParameterPreprocessor;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;

/** Lets an option take a value only after an equals sign: the word that follows the option is the ID. */
final class OnlyAttached implements IParameterPreprocessor {
    /** What the option's converter reads where there is no value. */
    static final String NOTHING = "*";

    @Override
    public boolean preprocess(Stack<String> args, CommandSpec command, ArgSpec option, Map<String, Object> info) {
        if (!"=".equals(info.get("separator"))) {
            args.push(NOTHING);
        }
        return false;
    }
}
