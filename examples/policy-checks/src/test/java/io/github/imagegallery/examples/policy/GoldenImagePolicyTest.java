// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.examples.policy;

import io.github.imagegallery.model.ImageDefinitionInfo;
import io.github.imagegallery.model.ImageVersionInfo;
import io.github.imagegallery.model.LatestResolution;
import io.github.imagegallery.model.LatestResolution.Reason;
import io.github.imagegallery.model.PriceBook;
import io.github.imagegallery.model.RegionName;
import io.github.imagegallery.model.RegionReplication;
import io.github.imagegallery.model.StorageType;
import io.github.imagegallery.policy.CostModel;
import io.github.imagegallery.policy.EndOfLifeRule;
import io.github.imagegallery.policy.ReplicaSizing;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;

/**
 * What the images of production must be, as unit tests. Copy this class and {@link ProductionImages}, make the policy at
 * its top your own, and name your store: {@code mvn test -Dgallery.store=/path/to/images}. Every rule is checked for every
 * production definition of all galleries; a failure says what is wrong and, in brackets, what to do.
 */
class GoldenImagePolicyTest extends ProductionImages {

    // The policy: change it here.

    private static final int MAX_AGE_DAYS = 30;
    private static final int NOTICE_DAYS = 14;
    private static final String MAX_PRICE = "2.50";
    private static final int MACHINES_AT_ONCE = 120;
    private static final List<RegionName> REGIONS = List.of(RegionName.of("westeurope"), RegionName.of("northeurope"));
    private static final Map<String, String> FEATURES = Map.of("SecurityType", "TrustedLaunchSupported");

    /** Made up: take the prices from your contract. */
    private static final PriceBook PRICES = PriceBook.builder()
            .currency("EUR")
            .putStoragePerGbMonth(StorageType.STANDARD_LRS, new BigDecimal("0.045"))
            .putStoragePerGbMonth(StorageType.STANDARD_ZRS, new BigDecimal("0.056"))
            .putStoragePerGbMonth(StorageType.PREMIUM_LRS, new BigDecimal("0.122"))
            .egressPerGb(new BigDecimal("0.018"))
            .build();

    private static boolean isBought(ImageDefinitionInfo definition) {
        return "marketplace".equals(definition.tags().get("base"));
    }

    // The rules: each is one line of the report for each production definition.

    @ProductionRule
    @DisplayName("has a newest version younger than " + MAX_AGE_DAYS + " days")
    void isRenewed(GoldenImage image) {
        ImageVersionInfo newest = image.newest();
        long age = Duration.between(newest.publishedDate().orElseThrow(), now).toDays();

        image.require(age < MAX_AGE_DAYS, newest.number() + " is " + age + " days old (publish a fresh build)");
    }

    @ProductionRule
    @DisplayName("deploys its newest version in every required region")
    void isUpToDate(GoldenImage image) {
        ImageVersionInfo newest = image.newest();

        image.refuse(REGIONS.stream().map(image::latest).flatMap(latest -> whyNot(newest, latest)));
    }

    @ProductionRule
    @DisplayName("keeps its newest version zone-redundant in every required region")
    void isZoneRedundant(GoldenImage image) {
        ImageVersionInfo newest = image.newest();

        image.refuse(newest.regions().stream()
                .filter(replicas -> REGIONS.contains(replicas.region()))
                .filter(replicas -> replicas.storageType() != StorageType.STANDARD_ZRS)
                .map(replicas -> newest.number() + " is " + replicas.storageType() + " in " + replicas.region()
                        + ", which never changes (publish the next version there zone-redundant)"));
    }

    @ProductionRule
    @DisplayName("has replicas for " + MACHINES_AT_ONCE + " machines at once in every required region")
    void isLargeEnough(GoldenImage image) {
        int needed =
                ReplicaSizing.classic().forVirtualMachines(MACHINES_AT_ONCE).replicas();

        image.refuse(REGIONS.stream()
                .flatMap(region -> image.latest(region).chosen().flatMap(latest -> latest.region(region)).stream())
                .filter(replicas -> replicas.availableReplicas() < needed)
                .map(replicas -> replicas.region() + " has " + replicas.availableReplicas() + " of the " + needed
                        + " replicas that " + MACHINES_AT_ONCE
                        + " machines at once need (replicate its latest there, with "
                        + needed + " replicas)"));
    }

