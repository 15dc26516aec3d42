// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.core.content;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.imagegallery.storage.Site;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Disks are spread over the copies of a region, in the order in which they are given. */
class ReadersTest {
    private static final Site FIRST = new Site("default", "westeurope", 0, 1);
    private static final Site SECOND = new Site("default", "westeurope", 0, 2);
    private static final Site ELSEWHERE = new Site("default", "eastus", 0, 1);
    private static final List<Site> SITES = List.of(FIRST, SECOND, ELSEWHERE);

    private final Readers readers = new Readers();

    @Test
    void theFirstIsTakenAmongThoseFromWhichAsFewDisksAreRead() {
        assertThat(readers.enter(SITES)).containsExactly(FIRST, SECOND, ELSEWHERE);
        assertThat(readers.enter(SITES)).containsExactly(SECOND, FIRST, ELSEWHERE);
        assertThat(readers.enter(SITES)).containsExactly(FIRST, SECOND, ELSEWHERE);
    }

    @Test
    void whatHasLeftNoLongerCounts() {
        readers.enter(SITES);
        readers.enter(SITES);
        readers.leave(SECOND);

        assertThat(readers.enter(SITES)).startsWith(SECOND);
    }

    @Test
    void anotherRegionIsNotTakenHoweverBusyThisOneIs() {
        readers.enter(List.of(FIRST));
        readers.enter(List.of(FIRST));

        assertThat(readers.enter(List.of(FIRST, ELSEWHERE))).containsExactly(FIRST, ELSEWHERE);
    }

    /** Where a copy fails, all that read from it go to the next one. */
    @Test
    void whatIsReadWhereTheFirstFailsIsTheNextOfTheRegionByLoad() {
        Site third = new Site("default", "westeurope", 0, 3);
        List<Site> sites = List.of(FIRST, SECOND, third, ELSEWHERE);
        readers.enter(sites);
        readers.enter(List.of(FIRST));
        readers.enter(List.of(SECOND));
        readers.enter(List.of(ELSEWHERE));

        assertThat(readers.enter(sites)).containsExactly(third, SECOND, FIRST, ELSEWHERE);
    }
}
