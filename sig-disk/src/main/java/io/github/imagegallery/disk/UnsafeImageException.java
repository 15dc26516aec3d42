// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.disk;

import java.io.IOException;

/**
 * An image was refused: its content is damaged, forged, ambiguous, or asks for something that this library does not do
 * for the safety of whoever reads it. Trying again does not help.
 *
 * <p>The message reads {@code FILE: what is so (what to do) [RULE]}. Each rule has a name: F for files of any format, Q
 * for qcow2, V for VHD, X for VHDX, M for VMDK, and a number.
 */
public class UnsafeImageException extends IOException {
    private static final long serialVersionUID = 1L;

    private final String rule;

    UnsafeImageException(String rule, String message) {
        super(message);
        this.rule = rule;
    }

    /** Returns the name of the rule that the image breaks, such as {@code Q1}; it does not change between releases. */
    public String rule() {
        return rule;
    }
}