    @ProductionRule
    @DisplayName("deploys nothing that would be lost with one region")
    void survivesTheLossOfARegion(GoldenImage image) {
        image.refuse(image.deployed().keySet().stream()
                .filter(version -> available(version).size() < 2)
                .map(version -> version.number() + " is in no region but " + available(version)
                        + " (replicate it, or its successor, to another one)"));
    }

    @ProductionRule
    @DisplayName("deploys nothing that ends within " + NOTICE_DAYS + " days")
    void isWithinItsLife(GoldenImage image) {
        image.refuse(image.deployed().entrySet().stream()
                .filter(deployed -> endsSoon(deployed.getKey().endOfLifeDate()))
                .map(deployed -> deployed.getKey().number() + ", latest in " + deployed.getValue()
                        + ", has its end of life on "
                        + deployed.getKey().endOfLifeDate().orElseThrow() + " (publish a fresh build there)"));
    }

    @ProductionRule
    @DisplayName("does not itself end within " + NOTICE_DAYS + " days")
    void isSupported(GoldenImage image) {
        Optional<Instant> end = image.definition().endOfLifeDate();

        image.require(!endsSoon(end), "it has its end of life on " + end.orElse(null) + " (move to its successor)");
    }

    @ProductionRule
    @DisplayName("costs less than " + MAX_PRICE + " a month, all versions together")
    void isAffordable(GoldenImage image) {
        BigDecimal monthly = image.versions().stream()
                .map(version -> CostModel.estimate(version, PRICES).monthly())
                .reduce(BigDecimal.ZERO, BigDecimal::add);

        image.require(
                monthly.compareTo(new BigDecimal(MAX_PRICE)) < 0,
                "it costs " + monthly.setScale(2, RoundingMode.UP) + " " + PRICES.currency()
                        + " a month (keep older versions at home only, see replicateNewest, or delete them)");
    }

    @ProductionRule
    @DisplayName("has a purchase plan if it is bought")
    void hasItsPurchasePlan(GoldenImage image) {
        image.require(
                !isBought(image.definition())
                        || image.definition().purchasePlan().isPresent(),
                "it has no purchase plan, which never changes (create a new definition with the plan of its source)");
    }

    @ProductionRule
    @DisplayName("has every required feature")
    void hasItsFeatures(GoldenImage image) {
        Map<String, String> features = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        features.putAll(image.definition().features());

        image.refuse(FEATURES.entrySet().stream()
                .filter(required -> !required.getValue().equals(features.get(required.getKey())))
                .map(required -> "its feature " + required.getKey() + " is "
                        + features.getOrDefault(required.getKey(), "not set") + ", which never changes"
                        + " (create a new definition with " + required + ")"));
    }

    // What the rules are told with.

    private static boolean endsSoon(Optional<Instant> endOfLife) {
        return EndOfLifeRule.hasPassed(endOfLife, now.plus(Duration.ofDays(NOTICE_DAYS)));
    }

    private static List<RegionName> available(ImageVersionInfo version) {
        return version.regions().stream()
                .filter(replicas -> replicas.availableReplicas() > 0)
                .map(RegionReplication::region)
                .toList();
    }

    /** Tells why a version is passed over as latest; nothing if it, or a newer one, is latest. */
    private static Stream<String> whyNot(ImageVersionInfo newest, LatestResolution latest) {
        String chosen =
                latest.chosen().map(version -> version.number().toString()).orElse("nothing");
        return latest.passedOver().stream()
                .filter(passed -> passed.version().equals(newest.number()))
                .map(passed -> latest.region() + " deploys " + chosen + ", not " + passed.version() + ": "
                        + passed.explanation() + " (" + remedy(passed.reason()) + ")");
    }

    private static String remedy(Reason reason) {
        return switch (reason) {
            case NOT_REPLICATED -> "replicate it there";
            case NOT_COMPLETED -> "replicate it there again, which resumes";
            case EXCLUDED_IN_REGION -> "include it there";
            default -> "publish a fresh build there";
        };
    }
}
