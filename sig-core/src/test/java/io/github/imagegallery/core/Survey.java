// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.core;

import io.github.imagegallery.DeploymentRequest;
import io.github.imagegallery.ImageDefinition;
import io.github.imagegallery.ImageGalleries;
import io.github.imagegallery.error.GalleryException;
import io.github.imagegallery.model.CostEstimate;
import io.github.imagegallery.model.DiskType;
import io.github.imagegallery.model.GalleryInfo;
import io.github.imagegallery.model.ImageDefinitionInfo;
import io.github.imagegallery.model.ImageVersionInfo;
import io.github.imagegallery.model.OsState;
import io.github.imagegallery.model.PriceBook;
import io.github.imagegallery.model.RegionReplication;
import io.github.imagegallery.storage.BlobInfo;
import io.github.imagegallery.storage.Cursor;
import io.github.imagegallery.storage.GalleryStorage;
import io.github.imagegallery.storage.Page;
import io.github.imagegallery.storage.Site;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * All that a plan foretells, as it is now, by asking what users ask.
 *
 * @param latest which version is latest, for each definition and region in which one is
 * @param deployable what can be deployed: version and region, and each type of OS disk
 * @param used how many of each kind there are in each location
 * @param monthly what all versions cost every month
 * @param bytes the bytes at all sites
 */
public record Survey(
        Map<String, String> latest, Set<String> deployable, Map<String, Long> used, BigDecimal monthly, long bytes) {

    /** Looks at all there is. */
    public static Survey of(
            ImageGalleries galleries, List<String> subscriptions, GalleryStorage storage, PriceBook prices) {
        Map<String, String> latest = new TreeMap<>();
        Set<String> deployable = new HashSet<>();
        Map<String, Long> used = new TreeMap<>();
        BigDecimal monthly = BigDecimal.ZERO;
        for (String subscription : subscriptions) {
            galleries
                    .subscription(subscription)
                    .usage()
                    .forEach(usage -> used.merge(usage.kind() + " " + usage.location(), usage.used(), Long::sum));
        }
        for (GalleryInfo gallery : galleries.galleries()) {
            for (ImageDefinitionInfo info : galleries.gallery(gallery.id()).definitions()) {
                ImageDefinition definition = galleries.gallery(gallery.id()).definition(info.name());
                Set<String> regions = new TreeSet<>();
                for (ImageVersionInfo version : definition.versions()) {
                    monthly = monthly.add(cost(definition, version, prices));
                    for (RegionReplication region : version.regions()) {
                        regions.add(region.region().toString());
                        addDeployable(definition, info, version, region, deployable);
                    }
                }
                for (String region : regions) {
                    definition
                            .explainLatest(region)
                            .chosen()
                            .ifPresent(version -> latest.put(
                                    info.id() + " " + region, version.number().toString()));
                }
            }
        }
        return new Survey(latest, deployable, used, monthly, bytes(storage));
    }

    private static BigDecimal cost(ImageDefinition definition, ImageVersionInfo version, PriceBook prices) {
        CostEstimate estimate = definition.version(version.number()).estimate(prices);
        return estimate.monthly();
    }

    private static void addDeployable(
            ImageDefinition definition,
            ImageDefinitionInfo info,
            ImageVersionInfo version,
            RegionReplication region,
            Set<String> deployable) {
        String where = version.id() + " " + region.region();
        DeploymentRequest request = definition
                .version(version.number())
                .deploy(region.region().toString())
                .virtualMachines(1);
        if (info.osState() == OsState.GENERALIZED) {
            request.osProfile();
        }
        try {
            request.plan();
        } catch (GalleryException refused) {
            return;
        }
        deployable.add(where);
        Arrays.stream(DiskType.values())
                .filter(type -> !info.disallowedDiskTypes().contains(type))
                .forEach(type -> deployable.add(where + " on " + type));
    }

    private static long bytes(GalleryStorage storage) {
        long bytes = 0;
        for (Site site : storage.contents().sites()) {
            Optional<Cursor> next = Optional.of(Cursor.start());
            while (next.isPresent()) {
                Page<BlobInfo> page = storage.contents().list(site, next.get(), 1_000);
                bytes += page.items().stream().mapToLong(BlobInfo::size).sum();
                next = page.next();
            }
        }
        return bytes;
    }
}
