// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.storage;

import java.util.regex.Pattern;

/** What may be the name of a partition, a region or a subscription: safe as a file name and in a URL. */
final class Names {
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,127}");

    private Names() {}

    static boolean isPlain(String value) {
        return PLAIN.matcher(value).matches();
    }
}
