// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery;

import static com.tngtech.archunit.core.domain.JavaModifier.PROTECTED;
import static com.tngtech.archunit.core.domain.JavaModifier.PUBLIC;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaMember;
import com.tngtech.archunit.core.domain.JavaType;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.time.Clock;
import java.time.Instant;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What each package may know, and what a user's code may see. */
class ArchitectureTest {
    private static final String ROOT = "io.github.imagegallery";
    private static final Set<String> CLOCKS_AND_CHANCE = Set.of(
            "java.lang.System",
            "java.lang.Thread",
            "java.lang.Runtime",
            "java.lang.ProcessHandle",
            "java.time.Clock",
            "java.time.InstantSource",
            "java.util.Date",
            "java.util.Calendar",
            "java.util.Random",
            "java.util.SplittableRandom",
            "java.util.Timer",
            "java.util.UUID");
    private static final Set<String> PURE_PACKAGES = Set.of(
            "java.lang",
            "java.math",
            "java.time",
            "java.util",
            "java.util.function",
            "java.util.regex",
            "java.util.stream",
            ROOT + ".model",
            ROOT + ".error",
            ROOT + ".policy");

    private static final JavaClasses MODULE = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_JARS)
            .importPackages(ROOT);

    private static final ArchRule PURE =
            classes().that().areNotAnnotations().should().onlyDependOnClassesThat(pure());
    private static final ArchRule UNHURRIED = noClasses().should().callMethodWhere(new DescribedPredicate<>("now()") {
        @Override
        public boolean test(com.tngtech.archunit.core.domain.JavaMethodCall call) {
            return call.getName().equals("now") || call.getName().equals("random");
        }
    });
    private static final ArchRule OWN_WORDS = classes().should(showOnlyTypesOfTheJdkAndOurs());

    @Test
    void policyIsPure() {
        JavaClasses policy = MODULE.that(JavaClass.Predicates.resideInAPackage(ROOT + ".policy"));
        assertThat(policy).isNotEmpty();
        PURE.check(policy);
        UNHURRIED.check(policy);
    }

    @Test
    void modelKnowsNeitherThePolicyNorTheHandles() {
        noClasses()
                .that()
                .resideInAPackage(ROOT + ".model")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(ROOT, ROOT + ".policy")
                .check(MODULE);
    }

    @Test
    void errorsKnowNothingElseOfOurs() {
        classes()
                .that()
                .resideInAPackage(ROOT + ".error")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage("java..", "org.jspecify..", ROOT + ".error")
                .check(MODULE);
    }

    @Test
    void policyDoesNotKnowTheHandles() {
        noClasses()
                .that()
                .resideInAPackage(ROOT + ".policy")
                .should()
                .dependOnClassesThat()
                .resideInAPackage(ROOT)
                .check(MODULE);
    }

    @Test
    void aUserSeesOnlyTypesOfTheJdkAndOurs() {
        OWN_WORDS.check(MODULE);
    }

    @Test
    void theRulesNoticeWhatTheyAreFor() {
        assertBroken(PURE, ReadsClock.class);
        assertBroken(PURE, Chances.class);
        assertBroken(PURE, ReadsFile.class);
        assertBroken(PURE, AsksSystem.class);
        assertBroken(UNHURRIED, AsksNow.class);
        assertBroken(OWN_WORDS, ShowsThirdParty.class);
        assertBroken(OWN_WORDS, HidesThirdPartyInGenerics.class);
        assertBroken(OWN_WORDS, ExtendsThirdParty.class);
    }

    private static void assertBroken(ArchRule rule, Class<?> culprit) {
        JavaClasses imported = new ClassFileImporter().importClasses(culprit);
        assertThat(rule.allowEmptyShould(false).evaluate(imported).hasViolation())
                .as(culprit.getSimpleName())
                .isTrue();
    }

    private static DescribedPredicate<JavaClass> pure() {
        return DescribedPredicate.describe("are pure", type -> {
            JavaClass base = type.getBaseComponentType();
            return base.isPrimitive()
                    || base.isAnnotation()
                    || PURE_PACKAGES.contains(base.getPackageName()) && !CLOCKS_AND_CHANCE.contains(base.getName());
        });
    }

    /** Holds hidden types to it as well: what they inherit to public ones is seen. */
    private static ArchCondition<JavaClass> showOnlyTypesOfTheJdkAndOurs() {
        return new ArchCondition<>("show only types of the JDK and ours") {
            @Override
            public void check(JavaClass type, ConditionEvents events) {
                Stream<JavaType> parents = Stream.concat(type.getSuperclass().stream(), type.getInterfaces().stream());
                Stream<JavaType> shown = type.getMembers().stream()
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
        return Stream.of(((com.tngtech.archunit.core.domain.JavaField) member).getType());
    }

    static class ReadsClock {
        @Nullable
        Clock clock;
    }

    static class Chances {
        int dice() {
            return new Random().nextInt();
        }
    }

    static class ReadsFile {
        boolean there() {
            return new java.io.File("x").exists();
        }
    }

    static class AsksSystem {
        long time() {
            return System.nanoTime();
        }
    }

    static class AsksNow {
        Instant now() {
            return Instant.now();
        }
    }

    static class ShowsThirdParty {
        public void accept(JavaClass thirdParty) {}
    }

    static class HidesThirdPartyInGenerics {
        protected Set<JavaClass> all() {
            return Set.of();
        }
    }

    abstract static class ExtendsThirdParty extends ArchCondition<String> {
        ExtendsThirdParty() {
            super("third party");
        }
    }
}
