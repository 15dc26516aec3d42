// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.examples;

/** What the program itself refuses: its message says what cannot be done, why, and what to do. */
final class Refusal extends RuntimeException {
    private static final long serialVersionUID = 1;

    Refusal(String message) {
        super(message);
    }

    Refusal(String message, Throwable cause) {
        super(message, cause);
    }
}
