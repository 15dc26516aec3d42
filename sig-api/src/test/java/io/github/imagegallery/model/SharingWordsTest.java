// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.imagegallery.error.InvalidParameterException;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SharingWordsTest {
    private static final Scope GALLERY = Scope.of(SubscriptionInfo.of("Prod")).gallery("Golden");
    private static final Scope VERSION = GALLERY.definition("Web").version("1.0.0");

    @Test
    void theThreeRoles() {
        assertThat(Role.owner().actions()).containsExactly(Action.values());
        assertThat(Role.contributor().actions())
                .containsExactly(Action.READ, Action.WRITE, Action.DELETE, Action.DEPLOY);
        assertThat(Role.reader().actions()).containsExactly(Action.READ, Action.DEPLOY);
        assertThat(Role.reader().allows(Action.WRITE)).isFalse();
    }

    @Test
    void aRoleThatMayWriteButNotReadIsRefused() {
        assertThatThrownBy(() -> new Role("", Set.of(Action.WRITE)))
                .isInstanceOf(InvalidParameterException.class)
                .hasMessageContaining("role.name")
                .hasMessageContaining("reading is not among them");
        assertThatThrownBy(() -> new Role("x".repeat(65), Set.of(Action.READ)))
                .isInstanceOf(InvalidParameterException.class);
        assertThatThrownBy(() -> new Role("reader", Set.of(Action.READ, Action.WRITE)))
                .isInstanceOf(InvalidParameterException.class)
                .hasMessageContaining("everybody knows it");
        assertThat(new Role("Publisher", Set.of(Action.READ, Action.WRITE))).hasToString("Publisher");
    }

    @Test
    void principalsAreKnownByKindIdAndTenant() {
        assertThat(Principal.user("Alice@Contoso.com")).isEqualTo(Principal.user("alice@contoso.com"));
        assertThat(Principal.user("alice"))
                .isNotEqualTo(Principal.group("alice"))
                .isNotEqualTo(Principal.user("alice").inTenant("contoso"));
        assertThat(Principal.servicePrincipal("app").inTenant("Contoso"))
                .hasToString("servicePrincipal app of contoso");
        assertThatThrownBy(() -> Principal.user(" ").inTenant("t")).isInstanceOf(InvalidParameterException.class);
        assertThatThrownBy(() -> Principal.user("a").inTenant(""))
                .isInstanceOf(InvalidParameterException.class)
                .hasMessageContaining("principal.tenant");
        assertThatThrownBy(() -> Principal.user("x".repeat(257))).isInstanceOf(InvalidParameterException.class);
    }

    @Test
    void scopesContainWhatIsInThem() {
        assertThat(GALLERY.contains(VERSION)).isTrue();
        assertThat(VERSION.contains(GALLERY)).isFalse();
        assertThat(VERSION.contains(VERSION)).isTrue();
        assertThat(Scope.tenant("default").contains(VERSION)).isTrue();
        assertThat(Scope.tenant("other").contains(VERSION)).isFalse();
        assertThat(GALLERY.contains(Scope.of(SubscriptionInfo.of("prod")).gallery("golden2")))
                .isFalse();
        assertThat(GALLERY).isEqualTo(Scope.of(SubscriptionInfo.of("prod")).gallery("golden"));
        assertThat(VERSION.isVersion()).isTrue();
        assertThat(GALLERY.isVersion()).isFalse();
    }

    @Test
    void scopesAreSaidInWords() {
        assertThat(Scope.tenant("Contoso")).hasToString("tenant contoso");
        assertThat(Scope.of(SubscriptionInfo.of("Prod"))).hasToString("subscription prod");
        assertThat(VERSION).hasToString("golden/web/1.0.0");
        assertThatThrownBy(() -> GALLERY.version("1.0.0")).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void anExplanationIsASentence() {
        Principal alice = Principal.user("alice");
        RoleAssignment reader = new RoleAssignment(alice, Role.reader(), GALLERY);
        assertThat(new AccessExplanation(alice, Action.READ, VERSION, true, List.of(reader)))
                .hasToString("user alice may read golden/web/1.0.0: user alice is Reader of golden");
        assertThat(new AccessExplanation(alice, Action.WRITE, VERSION, false, List.of()))
                .hasToString("user alice may not write golden/web/1.0.0: no assignment there or above allows it");
    }
}
