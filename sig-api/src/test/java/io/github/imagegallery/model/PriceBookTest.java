// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.model;

import static io.github.imagegallery.model.StorageType.PREMIUM_LRS;
import static io.github.imagegallery.model.StorageType.STANDARD_LRS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.imagegallery.model.PriceBook.RegionPrices;
import java.math.BigDecimal;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PriceBookTest {
    private static final RegionName HERE = RegionName.of("westeurope");
    private static final RegionName THERE = RegionName.of("eastus");
    private static final BigDecimal LESS = BigDecimal.valueOf(-1, 2);

    @Test
    void aRegionsPriceGoesBeforeTheGeneralOne() {
        PriceBook book = PriceBook.builder()
                .currency("EUR")
                .putStoragePerGbMonth(STANDARD_LRS, BigDecimal.ONE)
                .egressPerGb(BigDecimal.TEN)
                .putRegions(HERE, new RegionPrices(Map.of(STANDARD_LRS, BigDecimal.TEN), Optional.of(BigDecimal.ONE)))
                .build();
        assertThat(book.storagePerGbMonth(HERE, STANDARD_LRS)).contains(BigDecimal.TEN);
        assertThat(book.storagePerGbMonth(THERE, STANDARD_LRS)).contains(BigDecimal.ONE);
        assertThat(book.egressPerGb(HERE)).contains(BigDecimal.ONE);
        assertThat(book.egressPerGb(THERE)).contains(BigDecimal.TEN);
    }

    @Test
    void whatARegionDoesNotPriceIsPricedInGeneral() {
        PriceBook book = PriceBook.builder()
                .currency("EUR")
                .putStoragePerGbMonth(STANDARD_LRS, BigDecimal.ONE)
                .egressPerGb(BigDecimal.TEN)
                .putRegions(HERE, new RegionPrices(Map.of(), Optional.empty()))
                .build();
        assertThat(book.storagePerGbMonth(HERE, STANDARD_LRS)).contains(BigDecimal.ONE);
        assertThat(book.egressPerGb(HERE)).contains(BigDecimal.TEN);
        assertThat(book.storagePerGbMonth(HERE, PREMIUM_LRS)).isEmpty();
    }

    @Test
    void negativePricesAreRefused() {
        PriceBook.Builder book = PriceBook.builder().currency("EUR");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> book.putStoragePerGbMonth(PREMIUM_LRS, LESS).build())
                .withMessageContaining("Premium_LRS")
                .withMessageContaining("-0.01");
        assertThatIllegalArgumentException()
                .isThrownBy(() ->
                        PriceBook.builder().currency("EUR").egressPerGb(LESS).build())
                .withMessageContaining("egress");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new RegionPrices(Map.of(STANDARD_LRS, LESS), Optional.empty()));
        assertThatIllegalArgumentException().isThrownBy(() -> new RegionPrices(Map.of(), Optional.of(LESS)));
    }
}
