// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.github.imagegallery.error.InvalidParameterException;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;

/** Against a naive model: a list of three numbers of any size, compared one after the other. */
class VersionNumberProperties {
    private static final BigInteger LARGEST = BigInteger.valueOf(Integer.MAX_VALUE);

    @Property
    void orderIsThatOfTheModel(@ForAll("versions") VersionNumber one, @ForAll("versions") VersionNumber other) {
        int expected = compare(model(one.toString()), model(other.toString()));
        assertThat(Integer.signum(one.compareTo(other))).isEqualTo(expected);
        assertThat(Integer.signum(other.compareTo(one))).isEqualTo(-expected);
        assertThat(one.equals(other)).isEqualTo(expected == 0);
    }

    @Property
    void orderIsTransitive(
            @ForAll("versions") VersionNumber a,
            @ForAll("versions") VersionNumber b,
            @ForAll("versions") VersionNumber c) {
        if (a.compareTo(b) <= 0 && b.compareTo(c) <= 0) {
            assertThat(a).isLessThanOrEqualTo(c);
        }
    }

    @Property
    void whatIsPrintedIsReadBack(@ForAll("versions") VersionNumber version) {
        assertThat(VersionNumber.parse(version.toString())).isEqualTo(version);
    }

    /** Exactly the texts that print as they were written are version numbers, so no number has two names. */
    @Property
    void aTextIsReadOnlyIfItIsThePrintedForm(@ForAll("texts") String text) {
        if (wellFormed(text)) {
            assertThat(VersionNumber.parse(text)).hasToString(text);
        } else {
            assertThat(catchThrowable(() -> VersionNumber.parse(text))).isInstanceOf(InvalidParameterException.class);
        }
    }

    private static boolean wellFormed(String text) {
        try {
            List<BigInteger> parts = model(text);
            return parts.size() == 3
                    && parts.stream().allMatch(part -> part.signum() >= 0 && part.compareTo(LARGEST) <= 0)
                    && text.equals(parts.get(0) + "." + parts.get(1) + "." + parts.get(2));
        } catch (NumberFormatException notNumbers) {
            return false;
        }
    }

    private static List<BigInteger> model(String text) {
        return Arrays.stream(text.split("\\.", -1)).map(BigInteger::new).toList();
    }

    private static int compare(List<BigInteger> one, List<BigInteger> other) {
        for (int i = 0; i < 3; i++) {
            int order = one.get(i).compareTo(other.get(i));
            if (order != 0) {
                return order;
            }
        }
        return 0;
    }

    @Provide
    Arbitrary<VersionNumber> versions() {
        Arbitrary<Integer> part = Arbitraries.oneOf(
                Arbitraries.integers().between(0, 12), Arbitraries.integers().greaterOrEqual(0));
        return Combinators.combine(part, part, part).as(VersionNumber::new);
    }

    @Provide
    Arbitrary<String> texts() {
        Arbitrary<String> digits =
                Arbitraries.strings().numeric().ofMinLength(1).ofMaxLength(11);
        Arbitrary<String> odd = Arbitraries.of("", "-1", "+1", " 1", "00", "٣", "x", "1\n", "2147483648", "2147483647");
        Arbitrary<String> part = Arbitraries.frequencyOf(
                Tuple.of(4, Arbitraries.integers().between(0, 99).map(String::valueOf)),
                Tuple.of(2, digits),
                Tuple.of(1, odd));
        return Arbitraries.frequencyOf(
                        Tuple.of(5, part.list().ofSize(3)),
                        Tuple.of(1, part.list().ofMaxSize(5)))
                .map(parts -> String.join(".", parts));
    }
}
