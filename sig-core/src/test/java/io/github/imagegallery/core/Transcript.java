// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.core;

import io.github.imagegallery.Gallery;
import io.github.imagegallery.ImageDefinition;
import io.github.imagegallery.ImageGalleries;
import io.github.imagegallery.ImageVersion;
import io.github.imagegallery.Listing;
import io.github.imagegallery.Listing.Page;
import io.github.imagegallery.PendingChange;
import io.github.imagegallery.PricedChange;
import io.github.imagegallery.ProgressListener;
import io.github.imagegallery.Shareable;
import io.github.imagegallery.Subscription;
import io.github.imagegallery.model.Action;
import io.github.imagegallery.model.LifecyclePolicy;
import io.github.imagegallery.model.LifecycleRule;
import io.github.imagegallery.model.PriceBook;
import io.github.imagegallery.model.Principal;
import io.github.imagegallery.model.ResourceId;
import io.github.imagegallery.model.Role;
import io.github.imagegallery.model.StorageType;
import io.github.imagegallery.model.VersionNumber;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;

/**
 * All that is said to a principal, letter by letter: what it reads, and what it is answered when it asks for something to be
 * done. Only digests of bytes are random (packs are salted); they are numbered in the order in which they are said.
 */
final class Transcript {
    private static final Pattern DIGEST = Pattern.compile("[0-9a-f]{64}");
    private static final Pattern MOVED = Pattern.compile("movedBytes=[0-9]+|moves=\\[[^]]*]");
    private static final List<String> SUBSCRIPTIONS = List.of("default", "zzz", "aaa");
    private static final List<String> GALLERIES =
            List.of("default/mine", "default/part", "default/bit", "default/kept", "zzz/shop", "zzz/kept", "aaa/kept");
    private static final List<String> DEFINITIONS = List.of("web", "plans");
    private static final List<String> NUMBERS = List.of("1.0.0", "1.0.1");
    private static final List<String> REGIONS = List.of("westeurope", "eastus");
    private static final PriceBook PRICES = PriceBook.builder()
            .currency("EUR")
            .putStoragePerGbMonth(StorageType.STANDARD_LRS, new BigDecimal("0.05"))
            .egressPerGb(new BigDecimal("0.017"))
            .build();
    static final LifecyclePolicy POLICY = LifecyclePolicy.of(
            LifecycleRule.keepNewest(1), LifecycleRule.deletePastEndOfLife(), LifecycleRule.olderAtHome(1));

    private final ImageGalleries mine;
    private final Principal self;
    private final Principal neighbour;
    private final Path image;
    private final boolean moves;
    private final List<String> lines = new ArrayList<>();
    private final Map<String, String> digests = new HashMap<>();

    /**
     * @param mine the galleries as the principal sees them
     * @param neighbour somebody else whose rights it asks about
     * @param image what it publishes
     * @param moves whether it is written down how many bytes are moved, and how far that is
     */
    Transcript(ImageGalleries mine, Principal self, Principal neighbour, Path image, boolean moves) {
        this.mine = mine;
        this.self = self;
        this.neighbour = neighbour;
        this.image = image;
        this.moves = moves;
    }

    List<String> lines() {
        return lines;
    }

    /** Writes down what a call answers, or with what words it is refused. */
    void say(String asked, Callable<?> call) {
        String answer;
        try {
            answer = String.valueOf(call.call());
        } catch (Exception refused) {
            answer = refused.toString();
        }
        String numbered = DIGEST.matcher(answer).replaceAll(found -> number(found.group()));
        lines.add(asked + ": " + (moves ? numbered : MOVED.matcher(numbered).replaceAll("moved")));
    }

    private String number(String digest) {
        return digests.computeIfAbsent(digest, met -> "digest-" + digests.size());
    }

    /** Has a change made, and writes down what it answers: before, what it says of itself. */
    void change(String asked, PendingChange<?> change) {
        say("plan " + asked, () -> change.plan(PRICES));
        if (change instanceof PricedChange<?> priced) {
            say("price " + asked, () -> priced.estimate(PRICES));
        }
        say(asked, change::commit);
    }

    /** Returns who writes down how far something is. */
    ProgressListener progress() {
        return told -> {
            if (moves) {
                say("progress", () -> told);
            }
        };
    }

    /** Reads everything that can be read, under every name that there may be. */
    void read() {
        pages("galleries", mine.galleries());
        pages("definitions", mine.definitions());
        say("verify", () -> mine.verify(progress()));
        for (String id : SUBSCRIPTIONS) {
            Subscription subscription = mine.subscription(id);
            pages(id + " galleries", subscription.galleries());
            pages(id + " definitions", subscription.definitions());
            say(id + " usage", subscription::usage);
            say(id + " info", subscription::info);
            roles(id, subscription);
        }
        each(this::read);
        roles("tenant", mine.tenant("default"));
    }

    private void read(String path, Gallery gallery) {
        say(path, gallery::info);
        say(path + " found", () -> mine.gallery(id(path)).info());
        pages(path + " definitions", gallery.definitions());
        say(path + " lifecycle", () -> gallery.lifecycle(POLICY).dryRun());
        say(path + " lifecycle then", () -> gallery.lifecycle(POLICY).dryRun(SettableClock.START));
        say(path + " saving", () -> gallery.lifecycle(POLICY).estimate(PRICES));
        say(path + " urn", () -> gallery.find("p:o:plans:1.0.0", "westeurope"));
        say(path + " latest urn", () -> gallery.find("p:o:web:latest", "eastus"));
        roles(path, gallery);
        DEFINITIONS.forEach(name -> read(path + "/" + name, gallery.definition(name)));
    }

