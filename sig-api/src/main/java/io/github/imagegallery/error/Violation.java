// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.error;

import java.io.Serializable;
import java.util.regex.Pattern;

/**
 * One thing that is wrong with a request.
 *
 * @param code what kind of refusal it is
 * @param target the property or resource in question, such as {@code location}
 * @param asked what was asked for
 * @param actual what is so
 * @param remedy what to do instead
 */
public record Violation(ErrorCode code, String target, String asked, String actual, String remedy)
        implements Serializable {

    private static final Pattern UNPRINTABLE = Pattern.compile("[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}]");

    /** Returns a violation of the code {@link ErrorCode#INVALID_PARAMETER}. */
    public static Violation invalid(String target, Object asked, String actual, String remedy) {
        return new Violation(ErrorCode.INVALID_PARAMETER, target, String.valueOf(asked), actual, remedy);
    }

    /** Returns this violation as one sentence with its code, on one line whatever was asked. */
    @Override
    public String toString() {
        return printable(target + ": asked for '" + asked + "', but " + actual + " (" + remedy + ") [" + code + "]");
    }

    /** Escapes what could break or forge a line of a log, such as a line break in a name. */
    static String printable(String text) {
        return UNPRINTABLE
                .matcher(text)
                .replaceAll(found -> String.format("\\\\u%04x", found.group().codePointAt(0)));
    }
}
