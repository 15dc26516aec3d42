// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.imagegallery.model.OsState;
import io.github.imagegallery.model.OsType;
import io.github.imagegallery.model.Progress;
import io.github.imagegallery.model.TargetRegion;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The short ways to say something say the same as the long ones. */
class DefaultSettingsTest {
    private final List<Object> said = new ArrayList<>();

    @Test
    void osTypesAndStatesHaveShortNames() {
        DefinitionChange change = recording(DefinitionChange.class);
        assertThat(change.linux().windows().generalized().specialized()).isSameAs(change);
        assertThat(said).containsExactly(OsType.LINUX, OsType.WINDOWS, OsState.GENERALIZED, OsState.SPECIALIZED);
    }

    @Test
    void aRegionIsATarget() {
        VersionChange change = recording(VersionChange.class);
        assertThat(change.replicate("East US 2", 3).replicate("japaneast")).isSameAs(change);
        assertThat(said).containsExactly(TargetRegion.of("eastus2").replicas(3), TargetRegion.of("japaneast"));
    }

    @Test
    void noListenerListens() {
        ProgressListener.none().onProgress(new Progress("task", 0, 1));
    }

    private <T> T recording(Class<T> type) {
        InvocationHandler handler = (self, method, arguments) -> {
            if (method.isDefault()) {
                return InvocationHandler.invokeDefault(self, method, arguments);
            }
            said.add(arguments[0]);
            return self;
        };
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
    }
}
