// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.core.script;

import io.github.imagegallery.core.script.Kept.OneDefinition;
import io.github.imagegallery.core.script.Kept.OneGallery;
import io.github.imagegallery.core.script.Step.ChangeVersion;
import io.github.imagegallery.core.script.Step.DefinitionSaid;
import io.github.imagegallery.core.script.Step.End;
import io.github.imagegallery.core.script.Step.GallerySaid;
import io.github.imagegallery.core.script.Step.Publish;
import io.github.imagegallery.core.script.Step.ReplicateNewest;
import java.util.List;
import java.util.Optional;

/**
 * What the galleries ought to do, written from the rules with maps and loops and nothing of the library's own: an oracle
 * for scripts. A request that is refused is answered by {@code code target} for everything that is wrong with it, sorted.
 */
final class GalleryModel {
    private final Kept kept;
    private final VersionModel versions;
    private final NewestModel newest;

    GalleryModel(Kept kept) {
        this.kept = kept;
        this.versions = new VersionModel(kept);
        this.newest = new NewestModel(kept, versions);
    }

    List<String> publish(Publish asked) {
        return versions.publish(asked);
    }

    List<String> change(ChangeVersion asked) {
        return versions.change(asked);
    }

    List<String> replicateNewest(ReplicateNewest asked) {
        return newest.replicateNewest(asked);
    }

    List<String> create(Place place, GallerySaid said) {
        Wrongs wrongs = new Wrongs(kept, place);
        wrongs.location(said.location());
        wrongs.required("location", said.location());
        group(wrongs, said);
        if (Spelling.wellNamed(place) && kept.exists(place)) {
            wrongs.add("ResourceAlreadyExists gallery");
        }
        said.location()
                .ifPresent(location -> wrongs.quota(
                        place,
                        "galleries",
                        Spelling.region(location),
                        kept.limits().galleries()));
        if (wrongs.none()) {
            OneGallery gallery = new OneGallery();
            gallery.subscription = place.subscription();
            gallery.name = place.gallery();
            gallery.location = Spelling.region(said.location().orElseThrow());
            gallery.group = said.group().orElse(gallery.group);
            gallery.description = said.description().orElse("");
            gallery.tag = said.tag();
            kept.galleries(place).put(Spelling.lower(place.gallery()), gallery);
        }
        return wrongs.answer();
    }

    List<String> update(Place place, GallerySaid said) {
        Wrongs wrongs = new Wrongs(kept, place);
        group(wrongs, said);
        if (!Spelling.wellNamed(place)) {
            return wrongs.answer();
        }
        if (!kept.exists(place)) {
            wrongs.add("ResourceNotFound gallery");
            return wrongs.answer();
        }
        OneGallery gallery = kept.gallery(place).orElseThrow();
        wrongs.changed("location", gallery.location, said.location().map(Spelling::region));
        wrongs.changed(
                "resourceGroup", Spelling.lower(gallery.group), said.group().map(Spelling::lower));
        if (kept.limits().classic()) {
            wrongs.when(changesTag(gallery, said), "PropertyChangeNotAllowed tags");
        }
        if (wrongs.none()) {
            gallery.description = said.description().orElse(gallery.description);
            gallery.tag = changesTag(gallery, said) ? said.tag() : gallery.tag;
        }
        return wrongs.answer();
    }

    private static boolean changesTag(OneGallery gallery, GallerySaid said) {
        return said.tag().filter(tag -> gallery.tag.filter(tag::same).isEmpty()).isPresent();
    }

    private static void group(Wrongs wrongs, GallerySaid said) {
        said.group().ifPresent(group -> wrongs.when(group.contains("/"), "InvalidParameter resourceGroup"));
    }

    List<String> create(Place place, DefinitionSaid said) {
        Wrongs wrongs = new Wrongs(kept, place);
        said(wrongs, said);
        wrongs.location(said.location());
        wrongs.required("identifier", said.identifier());
        wrongs.required("osType", said.osType());
        wrongs.required("osState", said.osState());
        wrongs.end(said.end().flatMap(End::hour).map(Stage::hour), Optional.empty());
        if (Spelling.wellNamed(place)) {
            if (kept.gallery(place).isEmpty()) {
                wrongs.add("ParentResourceNotFound gallery");
            }
            if (kept.exists(place)) {
                wrongs.add("ResourceAlreadyExists definition");
            }
            if (tripleOfAnother(place, said)) {
                wrongs.add("ResourceAlreadyExists identifier");
            }
        }
        Optional<OneGallery> parent = Spelling.wellNamed(place) ? kept.gallery(place) : Optional.empty();
        Optional<String> location =
                said.location().map(Spelling::region).or(() -> parent.map(gallery -> gallery.location));
        location.ifPresent(
                where -> wrongs.quota(place, "definitions", where, kept.limits().definitions()));
        if (wrongs.none()) {
            OneDefinition definition = new OneDefinition();
            definition.name = place.definition().orElseThrow();
            definition.location = location.orElseThrow();
            definition.identifier = said.identifier().orElseThrow();
            definition.osType = said.osType().orElseThrow().toString();
            definition.osState = said.osState().orElseThrow().toString();
            definition.eula = said.eula().orElse("");
            describe(definition, said);
            parent.orElseThrow().definitions.put(Spelling.lower(definition.name), definition);
        }
        return wrongs.answer();
    }

