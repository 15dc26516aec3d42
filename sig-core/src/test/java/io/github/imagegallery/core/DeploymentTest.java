// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.imagegallery.DeploymentRequest;
import io.github.imagegallery.ImageDefinition;
import io.github.imagegallery.ImageGalleries;
import io.github.imagegallery.ImageVersion;
import io.github.imagegallery.error.AuthorizationFailedException;
import io.github.imagegallery.error.ErrorCode;
import io.github.imagegallery.error.GalleryException;
import io.github.imagegallery.error.GalleryImageNotFoundException;
import io.github.imagegallery.error.OperationNotAllowedException;
import io.github.imagegallery.error.ResourceNotFoundException;
import io.github.imagegallery.error.Violation;
import io.github.imagegallery.model.Action;
import io.github.imagegallery.model.Advice;
import io.github.imagegallery.model.DeploymentPlan;
import io.github.imagegallery.model.DeploymentPlan.Share;
import io.github.imagegallery.model.DiskType;
import io.github.imagegallery.model.Principal;
import io.github.imagegallery.model.ReplicaAdvice;
import io.github.imagegallery.model.Role;
import io.github.imagegallery.policy.DeploymentRule;
import io.github.imagegallery.policy.GalleryRules;
import io.github.imagegallery.storage.GalleryStorage;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A deployment is planned from the replicas that are there, or refused with every reason; nothing is changed by it. */
class DeploymentTest {
    private static final Principal ALICE = Principal.user("alice");
    private static final Instant END = SettableClock.START.plusSeconds(60);

    @TempDir
    private Path folder;

    private final SettableClock clock = new SettableClock();
    private Path image;

    @BeforeEach
    void writeImage() throws IOException {
        image = SampleImage.write(folder.resolve("disk.raw"), 64 << 10, 1);
    }

    private ImageGalleries open(GalleryStorage storage, GalleryRules rules) {
        return SharedImageGalleries.open(
                storage, GallerySettings.builder().clock(clock).rules(rules).build());
    }

    private ImageGalleries open(Backend backend) {
        return open(backend.open(folder), GalleryRules.classic());
    }

    private static DeploymentPlan plan(DeploymentRequest request) {
        return request.virtualMachines(1).osProfile().plan();
    }

    @ParameterizedTest
    @EnumSource(Backend.class)
    void machinesAreSpreadOverTheReplicasOfTheRegion(Backend backend) {
        GalleryStorage storage = backend.open(folder);
        try (ImageGalleries galleries = open(storage, GalleryRules.classic())) {
            ImageDefinition web = Fixtures.definition(galleries);
            web.version("1.0.0")
                    .publish(image)
                    .replicate("westeurope")
                    .replicate("japaneast", 3)
                    .commit();
            Remembered before = Remembered.of(storage);
            DeploymentPlan plan = web.version("1.0.0")
                    .deploy("Japan East")
                    .scaleSet(601)
                    .virtualMachines(20)
                    .osProfile()
                    .osDiskType(DiskType.PREMIUM_LRS)
                    .plan();
            assertThat(plan.version()).isEqualTo(web.version("1.0.0").info());
            assertThat(plan.deployment().region()).hasToString("japaneast");
            assertThat(plan.shares())
                    .containsExactly(
                            new Share(1, 7, List.of(200)),
                            new Share(2, 7, List.of(200)),
                            new Share(3, 6, List.of(201)));
            assertThat(plan.sizing()).isEqualTo(new ReplicaAdvice(3, 4, 10));
            assertThat(plan.warnings()).isEmpty();
            assertThat(plan)
                    .isEqualTo(DeploymentRule.plan(
                            web.info(),
                            web.version("1.0.0").info(),
                            plan.deployment(),
                            clock.instant(),
                            GalleryRules.classic()));
            assertThat(Remembered.of(storage)).isEqualTo(before);
        }
    }

