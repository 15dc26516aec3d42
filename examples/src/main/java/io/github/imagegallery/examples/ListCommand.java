// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.examples;

import io.github.imagegallery.Gallery;
import io.github.imagegallery.ImageGalleries;
import io.github.imagegallery.Listing;
import io.github.imagegallery.Listing.Page;
import io.github.imagegallery.Subscription;
import io.github.imagegallery.core.GallerySettings;
import io.github.imagegallery.model.GalleryInfo;
import io.github.imagegallery.model.ImageDefinitionInfo;
import io.github.imagegallery.model.ImageVersionInfo;
import io.github.imagegallery.model.ResourceId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The command that lists what there is, all of it or page by page. */
@Command(
        name = "list",
        description = {
            "Lists the galleries with their definitions and versions, or what one of them has.",
            "",
            "Without an ID it lists all subscriptions, or the one that --subscription names. Where that is not the"
                    + " default one alone, each begins with a line of its own."
        },
        footerHeading = "%nExample:%n",
        footer = {
            "  gallery --store images list --json",
            "  gallery --store images list --definitions --limit 100",
            "  gallery --store images list golden/web"
        })
final class ListCommand extends StoreCommand {
    private static final String DEFINITIONS = "definitions";

    @Parameters(
            arity = "0..1",
            paramLabel = "ID",
            converter = Address.OfParent.class,
            description = "A gallery, to list its definitions, or a definition, to list its versions.")
    private Optional<Address> address = Optional.empty();

    @Option(names = "--definitions", description = "List the definitions of all galleries.")
    private boolean definitions;

    @Mixin
    private Paging paging;

    @Override
    void check() {
        if (definitions && address.isPresent()) {
            misuse("--definitions does not fit " + address.get() + " (leave out one of them)");
        }
    }

    @Override
    Answer run(ImageGalleries galleries) {
        if (address.isPresent()) {
            return address.get().depth() == 1
                    ? definitions(address.get().gallery(galleries).definitions())
                    : versions(address.get().definition(galleries).versions());
        }
        Optional<Subscription> only = program().subscription().map(galleries::subscription);
        return definitions
                ? definitions(only.map(Subscription::definitions).orElseGet(galleries::definitions))
                : galleries(galleries, only.map(Subscription::galleries).orElseGet(galleries::galleries));
    }

    private Answer galleries(ImageGalleries galleries, Listing<GalleryInfo> listing) {
        Page<GalleryInfo> page = paging.read(listing);
        List<Tree> trees = page.items().stream()
                .map(gallery -> Tree.of(gallery, galleries.gallery(gallery.id())))
                .toList();
        return answer(
                "galleries",
                page,
                trees.stream().map(Tree::document).toList(),
                grouped(trees, tree -> tree.gallery().id(), Tree::lines));
    }

    private Answer definitions(Listing<ImageDefinitionInfo> listing) {
        Page<ImageDefinitionInfo> page = paging.read(listing);
        return answer(
                DEFINITIONS,
                page,
                page.items().stream().map(Documents::definition).toList(),
                grouped(
                        page.items(),
                        ImageDefinitionInfo::id,
                        definition ->
                                List.of(ResourceTexts.definition(definition.id().path(), definition))));
    }

    private Answer versions(Listing<ImageVersionInfo> listing) {
        Page<ImageVersionInfo> page = paging.read(listing);
        return answer(
                "versions",
                page,
                page.items().stream().map(Documents::version).toList(),
                page.items().stream().map(ResourceTexts::version).toList());
    }

    private Answer answer(String what, Page<?> page, List<Document> documents, List<String> lines) {
        return Answer.of(
                new Document().put(what, documents).put("next", page.next()),
                Paging.lines(lines.isEmpty() ? List.of(nothing(what)) : lines, page));
    }

    private String nothing(String what) {
        return paging.goesOn()
                ? "There are no more " + what
                : "There are no " + what + " yet"
                        + (what.equals("galleries") ? " (make one with the command 'create')" : "");
    }

    /** Returns the lines of items below the subscriptions that they belong to, unless that is the default one alone. */
    private <T> List<String> grouped(List<T> items, Function<T, ResourceId> id, Function<T, List<String>> lines) {
        if (address.isPresent()
                || program().subscription().isPresent()
                || items.stream().allMatch(item -> isDefault(id.apply(item)))) {
            return items.stream().flatMap(item -> lines.apply(item).stream()).toList();
        }
        List<String> all = new ArrayList<>();
        Optional<String> last = Optional.empty();
        for (T item : items) {
            Optional<String> subscription = Optional.of(id.apply(item).subscription());
            if (!subscription.equals(last)) {
                all.add("subscription " + subscription.get());
            }
            lines.apply(item).forEach(line -> all.add("  " + line));
            last = subscription;
        }
        return all;
    }

    private static boolean isDefault(ResourceId id) {
        return id.subscription().equals(GallerySettings.defaults().defaultSubscription());
    }

    /** A gallery with all that is in it. */
    private record Tree(GalleryInfo gallery, List<Branch> branches) {
        static Tree of(GalleryInfo info, Gallery gallery) {
            return new Tree(
                    info,
                    gallery.definitions().stream()
                            .map(definition -> new Branch(
                                    definition,
                                    gallery.definition(definition.name())
                                            .versions()
                                            .toList()))
                            .toList());
        }

        Document document() {
            return Documents.gallery(gallery)
                    .put(
                            DEFINITIONS,
                            branches.stream()
                                    .map(branch -> Documents.definition(branch.definition(), branch.versions()))
                                    .toList());
        }

        List<String> lines() {
            List<String> lines = new ArrayList<>();
            lines.add(ResourceTexts.gallery(gallery));
            branches.forEach(branch -> branch.addTo(lines));
            return lines;
        }
    }

    /** A definition with its versions. */
    private record Branch(ImageDefinitionInfo definition, List<ImageVersionInfo> versions) {
        void addTo(List<String> lines) {
            lines.add("  " + ResourceTexts.definition(definition.name(), definition));
            versions.forEach(version -> lines.add("    " + ResourceTexts.version(version)));
        }
    }
}