    private boolean tripleOfAnother(Place place, DefinitionSaid said) {
        return said.identifier().isPresent()
                && kept.gallery(place).isPresent()
                && kept.gallery(place).orElseThrow().definitions.values().stream()
                        .anyMatch(other -> Spelling.same(
                                        other.identifier, said.identifier().get())
                                && !Spelling.lower(other.name)
                                        .equals(Spelling.lower(
                                                place.definition().orElseThrow())));
    }

    private static void describe(OneDefinition definition, DefinitionSaid said) {
        definition.description = said.description().orElse(definition.description);
        definition.end = said.end().isPresent() ? said.end().get().hour().map(Stage::hour) : definition.end;
        definition.vcpus = said.vcpus().isPresent() ? said.vcpus() : definition.vcpus;
        definition.notes = said.notes().orElse(definition.notes);
    }

    List<String> update(Place place, DefinitionSaid said) {
        Wrongs wrongs = new Wrongs(kept, place);
        said(wrongs, said);
        if (!Spelling.wellNamed(place)) {
            return wrongs.answer();
        }
        if (!kept.exists(place)) {
            wrongs.add("ResourceNotFound definition");
            return wrongs.answer();
        }
        OneDefinition definition = kept.definition(place).orElseThrow();
        wrongs.changed("location", definition.location, said.location().map(Spelling::region));
        if (said.identifier().isPresent()
                && Spelling.wellFormed(said.identifier().get())
                && !Spelling.same(definition.identifier, said.identifier().get())) {
            wrongs.add("PropertyChangeNotAllowed identifier");
        }
        wrongs.changed("osType", definition.osType, said.osType().map(Object::toString));
        wrongs.changed("osState", definition.osState, said.osState().map(Object::toString));
        wrongs.changed("eula", definition.eula, said.eula());
        if (kept.limits().classic()) {
            wrongs.changed("releaseNoteUri", definition.notes, said.notes());
        }
        wrongs.end(said.end().flatMap(End::hour).map(Stage::hour), definition.end);
        if (wrongs.none()) {
            describe(definition, said);
        }
        return wrongs.answer();
    }

    private static void said(Wrongs wrongs, DefinitionSaid said) {
        said.identifier().ifPresent(triple -> {
            wrongs.when(!Spelling.wellFormed(triple.publisher(), 128), "InvalidParameter identifier.publisher");
            wrongs.when(!Spelling.wellFormed(triple.offer(), 64), "InvalidParameter identifier.offer");
            wrongs.when(!Spelling.wellFormed(triple.sku(), 64), "InvalidParameter identifier.sku");
        });
        said.vcpus()
                .ifPresent(range ->
                        wrongs.when(range.min() < 1 || range.min() > range.max(), "InvalidParameter recommendedVcpus"));
    }

    List<String> delete(Place place) {
        Wrongs wrongs = new Wrongs(kept, place);
        wrongs.when(wrongs.none() && !kept.exists(place), "ResourceNotFound " + place.kind());
        if (wrongs.none()) {
            wrongs.when(hasChildren(place), "CannotDeleteResource " + place.kind());
            wrongs.when(
                    place.kind().equals("version")
                            && kept.isBlocked(kept.version(place).orElseThrow()),
                    "DeleteGalleryImageVersionBlockedBeforeEndOfLife version");
        }
        if (wrongs.none()) {
            kept.remove(place);
        }
        return wrongs.answer();
    }

    private boolean hasChildren(Place place) {
        return switch (place.kind()) {
            case "gallery" -> !kept.gallery(place).orElseThrow().definitions.isEmpty();
            case "definition" -> !kept.definition(place).orElseThrow().versions.isEmpty();
            default -> false;
        };
    }

    List<String> read(Place place) {
        Wrongs wrongs = new Wrongs(kept, place);
        wrongs.when(wrongs.none() && !kept.exists(place), "ResourceNotFound " + place.kind());
        return wrongs.answer();
    }
}
