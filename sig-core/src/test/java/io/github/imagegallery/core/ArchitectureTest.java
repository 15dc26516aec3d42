// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.core;

import static com.tngtech.archunit.core.domain.JavaModifier.PROTECTED;
import static com.tngtech.archunit.core.domain.JavaModifier.PUBLIC;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaMember;
import com.tngtech.archunit.core.domain.JavaType;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The floors of the house: who may know whom, and what a user's code may see of the engine. */
class ArchitectureTest {
    private static final String ROOT = "io.github.imagegallery";
    private static final String CORE = ROOT + ".core";
    private static final String[] API = {ROOT, ROOT + ".model", ROOT + ".policy", ROOT + ".error"};
    private static final String STORAGE = ROOT + ".storage..";
    private static final String DISK = ROOT + ".disk..";

    private static final JavaClasses HOUSE = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages(ROOT);

    @Test
    void theWholeHouseIsLookedAt() {
        Set<String> packages = HOUSE.stream().map(JavaClass::getPackageName).collect(Collectors.toSet());
        assertThat(packages)
                .contains(API)
                .contains(CORE, CORE + ".record", CORE + ".content")
                .contains(ROOT + ".storage", ROOT + ".storage.file", ROOT + ".disk");
    }

    @Test
    void recordsKnowNothingOfTheRestOfTheEngine() {
        dontKnow(new String[] {CORE + ".record.."}, CORE, CORE + ".content..", DISK)
                .check(HOUSE);
    }

    @Test
    void contentsKnowNothingOfTheRestOfTheEngine() {
        dontKnow(new String[] {CORE + ".content.."}, CORE, CORE + ".record..").check(HOUSE);
    }

    @Test
    void theGalleryWordsKnowNeitherEngineNorStorageNorDisks() {
        dontKnow(API, CORE + "..", STORAGE, DISK).check(HOUSE);
    }

    @Test
    void storagesKnowNeitherEngineNorGalleryNorDisks() {
        dontKnow(new String[] {STORAGE}, CORE + "..", ROOT, ROOT + ".model", ROOT + ".policy", ROOT + ".error", DISK)
                .check(HOUSE);
    }

    @Test
    void disksKnowNeitherEngineNorGalleryNorStorage() {
        dontKnow(new String[] {DISK}, CORE + "..", ROOT, ROOT + ".model", ROOT + ".policy", ROOT + ".error", STORAGE)
                .check(HOUSE);
    }

    @Test
    void theEngineKnowsNoBackend() {
        dontKnow(new String[] {CORE + ".."}, ROOT + ".storage.file..", ROOT + ".storage.testkit..")
                .check(HOUSE);
    }

    private static ArchRule dontKnow(String[] who, String... whom) {
        return noClasses()
                .that()
                .resideInAnyPackage(who)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(whom);
    }

    @Test
    void aRuleThatIsBrokenIsNoticed() {
        ArchRule broken = dontKnow(new String[] {CORE}, CORE + ".record..");
        assertThat(broken.evaluate(HOUSE).hasViolation()).isTrue();
    }

    @Test
    void noPackagesKnowEachOtherInACircle() {
        SlicesRuleDefinition.slices()
                .assignedFrom(new SliceAssignment() {
                    @Override
                    public SliceIdentifier getIdentifierOf(JavaClass type) {
                        return SliceIdentifier.of(type.getPackageName());
                    }

                    @Override
                    public String getDescription() {
                        return "packages";
                    }
                })
                .should()
                .beFreeOfCycles()
                .check(HOUSE);
    }

    @Test
    void theEngineShowsFewTypes() {
        assertThat(HOUSE.stream()
                        .filter(type -> type.getPackageName().equals(CORE))
                        .filter(type -> type.getModifiers().contains(PUBLIC))
                        .filter(JavaClass::isTopLevelClass)
                        .map(JavaClass::getSimpleName))
                .containsExactlyInAnyOrder("SharedImageGalleries", "GallerySettings");
    }

    @Test
    void whatIsShownIsOfTheJdkOrOurs() {
        classes()
                .that()
                .resideInAPackage(CORE)
                .and()
                .arePublic()
                .should(showOnlyTypesOfTheJdkAndOurs())
                .check(HOUSE);
    }

    private static ArchCondition<JavaClass> showOnlyTypesOfTheJdkAndOurs() {
        return new ArchCondition<>("show only types of the JDK and ours") {
            @Override
            public void check(JavaClass type, ConditionEvents events) {
                Stream<JavaType> parents = Stream.concat(type.getSuperclass().stream(), type.getInterfaces().stream());
                Stream<JavaType> shown = type.getAllMembers().stream()
                        .filter(ArchitectureTest::visible)
                        .flatMap(ArchitectureTest::signature);
                Stream.concat(parents, shown)
                        .flatMap(each -> each.getAllInvolvedRawTypes().stream())
                        .map(JavaClass::getBaseComponentType)
                        .filter(each -> !each.isPrimitive()
                                && !each.getName().startsWith("java.")
                                && !each.getName().startsWith(ROOT + "."))
                        .forEach(each -> events.add(
                                SimpleConditionEvent.violated(type, type.getName() + " shows " + each.getName())));
            }
        };
    }

    private static boolean visible(JavaMember member) {
        return member.getModifiers().contains(PUBLIC) || member.getModifiers().contains(PROTECTED);
    }

    private static Stream<JavaType> signature(JavaMember member) {
        if (member instanceof JavaCodeUnit code) {
            return Stream.of(
                            Stream.of(code.getReturnType()),
                            code.getParameterTypes().stream(),
                            code.getExceptionTypes().stream())
                    .flatMap(types -> types);
        }
        return Stream.of(((JavaField) member).getType());
    }
}
