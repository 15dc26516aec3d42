// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.Optional;
import java.util.TreeMap;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** The ground of a plan is read as it was written, and what is cut off or changed is not read as one. */
class PlanGroundProperties {

    @Property
    void itIsReadAsItWasWritten(@ForAll("grounds") PlanGround ground) {
        assertThat(PlanGround.parse(ground.toString())).isEqualTo(ground);
    }

    @Property
    void withoutALineItIsNotReadAsTheSame(@ForAll("grounds") PlanGround ground, @ForAll int line) {
        String[] lines = ground.toString().split("\n");
        int left = Math.floorMod(line, lines.length);
        StringBuilder shorter = new StringBuilder();
        for (int i = 0; i < lines.length; i++) {
            if (i != left) {
                shorter.append(lines[i]).append('\n');
            }
        }
        try {
            assertThat(PlanGround.parse(shorter.toString())).isNotEqualTo(ground);
        } catch (IllegalArgumentException refused) {
            assertThat(refused).hasMessageStartingWith("Not the ground of a plan");
        }
    }

    @Property
    void anythingElseIsRefused(@ForAll String text) {
        assertThatThrownBy(() -> PlanGround.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("give the text of one");
    }

    @Example
    void whatCannotBeWrittenIsRefused() {
        TreeMap<String, String> facts = new TreeMap<>();
        facts.put("two\nlines", PlanGround.ABSENT);
        assertThatThrownBy(() -> new PlanGround("0".repeat(64), facts, Optional.empty(), Optional.empty()))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new PlanGround("12", new TreeMap<>(), Optional.empty(), Optional.empty()))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Provide
    Arbitrary<PlanGround> grounds() {
        Arbitrary<String> digest =
                Arbitraries.strings().withChars("0123456789abcdef").ofLength(64);
        Arbitrary<String> name = Arbitraries.of(
                "version golden/web/1.0.0",
                "the versions of golden/web",
                "roles at the root",
                "facts 1",
                "none at all");
        Arbitrary<Instant> instant =
                Arbitraries.longs().between(0, 4_000_000_000L).map(Instant::ofEpochSecond);
        return Combinators.combine(
                        digest,
                        Arbitraries.maps(name, Arbitraries.oneOf(digest, Arbitraries.just(PlanGround.ABSENT))),
                        digest.optional(),
                        instant.optional())
                .as((request, facts, prices, until) -> new PlanGround(request, new TreeMap<>(facts), prices, until));
    }
}
