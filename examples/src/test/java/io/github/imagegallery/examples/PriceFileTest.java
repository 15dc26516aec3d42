// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.imagegallery.error.InvalidParameterException;
import io.github.imagegallery.model.PriceBook;
import io.github.imagegallery.model.RegionName;
import io.github.imagegallery.model.StorageType;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Price files are read exactly or refused. */
class PriceFileTest {
    @TempDir
    Path folder;

    private PriceBook read(String json) throws IOException {
        return PriceFile.read(Files.writeString(folder.resolve("prices.json"), json.replace('\'', '"')));
    }

    @Test
    void theExampleIsTheQuickstartsBookAndSaysThatItIsNotReal() throws IOException {
        Path example = Path.of("prices.json");

        assertThat(PriceFile.read(example)).isEqualTo(Quickstart.prices());
        assertThat(example).content().contains("not real prices");
    }

    @Test
    void theDocumentShowsABookThatIsRead() throws IOException {
        String document = Files.readString(Path.of("..", "docs", "price-file.md"));
        String example = document.substring(document.indexOf("```json\n") + "```json\n".length());

        assertThat(read(example.substring(0, example.indexOf("```")))).isEqualTo(Quickstart.prices());
    }

    @Test
    void decimalsAreExactAsStringsAndAsNumbers() throws IOException {
        PriceBook book = read("{'currency': 'USD', 'egressPerGb': 0.10000000000000001, 'storagePerGbMonth':"
                + " {'Standard_LRS': 1e-3, 'premium_lrs': '0.30'}, 'regions': {'Japan East': {'egressPerGb': 7}}}");

        assertThat(book.currency()).isEqualTo("USD");
        assertThat(book.egressPerGb()).contains(new BigDecimal("0.10000000000000001"));
        assertThat(book.egressPerGb(RegionName.of("japaneast"))).contains(new BigDecimal("7"));
        assertThat(book.storagePerGbMonth())
                .containsEntry(StorageType.STANDARD_LRS, new BigDecimal("0.001"))
                .containsEntry(StorageType.PREMIUM_LRS, new BigDecimal("0.30"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "[]                                                          | it is not an object",
                "{}                                                          | currency",
                "{'currency': 7}                                             | currency",
                "{'currency': 'EUR', 'egres': '1'}                           | egres: asked for",
                "{'currency': 'EUR', 'regions': {'x': {'currency': 'EUR'}}}  | regions.x.currency",
                "{'currency': 'EUR', 'regions': {'x': 1}}                    | regions.x: asked for",
                "{'currency': 'EUR', 'regions': {'e us': {}, 'eus': {}}}     | is there twice",
                "{'currency': 'EUR', 'egressPerGb': '1,5'}                   | egressPerGb: asked for",
                "{'currency': 'EUR', 'egressPerGb': -1}                      | it is not a price",
                "{'currency': 'EUR', 'egressPerGb': 1e999999999}             | it is not a price",
                "{'currency': 'EUR', 'egressPerGb': null}                    | it is not a price",
                "{'currency': 'EUR', 'storagePerGbMonth': {'Cold': 1}}       | it is no storage type",
                "{'currency': 'EUR', 'storagePerGbMonth': {'Standard_LRS': 1, 'standard_lrs': 1}} | is there twice"
            })
    void whatIsNotUnderstoodIsRefused(String json, String reason) {
        assertThatThrownBy(() -> read(json))
                .isInstanceOf(InvalidParameterException.class)
                .hasMessageStartingWith("Cannot use the prices in ")
                .hasMessageContaining(reason);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{'currency': 'EUR'                      | line 1, column 19: the text ends before the object does",
                "{'currency': 'EUR'} {}                  | line 1, column 21: something follows the object",
                "{'currency': }                          | line 1, column 14: Unexpected character",
                "{'currency': 'EUR', 'currency': 'USD'}  | line 1, column 31: Duplicate field 'currency'"
            })
    void whatIsNotJsonIsRefused(String json, String reason) {
        assertThatThrownBy(() -> read(json))
                .isInstanceOf(Refusal.class)
                .hasMessageStartingWith("Cannot use the prices in " + folder.resolve("prices.json") + ": ")
                .hasMessageContaining(reason)
                .hasMessageEndingWith("shows one)")
                .hasMessageNotContaining("Source");
    }

    @Test
    void whatIsNoTextIsRefused() throws IOException {
        Path binary = Files.write(folder.resolve("binary"), new byte[] {'{', (byte) 0xff});
        Path disk = Disks.raw(folder.resolve("disk.raw"), 1);

        assertThatThrownBy(() -> PriceFile.read(binary)).hasMessageContaining("binary: it is not a text in UTF-8 (");
        assertThatThrownBy(() -> PriceFile.read(disk)).hasMessageContaining("disk.raw: it is larger than 1.0 MiB (");
        assertThatThrownBy(() -> PriceFile.read(folder)).hasMessageContaining(": it is a folder, not a file (");
    }

    @Test
    void allReasonsAreGivenTogether() {
        assertThatThrownBy(() -> read("{'egressPerGb': 'free', 'extra': 1, 'storagePerGbMonth': {'Standard_LRS': []}}"))
                .hasMessageContaining("4 reasons");
    }
}
