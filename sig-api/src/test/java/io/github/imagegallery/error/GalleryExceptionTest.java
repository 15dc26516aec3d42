// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.error;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class GalleryExceptionTest {
    private static final Map<ErrorCode, Class<? extends GalleryException>> SUBTYPES = new EnumMap<>(Map.ofEntries(
            Map.entry(ErrorCode.INVALID_PARAMETER, InvalidParameterException.class),
            Map.entry(ErrorCode.PROPERTY_CHANGE_NOT_ALLOWED, PropertyChangeNotAllowedException.class),
            Map.entry(ErrorCode.CANNOT_DELETE_RESOURCE, CannotDeleteResourceException.class),
            Map.entry(ErrorCode.DELETION_BLOCKED_BEFORE_END_OF_LIFE, DeletionBlockedException.class),
            Map.entry(ErrorCode.PARENT_RESOURCE_NOT_FOUND, ParentResourceNotFoundException.class),
            Map.entry(ErrorCode.RESOURCE_NOT_FOUND, ResourceNotFoundException.class),
            Map.entry(ErrorCode.GALLERY_IMAGE_NOT_FOUND, GalleryImageNotFoundException.class),
            Map.entry(ErrorCode.OPERATION_NOT_ALLOWED, OperationNotAllowedException.class),
            Map.entry(ErrorCode.QUOTA_EXCEEDED, QuotaExceededException.class),
            Map.entry(ErrorCode.RESOURCE_ALREADY_EXISTS, ResourceAlreadyExistsException.class),
            Map.entry(ErrorCode.SOURCE_EXCEEDS_MAX_SIZE, SourceTooLargeException.class),
            Map.entry(ErrorCode.REPLICATION_FAILED, ReplicationFailedException.class),
            Map.entry(ErrorCode.CONTENT_DAMAGED, ContentDamagedException.class),
            Map.entry(ErrorCode.PLAN_STALE, PlanStaleException.class)));

    @ParameterizedTest
    @EnumSource
    void theFirstCodeDecidesTheSubtype(ErrorCode code) {
        for (ErrorCode second : ErrorCode.values()) {
            GalleryException exception = GalleryException.of("Cannot", List.of(violation(code), violation(second)));
            assertThat(exception).isExactlyInstanceOf(subtype(code));
            assertThat(exception.code()).isEqualTo(code);
        }
    }

    @Test
    void theSubtypeIsThatOfTheCode() {
        SUBTYPES.forEach((code, subtype) -> assertThat(subtype(code)).isEqualTo(subtype));
    }

    @Test
    void everyCodeHasASubtypeOfItsOwn() {
        assertThat(Arrays.stream(ErrorCode.values()).map(GalleryExceptionTest::subtype))
                .doesNotHaveDuplicates();
    }

    @Test
    void noTwoCodesAreSpeltAlike() {
        assertThat(Arrays.stream(ErrorCode.values()).map(ErrorCode::toString))
                .doesNotHaveDuplicates()
                .allMatch(text -> text.matches("[A-Z][A-Za-z]+"))
                .contains("InvalidParameter", "GallerySourceResourceExceedsMaxSize", "ParentResourceNotFound");
    }

    @Test
    void oneViolationIsToldInOneLine() {
        Violation dash = Violation.invalid("gallery name", "a-b", "it has a dash", "leave it out");
        assertThat(GalleryException.of("Cannot create gallery a-b", List.of(dash)))
                .hasMessage("Cannot create gallery a-b: gallery name: asked for 'a-b', but it has a dash"
                        + " (leave it out) [InvalidParameter]");
    }

    @Test
    void severalViolationsAreToldALineEach() {
        List<Violation> all = Arrays.stream(ErrorCode.values())
                .map(GalleryExceptionTest::violation)
                .toList();
        GalleryException exception = GalleryException.of("Cannot do it", all);
        assertThat(exception.violations()).isEqualTo(all);
        assertThat(exception.getMessage().lines())
                .hasSize(1 + all.size())
                .startsWith("Cannot do it, for " + all.size() + " reasons:");
        for (Violation each : all) {
            assertThat(exception)
                    .hasMessageContainingAll(
                            each.target(),
                            each.asked(),
                            each.actual(),
                            each.remedy(),
                            each.code().toString());
        }
    }

    @Test
    void theMessageSpeaksOfTheRequestAndNotOfTheProgram() {
        List<Violation> both = List.of(violation(ErrorCode.QUOTA_EXCEEDED), violation(ErrorCode.CONTENT_DAMAGED));
        assertThat(GalleryException.of("Cannot do it", both).getMessage())
                .doesNotContain("Exception", "\tat ", "java.", "io.github", "Violation[", "QUOTA_EXCEEDED", "null");
    }

    @Test
    void whatWasAskedCannotForgeALine() {
        String forged = "1.0.0\n\tat evil.Code(Code.java:1)\r\u0085\u2028\u202e\u001b[31m";
        Violation violation = Violation.invalid("version", forged, "it is not", "do not");
        GalleryException exception = GalleryException.of("Cannot use " + forged, List.of(violation));
        assertThat(exception.getMessage())
                .startsWith(
                        "Cannot use 1.0.0\\u000a\\u0009at evil.Code(Code.java:1)\\u000d\\u0085\\u2028\\u202e\\u001b[31m:")
                .doesNotContainPattern("[\\p{Cntrl}\u0085\u2028\u202e]");
        assertThat(exception.violations()).containsExactly(violation);
        assertThat(violation.asked()).isEqualTo(forged);
    }

    @Test
    void lettersOfAllLanguagesStay() {
        assertThat(Violation.invalid("name", "größe 日本 😀", "a", "b"))
                .asString()
                .contains("'größe 日本 😀'");
    }

    @Test
    void theViolationsCannotBeChanged() {
        List<Violation> given = new ArrayList<>(List.of(violation(ErrorCode.QUOTA_EXCEEDED)));
        GalleryException exception = GalleryException.of("Cannot", given);
        given.clear();
        assertThat(exception.violations()).hasSize(1);
        assertThatThrownBy(() -> exception.violations().clear()).isInstanceOf(UnsupportedOperationException.class);
    }

    @ParameterizedTest
    @EnumSource
    void theViolationsSurviveSerialization(ErrorCode code) throws IOException, ClassNotFoundException {
        GalleryException before = GalleryException.of("Cannot", List.of(violation(code)));
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(before);
        }
        try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
            GalleryException after = (GalleryException) in.readObject();
            assertThat(after.violations()).isEqualTo(before.violations());
            assertThat(after).hasMessage(before.getMessage());
        }
    }

    private static Class<? extends GalleryException> subtype(ErrorCode code) {
        return GalleryException.of("Cannot", List.of(violation(code))).getClass();
    }

    private static Violation violation(ErrorCode code) {
        int n = code.ordinal();
        return new Violation(code, "target" + n, "asked" + n, "actual" + n, "remedy" + n);
    }
}
