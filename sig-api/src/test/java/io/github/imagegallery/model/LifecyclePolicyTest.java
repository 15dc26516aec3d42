// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LifecyclePolicyTest {

    private static ImageDefinitionInfo definition(String name) {
        return ImageDefinitionInfo.builder()
                .id(ResourceId.gallery("s", "g", "golden").definition(name))
                .location(RegionName.of("westeurope"))
                .identifier(new ImageIdentifier("Contoso", "Web", "iis"))
                .osType(OsType.LINUX)
                .osState(OsState.GENERALIZED)
                .build();
    }

    @Test
    void rulesSayInWordsWhatTheyDo() {
        assertThat(List.of(
                        LifecycleRule.keepNewest(1),
                        LifecycleRule.keepNewest(3),
                        LifecycleRule.deletePastEndOfLife(),
                        LifecycleRule.deletePastEndOfLife(30),
                        LifecycleRule.removeDefinitionPastEndOfLife(),
                        LifecycleRule.removeDefinitionPastEndOfLife(1),
                        LifecycleRule.olderAtHome(1),
                        LifecycleRule.olderAtHome(2)))
                .extracting(LifecycleRule::toString)
                .containsExactly(
                        "keep the newest version",
                        "keep the newest 3 versions",
                        "delete versions past their end of life",
                        "delete versions 30 days past their end of life",
                        "remove definitions past their end of life",
                        "remove definitions 1 day past their end of life",
                        "older than the newest version at home only",
                        "older than the newest 2 versions at home only");
    }

    @ParameterizedTest
    @ValueSource(ints = {Integer.MIN_VALUE, -1, 0})
    void atLeastOneIsNewest(int count) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> LifecycleRule.keepNewest(count))
                .withMessageContaining(String.valueOf(count));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> LifecycleRule.olderAtHome(count))
                .withMessageContaining(String.valueOf(count));
    }

    @ParameterizedTest
    @ValueSource(ints = {Integer.MIN_VALUE, -1, 36_501, Integer.MAX_VALUE})
    void aWhileIsZeroToAHundredYears(int days) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> LifecycleRule.deletePastEndOfLife(days))
                .withMessageContaining(String.valueOf(days));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> LifecycleRule.removeDefinitionPastEndOfLife(days))
                .withMessageContaining(String.valueOf(days));
        assertThat(LifecycleRule.deletePastEndOfLife(36_500).daysAfter()).isEqualTo(36_500);
    }

    @Test
    void rulesOfOneKindContradictEachOther() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> LifecyclePolicy.of(LifecycleRule.keepNewest(2), LifecycleRule.keepNewest(3)))
                .withMessageContainingAll("newest 2", "newest 3");
        assertThat(LifecyclePolicy.of(LifecycleRule.keepNewest(2), LifecycleRule.keepNewest(2))
                        .rules())
                .containsExactly(LifecycleRule.keepNewest(2));
    }

    @Test
    void aPolicyIsForTheDefinitionsItNamesOrForAll() {
        LifecyclePolicy all = LifecyclePolicy.of(LifecycleRule.keepNewest(2));
        LifecyclePolicy some = all.onlyFor("Web", "db");
        assertThat(all.isFor(definition("mail"))).isTrue();
        assertThat(some.isFor(definition("WEB"))).isTrue();
        assertThat(some.isFor(definition("db"))).isTrue();
        assertThat(some.isFor(definition("mail"))).isFalse();
        assertThat(some.onlyFor().isFor(definition("mail"))).isTrue();
        assertThat(some).isEqualTo(new LifecyclePolicy(all.rules(), Set.of("DB", "web")));
    }

    @Test
    void aRuleIsFoundByItsKind() {
        LifecyclePolicy policy = LifecyclePolicy.of(LifecycleRule.keepNewest(2), LifecycleRule.olderAtHome(1));
        assertThat(policy.rule(LifecycleRule.OlderAtHome.class)).contains(new LifecycleRule.OlderAtHome(1));
        assertThat(policy.rule(LifecycleRule.RemoveDefinition.class)).isEmpty();
    }
}
