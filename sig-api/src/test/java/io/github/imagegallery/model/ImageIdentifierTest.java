// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.tuple;

import io.github.imagegallery.error.InvalidParameterException;
import io.github.imagegallery.error.Violation;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ImageIdentifierTest {

    @ParameterizedTest
    @ValueSource(strings = {"a", "Z", "0", "_", "-", "Contoso.Web-01_x", "..a", ".-"})
    void lettersDigitsDotsDashesAndUnderscoresAreTaken(String part) {
        assertThat(new ImageIdentifier(part, part, part)).hasToString(part + ":" + part + ":" + part);
    }

    @Test
    void theLongestPartsAreTaken() {
        ImageIdentifier longest = new ImageIdentifier("p".repeat(128), "o".repeat(64), "s".repeat(64));
        assertThat(longest.publisher()).hasSize(128);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "''      | it is empty",
                "a.      | it ends in a dot",
                ".       | it ends in a dot",
                "a b     | it has a character that is not allowed",
                "a:b     | it has a character that is not allowed",
                "é       | it has a character that is not allowed",
                "٣       | it has a character that is not allowed",
                "a/b.    | it has a character that is not allowed",
            })
    void aMalformedPartIsRefusedSayingWhy(String part, String reason) {
        assertThat(faults(part, "offer", "sku")).singleElement().satisfies(fault -> {
            assertThat(fault.target()).isEqualTo("identifier.publisher");
            assertThat(fault.asked()).isEqualTo(part);
            assertThat(fault.actual()).isEqualTo(reason);
        });
    }

    @Test
    void allFaultsAreReportedTogether() {
        assertThat(faults("p".repeat(129), "o".repeat(65), "s".repeat(65)))
                .extracting(Violation::target, Violation::actual)
                .containsExactly(
                        tuple("identifier.publisher", "it has 129 characters"),
                        tuple("identifier.offer", "it has 65 characters"),
                        tuple("identifier.sku", "it has 65 characters"));
    }

    @Test
    void aPartOfFullLengthIsNotCalledLong() {
        assertThat(faults("p".repeat(127) + " ", "o".repeat(63) + ".", "s"))
                .extracting(Violation::actual)
                .containsExactly("it has a character that is not allowed", "it ends in a dot");
    }

    @Test
    void aTrailingLineBreakIsRefused() {
        assertThat(faults("p\n", "o\r\n", "s\n")).hasSize(3);
    }

    @Test
    void caseDoesNotMakeAnotherTriple() {
        ImageIdentifier one = new ImageIdentifier("Contoso", "Web", "IIS");
        assertThat(one.sameAs(new ImageIdentifier("CONTOSO", "web", "iis"))).isTrue();
        assertThat(one.canonical()).isEqualTo("contoso:web:iis");
        assertThat(one.sameAs(new ImageIdentifier("contoso", "web", "iis2"))).isFalse();
    }

    private static List<Violation> faults(String publisher, String offer, String sku) {
        return catchThrowableOfType(InvalidParameterException.class, () -> new ImageIdentifier(publisher, offer, sku))
                .violations();
    }
}
