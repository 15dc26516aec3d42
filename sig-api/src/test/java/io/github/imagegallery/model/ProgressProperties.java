// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;

class ProgressProperties {
    private static final long TIB = 1L << 40;

    /** So 100 percent is only told when all is done. */
    @Property
    void percentAreRoundedDown(
            @ForAll @LongRange(min = 1, max = 16 * TIB) long total, @ForAll @LongRange(max = 16 * TIB) long some) {
        for (long done : new long[] {0, some % total, total - 1, total}) {
            BigInteger expected =
                    BigInteger.valueOf(done).multiply(BigInteger.valueOf(100)).divide(BigInteger.valueOf(total));
            assertThat(new Progress("Publishing", done, total).percent()).isEqualTo(expected.intValue());
        }
    }
}
