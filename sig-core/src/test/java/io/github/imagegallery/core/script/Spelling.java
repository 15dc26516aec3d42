// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.core.script;

import io.github.imagegallery.core.script.Step.Triple;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** How names, numbers and regions are written, told letter by letter. Pure functions. */
final class Spelling {
    static final BigInteger LARGEST = BigInteger.valueOf(Integer.MAX_VALUE);

    private Spelling() {}

    /** Returns what is wrong with names. */
    static List<String> nameFaults(Place place) {
        List<String> faults = new ArrayList<>();
        if (!wellNamed(place.gallery(), "_.")) {
            faults.add("InvalidParameter gallery name");
        }
        if (place.definition().filter(name -> !wellNamed(name, "_.-")).isPresent()) {
            faults.add("InvalidParameter definition name");
        }
        if (place.version().filter(number -> !wellNumbered(number)).isPresent()) {
            faults.add("InvalidParameter version");
        }
        return faults;
    }

    static boolean wellNamed(Place place) {
        return nameFaults(place).isEmpty();
    }

    static boolean wellNamed(String name, String others) {
        if (name.isEmpty() || name.length() > 80) {
            return false;
        }
        for (char letter : name.toCharArray()) {
            if (!alphanumeric(letter) && others.indexOf(letter) < 0) {
                return false;
            }
        }
        return alphanumeric(name.charAt(0)) && alphanumeric(name.charAt(name.length() - 1));
    }

    static boolean alphanumeric(char letter) {
        return letter >= 'a' && letter <= 'z' || letter >= 'A' && letter <= 'Z' || letter >= '0' && letter <= '9';
    }

    static boolean wellNumbered(String number) {
        String[] parts = number.split("\\.", -1);
        for (String part : parts) {
            boolean digits = !part.isEmpty() && part.chars().allMatch(letter -> letter >= '0' && letter <= '9');
            if (!digits || part.length() > 1 && part.charAt(0) == '0' || new BigInteger(part).compareTo(LARGEST) > 0) {
                return false;
            }
        }
        return parts.length == 3;
    }

    static int compareNumbers(String one, String other) {
        String[] ones = one.split("\\.");
        String[] others = other.split("\\.");
        for (int part = 0; part < 3; part++) {
            int order = new BigInteger(ones[part]).compareTo(new BigInteger(others[part]));
            if (order != 0) {
                return order;
            }
        }
        return 0;
    }

    static boolean wellFormed(Triple triple) {
        return wellFormed(triple.publisher(), 128) && wellFormed(triple.offer(), 64) && wellFormed(triple.sku(), 64);
    }

    static boolean wellFormed(String part, int longest) {
        return !part.isEmpty()
                && part.length() <= longest
                && part.chars().allMatch(letter -> alphanumeric((char) letter) || "._-".indexOf(letter) >= 0)
                && !part.endsWith(".");
    }

    static boolean same(Triple one, Triple other) {
        return one.toString().equalsIgnoreCase(other.toString());
    }

    static String lower(String name) {
        return name.toLowerCase(Locale.ROOT);
    }

    /** "East US" and "eastus" are one region. */
    static String region(String text) {
        return lower(text.replace(" ", ""));
    }
}