    @ParameterizedTest
    @EnumSource(Backend.class)
    void latestIsFoundWhenItIsPlanned(Backend backend) {
        try (ImageGalleries galleries = open(backend)) {
            ImageDefinition web = Fixtures.definition(galleries);
            web.version("1.0.0").publish(image).commit();
            DeploymentRequest request =
                    web.deploy("westeurope").virtualMachines(1).osProfile();
            assertThat(request.plan().version().number()).hasToString("1.0.0");
            web.version("2.0.0").publish(image).commit();
            assertThat(request.plan().version().number()).hasToString("2.0.0");
            web.version("2.0.0").update().excludeFromLatest(true).commit();
            assertThat(request.plan().version().number()).hasToString("1.0.0");
            assertThat(plan(web.version("2.0.0").deploy("westeurope")).version().number())
                    .hasToString("2.0.0");
            web.version("1.0.0").update().excludeFromLatest(true).commit();
            assertThatThrownBy(request::plan)
                    .isInstanceOf(GalleryImageNotFoundException.class)
                    .hasMessageContainingAll("the latest of golden/web in westeurope", "1.0.0", "2.0.0", "excluded");
        }
    }

    @ParameterizedTest
    @EnumSource(Backend.class)
    void aVersionPastItsEndOfLifeIsRefusedFromTheNextInstantOn(Backend backend) {
        GalleryStorage storage = backend.open(folder);
        try (ImageGalleries galleries = open(storage, GalleryRules.classic());
                ImageGalleries today = open(storage, GalleryRules.current())) {
            ImageDefinition web = Fixtures.definition(galleries);
            web.version("1.0.0").publish(image).endOfLife(END).commit();
            clock.set(END);
            plan(web.version("1.0.0").deploy("westeurope"));
            plan(web.deploy("westeurope"));
            clock.set(END.plusNanos(1));
            assertThatThrownBy(() -> plan(web.version("1.0.0").deploy("westeurope")))
                    .isInstanceOf(OperationNotAllowedException.class)
                    .hasMessageContaining("its end of life was " + END);
            assertThatThrownBy(() -> plan(web.deploy("westeurope"))).isInstanceOf(GalleryImageNotFoundException.class);
            assertThat(plan(today.gallery("golden").definition("web").deploy("westeurope"))
                            .warnings())
                    .extracting(Advice::actual)
                    .containsExactly(
                            "its end of life was " + END,
                            "1 of the 3 replicas that this needs are available in westeurope");
        }
    }

    @ParameterizedTest
    @EnumSource(Backend.class)
    void aSpecializedImageTakesNoOsProfile(Backend backend) {
        try (ImageGalleries galleries = open(backend)) {
            Fixtures.definition(galleries);
            ImageDefinition special = galleries.gallery("golden").definition("special");
            special.create()
                    .identifier("Contoso", "Finance", "Special")
                    .linux()
                    .specialized()
                    .disallow(DiskType.STANDARD_LRS)
                    .commit();
            special.version("1.0.0").publish(image).commit();
            DeploymentRequest request =
                    special.deploy("westeurope").virtualMachines(2).osDiskType(DiskType.PREMIUM_LRS);
            assertThat(request.plan().warnings())
                    .extracting(Advice::actual)
                    .anyMatch(actual -> actual.contains("name"));
            assertThatThrownBy(request.osProfile()::plan).hasMessageContaining("Specialized");
        }
    }

