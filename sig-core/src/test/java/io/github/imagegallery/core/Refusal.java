// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.imagegallery.PendingChange;
import io.github.imagegallery.PricedChange;
import io.github.imagegallery.error.ErrorCode;
import io.github.imagegallery.error.GalleryException;
import io.github.imagegallery.error.Violation;
import io.github.imagegallery.model.PriceBook;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * A request that is refused for one thing alone, and in what words.
 *
 * @param name which form of bad input it is
 * @param code the code of the refusal
 * @param target what is said to be wrong
 * @param request makes the request; a pending change that it returns is committed too
 * @param sentence pieces of the one sentence that says what was asked, what is so, and what to do
 */
record Refusal(String name, ErrorCode code, String target, Function<World, Object> request, List<String> sentence)
        implements BadInput {
    static final PriceBook NO_PRICES = PriceBook.builder().currency("EUR").build();

    /** @param sentence its pieces, with … between them */
    static Refusal refusal(
            ErrorCode code, String name, String target, Function<World, Object> request, String sentence) {
        return new Refusal(name, code, target, request, List.of(sentence.split(" … ")));
    }

    static Refusal bad(String name, String target, Function<World, Object> request, String sentence) {
        return refusal(ErrorCode.INVALID_PARAMETER, name, target, request, sentence);
    }

    static Refusal taken(String name, String target, Function<World, Object> request, String sentence) {
        return refusal(ErrorCode.RESOURCE_ALREADY_EXISTS, name, target, request, sentence);
    }

    static Refusal orphan(String name, String target, Function<World, Object> request, String sentence) {
        return refusal(ErrorCode.PARENT_RESOURCE_NOT_FOUND, name, target, request, sentence);
    }

    static Refusal missing(String name, String target, Function<World, Object> request, String sentence) {
        return refusal(ErrorCode.RESOURCE_NOT_FOUND, name, target, request, sentence);
    }

    static Refusal frozen(String name, String target, Function<World, Object> request, String sentence) {
        return refusal(ErrorCode.PROPERTY_CHANGE_NOT_ALLOWED, name, target, request, sentence);
    }

    static Refusal noImage(String name, String target, Function<World, Object> request, String sentence) {
        return refusal(ErrorCode.GALLERY_IMAGE_NOT_FOUND, name, target, request, sentence);
    }

    static Refusal full(String name, String target, Function<World, Object> request, String sentence) {
        return refusal(ErrorCode.CANNOT_DELETE_RESOURCE, name, target, request, sentence);
    }

    static Refusal large(String name, String target, Function<World, Object> request, String sentence) {
        return refusal(ErrorCode.SOURCE_EXCEEDS_MAX_SIZE, name, target, request, sentence);
    }

    static Refusal barred(String name, String target, Function<World, Object> request, String sentence) {
        return refusal(ErrorCode.OPERATION_NOT_ALLOWED, name, target, request, sentence);
    }

    /** Makes the request, and requires that it is refused so, and that nothing is changed by it. */
    @Override
    public void require(World world) {
        Remembered before = Remembered.of(world.storage);

        GalleryException refused = catchThrowableOfType(GalleryException.class, () -> make(world));

        assertThat(refused).as("it was not refused").isNotNull();
        assertThat(refused.violations()).hasSize(1);
        Violation violation = refused.violations().get(0);
        assertThat(violation.code()).isEqualTo(code).isEqualTo(refused.code());
        assertThat(violation.target()).isEqualTo(target);
        assertThat(violation.actual()).isNotBlank();
        assertThat(violation.remedy()).isNotBlank();
        assertThat(refused.getMessage())
                .startsWith("Cannot ")
                .endsWith(": " + violation)
                .doesNotContain("\n")
                .contains(sentence);
        assertThat(refused.getClass())
                .isEqualTo(GalleryException.of("x", refused.violations()).getClass());
        assertThat(Remembered.of(world.storage)).isEqualTo(before);
        assertThat(world.path("out")).doesNotExist();
        requireSameOfAnEstimate(world, refused);
    }

    private void make(World world) {
        if (request.apply(world) instanceof PendingChange<?> change) {
            change.commit();
        }
    }

    /** Requires that a change which is refused is refused in the same words when it is priced. */
    private void requireSameOfAnEstimate(World world, GalleryException refused) {
        Optional<Object> made = Optional.empty();
        try {
            made = Optional.of(request.apply(world));
        } catch (GalleryException notPending) {
            assertThat(notPending).hasMessage(refused.getMessage());
        }
        if (made.orElse("") instanceof PricedChange<?> change) {
            assertThatThrownBy(() -> change.estimate(NO_PRICES))
                    .isInstanceOf(refused.getClass())
                    .hasMessage(refused.getMessage());
        }
    }

    @Override
    public String toString() {
        return name;
    }
}
