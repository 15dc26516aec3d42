// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.examples;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Arrays;
import picocli.CommandLine;

/** One run of the program inside the test's JVM: its exit code and what it printed. */
record Run(int exitCode, String out, String err) {
    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    static Run of(Object... args) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        String[] given = Arrays.stream(args).map(Object::toString).toArray(String[]::new);
        CommandLine program = GalleryProgram.commandLine(given)
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true));
        int exitCode = program.execute(given);
        return new Run(exitCode, out.toString(), err.toString());
    }

    /** Requires that all went well and nothing was said of trouble. */
    Run done() {
        assertThat(err).isEmpty();
        assertThat(exitCode).isZero();
        return this;
    }

    /** Requires one refusal without a stack trace. */
    Run refused(String... parts) {
        assertThat(exitCode).as(err).isEqualTo(1);
        return oneMessage(parts);
    }

    /** Requires one complaint of the command line. */
    Run misused(String... parts) {
        assertThat(exitCode).as(err).isEqualTo(2);
        assertThat(out).isEmpty();
        assertThat(err).contains("Try 'gallery");
        return oneMessage(parts);
    }

    private Run oneMessage(String... parts) {
        assertThat(err).startsWith("error: ").contains(parts).doesNotContain("\tat ", "Exception");
        assertThat(err.split("error: ", -1)).as(err).hasSize(2);
        return this;
    }

    /** Returns what was printed, which must be one JSON document and nothing else. */
    JsonNode json() {
        try {
            return MAPPER.readTree(out);
        } catch (JsonProcessingException e) {
            throw new AssertionError(out, e);
        }
    }
}