    @ParameterizedTest
    @EnumSource(Backend.class)
    void everyReasonIsTold(Backend backend) {
        try (ImageGalleries galleries = open(backend)) {
            ImageDefinition web = Fixtures.definition(galleries);
            ImageDefinition fussy = galleries.gallery("golden").definition("fussy");
            fussy.create()
                    .identifier("Contoso", "Finance", "Fussy")
                    .linux()
                    .generalized()
                    .disallow(DiskType.STANDARD_LRS)
                    .commit();
            fussy.version("1.0.0").publish(image).endOfLife(END).commit();
            clock.set(END.plusSeconds(1));
            assertThat(reasons(bad(fussy.version("1.0.0").deploy("eastus"))))
                    .containsExactly(
                            "InvalidParameter virtualMachines",
                            "InvalidParameter scaleSet",
                            "InvalidParameter osDiskType",
                            "InvalidParameter osProfile",
                            "GalleryImageNotFound region",
                            "OperationNotAllowed version");
            assertThat(reasons(bad(fussy.version("1.0.0").deploy("atlantis"))))
                    .containsExactly(
                            "InvalidParameter region",
                            "InvalidParameter virtualMachines",
                            "InvalidParameter scaleSet",
                            "InvalidParameter osDiskType",
                            "InvalidParameter osProfile",
                            "OperationNotAllowed version");
            assertThat(reasons(bad(fussy.deploy("westeurope"))))
                    .containsExactly(
                            "InvalidParameter virtualMachines",
                            "InvalidParameter scaleSet",
                            "InvalidParameter osDiskType",
                            "InvalidParameter osProfile",
                            "GalleryImageNotFound region");
            assertThat(reasons(bad(web.version("1.0").deploy("westeurope"))))
                    .containsExactly(
                            "InvalidParameter version",
                            "InvalidParameter virtualMachines",
                            "InvalidParameter scaleSet");
        }
    }

    @Test
    void whoMayDeployAVersionPlansWithItAlone() {
        try (ImageGalleries galleries = open(Backend.IN_MEMORY)) {
            ImageDefinition web = Fixtures.definition(galleries);
            ImageVersion version = web.version("1.0.0");
            version.publish(image).commit();
            ImageDefinition hers = galleries.as(ALICE).gallery("golden").definition("web");
            assertThatThrownBy(() -> plan(hers.version("1.0.0").deploy("westeurope")))
                    .isInstanceOf(ResourceNotFoundException.class)
                    .hasMessageContaining("there is no such version");
            version.share(ALICE, Role.reader()).commit();
            assertThat(plan(hers.version("1.0.0").deploy("westeurope"))).isEqualTo(plan(version.deploy("westeurope")));
            assertThatThrownBy(() -> plan(hers.deploy("westeurope")))
                    .isInstanceOf(ResourceNotFoundException.class)
                    .hasMessageContaining("there is no such definition");
        }
    }

    @Test
    void whoMayOnlyLookIsRefused() {
        try (ImageGalleries galleries = open(Backend.IN_MEMORY)) {
            ImageDefinition web = Fixtures.definition(galleries);
            web.version("1.0.0").publish(image).commit();
            web.share(ALICE, new Role("Looker", Set.of(Action.READ))).commit();
            ImageDefinition hers = galleries.as(ALICE).gallery("golden").definition("web");
            for (DeploymentRequest request :
                    List.of(hers.deploy("westeurope"), hers.version("1.0.0").deploy("westeurope"))) {
                assertThatThrownBy(() -> plan(request))
                        .isInstanceOf(AuthorizationFailedException.class)
                        .hasMessageContaining("no role allows it to deploy golden/web/1.0.0");
            }
            web.version("1.0.0").share(ALICE, Role.reader()).commit();
            assertThat(plan(hers.deploy("westeurope")))
                    .isEqualTo(plan(hers.version("1.0.0").deploy("westeurope")));
        }
    }

    private static DeploymentRequest bad(DeploymentRequest request) {
        return request.virtualMachines(-1).scaleSet(1_001).osDiskType(DiskType.STANDARD_LRS);
    }

    private static List<String> reasons(DeploymentRequest request) {
        GalleryException refused = catchThrowableOfType(GalleryException.class, request::plan);
        return refused.violations().stream().map(DeploymentTest::reason).toList();
    }

    private static String reason(Violation violation) {
        ErrorCode code = violation.code();
        return code + " " + violation.target();
    }
}
