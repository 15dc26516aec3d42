// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.core;

import com.google.common.collect.Lists;
import io.github.imagegallery.Listing;
import io.github.imagegallery.Listing.Page;
import io.github.imagegallery.error.GalleryException;
import io.github.imagegallery.model.ImageVersionInfo;
import io.github.imagegallery.model.VersionNumber;
import java.util.List;
import java.util.Optional;

/** Lists the versions of a definition, oldest first. Where to go on is said by the number of the last one. */
record VersionListing(DefinitionHandle definition) {

    Listing<ImageVersionInfo> pages() {
        return new Pages<>("the versions of " + definition.address(), this::page);
    }

    private Page<ImageVersionInfo> page(Optional<String> next, int limit) {
        Optional<VersionNumber> after = next.map(this::number);
        List<ImageVersionInfo> oldestFirst =
                Lists.reverse(definition.engine().versions().of(definition.info()));
        List<ImageVersionInfo> rest = oldestFirst.stream()
                .filter(version -> after.isEmpty() || version.number().compareTo(after.get()) > 0)
                .toList();
        List<ImageVersionInfo> items = rest.subList(0, Math.min(limit, rest.size()));
        return new Page<>(
                definition.engine().catalog().withProgress(items),
                rest.size() > limit ? Optional.of(items.get(limit - 1).number().toString()) : Optional.empty());
    }

    private VersionNumber number(String next) {
        try {
            return VersionNumber.parse(next);
        } catch (GalleryException malformed) {
            throw Pages.unknown("the versions of " + definition.address(), next);
        }
    }
}
