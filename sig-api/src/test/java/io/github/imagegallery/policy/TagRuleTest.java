// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TagRuleTest {
    @Test
    void ordinaryTagsAreTaken() {
        assertThat(TagRule.check("tags", Map.of())).isEmpty();
        assertThat(TagRule.check("tags", Map.of("team", "", "n".repeat(512), "v".repeat(256))))
                .isEmpty();
        assertThat(TagRule.check("tags", numbered(50))).isEmpty();
    }

    @Test
    void everythingThatIsWrongIsSaid() {
        assertThat(TagRule.check("tags", Map.of("", "a", "n".repeat(513), "b", "c", "v".repeat(257))))
                .hasSize(3)
                .allSatisfy(violation -> assertThat(violation.target()).isEqualTo("tags"));
        assertThat(TagRule.check("tags", numbered(51)))
                .singleElement()
                .asString()
                .contains("at most 50");
    }

    @Test
    void aNameInTwoCasesIsOneName() {
        assertThat(TagRule.check("features", Map.of("SecurityType", "a", "securitytype", "b")))
                .singleElement()
                .asString()
                .contains("twice");
    }

    @Test
    void theCaseOfANameIsNoDifferenceButThatOfAValueIs() {
        assertThat(TagRule.same(Map.of("Team", "web"), Map.of("TEAM", "web"))).isTrue();
        assertThat(TagRule.same(Map.of("team", "web"), Map.of("team", "WEB"))).isFalse();
        assertThat(TagRule.same(Map.of("team", "web"), Map.of())).isFalse();
    }

    private static Map<String, String> numbered(int count) {
        return IntStream.range(0, count).boxed().collect(Collectors.toMap(n -> "tag" + n, n -> "value"));
    }
}