    private void read(String path, ImageDefinition definition) {
        say(path, definition::info);
        say(path + " found", () -> mine.definition(id(path)).info());
        pages(path + " versions", definition.versions());
        pages(path + " history", definition.history());
        say(path + " next", definition::nextVersion);
        say(path + " lifecycle", () -> definition.lifecycle(POLICY).dryRun());
        for (String region : REGIONS) {
            say(path + " latest", () -> definition.latest(region));
            say(path + " explain", () -> definition.explainLatest(region));
            say(path + " then", () -> definition.explainLatest(region, SettableClock.START.plus(Duration.ofHours(2))));
            say(
                    path + " deploy",
                    () -> definition
                            .deploy(region)
                            .virtualMachines(30)
                            .osProfile()
                            .plan());
        }
        roles(path, definition);
        NUMBERS.forEach(number -> read(path + "/" + number, definition.version(number)));
    }

    private void read(String path, ImageVersion version) {
        say(path, version::info);
        say(path + " found", () -> mine.version(id(path)).info());
        say(path + " costs", () -> version.estimate(PRICES));
        say(path + " deletion", () -> version.delete().estimate(PRICES));
        for (String region : REGIONS) {
            say(
                    path + " deploy",
                    () -> version.deploy(region)
                            .virtualMachines(1)
                            .scaleSet(700)
                            .osProfile()
                            .plan());
            say(path + " open", () -> version.open(region).size());
        }
        roles(path, version);
    }

    private static ResourceId id(String path) {
        String[] names = path.split("/");
        ResourceId id = ResourceId.gallery(names[0], "default", names[1]);
        if (names.length > 2) {
            id = id.definition(names[2]);
        }
        return names.length > 3 ? id.version(VersionNumber.parse(names[3])) : id;
    }

    private void roles(String path, Shareable place) {
        say(path + " roles", place::assignments);
        for (Action action : Action.values()) {
            say(path + " mine", () -> mine.explain(self, action, place.scope()));
            say(path + " others", () -> mine.explain(neighbour, action, place.scope()));
        }
    }

    /** Reads a listing as a whole, and one by one with where each page says to go on. */
    private void pages(String what, Listing<?> listing) {
        say(what, listing::toList);
        say(what + " one by one", () -> {
            List<Page<?>> pages = new ArrayList<>();
            Page<?> page = listing.page(1);
            pages.add(page);
            while (page.next().isPresent()) {
                page = listing.page(page.next().get(), 1);
                pages.add(page);
            }
            return pages;
        });
    }

    /** Asks for everything to be done that can be asked for, under every name that there may be. */
    void attempt() {
        each((path, gallery) -> {
            change(path + " update", gallery.update().description("new").tag("", ""));
            change(path + " describe", gallery.update().description("new"));
            change(path + " share", gallery.share(neighbour, Role.reader()));
            change(path + " unshare", gallery.unshare(neighbour, "Owner"));
            for (String name : DEFINITIONS) {
                ImageDefinition definition = gallery.definition(name);
                String where = path + "/" + name;
                change(
                        where + " create",
                        definition.create().identifier("p", "o", name).linux().generalized());
                change(where + " ill", definition.create().recommendedVcpus(3, 2));
                change(where + " update", definition.update().description("new"));
                change(where + " newest", definition.replicateNewest().onProgress(progress()));
                change(where + " share", definition.share(neighbour, Role.reader()));
                for (String number : NUMBERS) {
                    attempt(where + "/" + number, definition.version(number));
                }
                change(where + " lifecycle", definition.lifecycle(POLICY));
            }
            change(path + " lifecycle", gallery.lifecycle(POLICY));
        });
        each((path, gallery) -> {
            for (String name : DEFINITIONS) {
                NUMBERS.forEach(number -> change(
                        path + "/" + name + "/" + number + " delete",
                        gallery.definition(name).version(number).delete()));
                change(path + "/" + name + " delete", gallery.definition(name).delete());
            }
            change(path + " delete", gallery.delete());
            change(path + " create", gallery.create().location("westeurope"));
        });
    }

    /** A gallery under a name. */
    @FunctionalInterface
    private interface Named {
        void visit(String path, Gallery gallery);
    }

    private void each(Named visitor) {
        for (String path : GALLERIES) {
            String[] names = path.split("/");
            visitor.visit(path, mine.subscription(names[0]).gallery(names[1]));
        }
    }

    private void attempt(String path, ImageVersion version) {
        change(path + " update", version.update().excludeFromLatest(true));
        change(path + " replicate", version.replicate("westeurope", 2).onProgress(progress()));
        change(path + " too many", version.replicate("westeurope", 99));
        change(path + " withdraw", version.withdraw("nowhere"));
        change(path + " publish", version.publish(image).onProgress(progress()));
        change(path + " missing", version.publish(image.resolveSibling("none.raw")));
        change(path + " share", version.share(neighbour, Role.reader()));
        ImageVersion copy = mine.gallery("mine").definition("web").version("7.0.0");
        change(path + " copy", copy.publish(version).onProgress(progress()));
        change(path + " copy away", copy.delete());
    }
}
