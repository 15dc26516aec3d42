// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.core.script;

import io.github.imagegallery.DefinitionChange;
import io.github.imagegallery.GalleryChange;
import io.github.imagegallery.ImageGalleries;
import io.github.imagegallery.ImageVersion;
import io.github.imagegallery.NewestReplication;
import io.github.imagegallery.PendingChange;
import io.github.imagegallery.VersionChange;
import io.github.imagegallery.VersionPublication;
import io.github.imagegallery.VersionSettings;
import io.github.imagegallery.core.OnlyCommitted;
import io.github.imagegallery.model.IntRange;
import io.github.imagegallery.model.OsState;
import io.github.imagegallery.model.OsType;
import io.github.imagegallery.model.StorageType;
import io.github.imagegallery.model.TargetRegion;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import net.jqwik.api.state.Transformer;

/**
 * One line of a script. What is empty is not said. Dates are whole hours after the beginning. A value, so that a script
 * that fails is made shorter and can be read.
 */
sealed interface Step extends Transformer<Stage> {

    /** Has the engine and the model do it, and compares them. */
    @Override
    default Stage apply(Stage stage) {
        stage.play(this);
        return stage;
    }

    @Override
    default String transformation() {
        return toString();
    }

    /** A step that asks something of the galleries. */
    sealed interface Request extends Step {
        /** Returns what kind of request it is. */
        default String kind() {
            return getClass().getSimpleName();
        }

        /** Returns the request of the engine; its commit returns the answer. */
        PendingChange<?> pending(ImageGalleries galleries);

        /** Makes the request of the model, and returns what is wrong with it: nothing if it is granted. */
        List<String> expect(GalleryModel model);
    }

    /** An end of life; empty where it is taken away. */
    record End(Optional<Integer> hour) {
        @Override
        public String toString() {
            return hour.map(at -> "hour " + at).orElse("never");
        }
    }

    /** A tag; the case of its name is no difference. */
    record Tag(String name, String value) {
        boolean same(Tag other) {
            return name.equalsIgnoreCase(other.name) && value.equals(other.value);
        }

        @Override
        public String toString() {
            return name + "=" + value;
        }
    }

    /** What is said of a gallery. */
    record GallerySaid(
            Optional<String> location, Optional<String> group, Optional<String> description, Optional<Tag> tag) {
        static GallerySaid in(String location) {
            return new GallerySaid(Optional.of(location), Optional.empty(), Optional.empty(), Optional.empty());
        }

        PendingChange<?> tell(GalleryChange change) {
            location.ifPresent(change::location);
            group.ifPresent(change::resourceGroup);
            description.ifPresent(change::description);
            tag.ifPresent(one -> change.tag(one.name(), one.value()));
            return change;
        }

        @Override
        public String toString() {
            return new Words()
                    .say("in", location)
                    .say("of group", group)
                    .say("described as", description)
                    .say("tagged", tag)
                    .toString();
        }
    }

    record CreateGallery(Place place, GallerySaid said) implements Request {
        @Override
        public PendingChange<?> pending(ImageGalleries galleries) {
            return said.tell(place.gallery(galleries).create());
        }

        @Override
        public List<String> expect(GalleryModel model) {
            return model.create(place, said);
        }

        @Override
        public String toString() {
            return "create gallery " + place + said;
        }
    }

    record UpdateGallery(Place place, GallerySaid said) implements Request {
        @Override
        public PendingChange<?> pending(ImageGalleries galleries) {
            return said.tell(place.gallery(galleries).update());
        }

        @Override
        public List<String> expect(GalleryModel model) {
            return model.update(place, said);
        }

        @Override
        public String toString() {
            return "update gallery " + place + said;
        }
    }

    /** Publisher, offer and SKU. */
    record Triple(String publisher, String offer, String sku) {
        @Override
        public String toString() {
            return publisher + ":" + offer + ":" + sku;
        }
    }

    /** What is said of a definition. */
    record DefinitionSaid(
            Optional<String> location,
            Optional<Triple> identifier,
            Optional<OsType> osType,
            Optional<OsState> osState,
            Optional<String> description,
            Optional<End> end,
            Optional<IntRange> vcpus,
            Optional<String> eula,
            Optional<String> notes) {
        static DefinitionSaid linux(Triple identifier) {
            return new DefinitionSaid(
                    Optional.empty(),
                    Optional.of(identifier),
                    Optional.of(OsType.LINUX),
                    Optional.of(OsState.GENERALIZED),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty());
        }

        PendingChange<?> tell(DefinitionChange change) {
            location.ifPresent(change::location);
            identifier.ifPresent(triple -> change.identifier(triple.publisher(), triple.offer(), triple.sku()));
            osType.ifPresent(change::osType);
            osState.ifPresent(change::osState);
            description.ifPresent(change::description);
            end.ifPresent(
                    date -> date.hour().ifPresentOrElse(at -> change.endOfLife(Stage.hour(at)), change::noEndOfLife));
            vcpus.ifPresent(range -> change.recommendedVcpus(range.min(), range.max()));
            eula.ifPresent(change::eula);
            notes.map(URI::create).ifPresent(change::releaseNotes);
            return change;
        }

        @Override
        public String toString() {
            return new Words()
                    .say("in", location)
                    .say("known as", identifier)
                    .say("for", osType)
                    .say("being", osState)
                    .say("described as", description)
                    .say("ending", end)
                    .say("with vCPUs", vcpus)
                    .say("with eula", eula)
                    .say("with notes", notes)
                    .toString();
        }
    }

    record CreateDefinition(Place place, DefinitionSaid said) implements Request {
        @Override
        public PendingChange<?> pending(ImageGalleries galleries) {
            return said.tell(place.definition(galleries).create());
        }

        @Override
        public List<String> expect(GalleryModel model) {
            return model.create(place, said);
        }

        @Override
        public String toString() {
            return "create definition " + place + said;
        }
    }

    record UpdateDefinition(Place place, DefinitionSaid said) implements Request {
        @Override
        public PendingChange<?> pending(ImageGalleries galleries) {
            return said.tell(place.definition(galleries).update());
        }

        @Override
        public List<String> expect(GalleryModel model) {
            return model.update(place, said);
        }

        @Override
        public String toString() {
            return "update definition " + place + said;
        }
    }

    /** What is said of a target region. */
    record Target(String region, Optional<Integer> count, Optional<StorageType> storage, Optional<Boolean> excluded) {
        static Target of(String region) {
            return new Target(region, Optional.empty(), Optional.empty(), Optional.empty());
        }

        /** Returns this target, by default where it asks for none at all. */
        Target atLeastOne() {
            return new Target(region, count.filter(given -> given > 0), storage, excluded);
        }

        boolean sameRegion(Target other) {
            return asked().region().equals(other.asked().region());
        }

        TargetRegion asked() {
            TargetRegion target = TargetRegion.of(region);
            target = count.map(target::replicas).orElse(target);
            target = storage.map(target::storage).orElse(target);
            return excluded.isEmpty()
                    ? target
                    : excluded.get() ? target.excludedFromLatest() : target.includedInLatest();
        }

        @Override
        public String toString() {
            return region
                    + count.map(number -> " × " + number).orElse("")
                    + storage.map(type -> " " + type).orElse("")
                    + excluded.map(flag -> flag ? " excluded" : " included").orElse("");
        }
    }

    /** What is said of a version's safety profile. */
    record Guard(Optional<Boolean> mayBeWithdrawn, Optional<Boolean> blocked) {
        void tell(VersionSettings<?> settings) {
            mayBeWithdrawn.ifPresent(settings::allowDeletionOfReplicatedLocations);
            blocked.ifPresent(settings::blockDeletionBeforeEndOfLife);
        }

        @Override
        public String toString() {
            return new Words()
                    .say("regions may be withdrawn:", mayBeWithdrawn)
                    .say("not to be deleted before its end:", blocked)
                    .toString();
        }
    }

    /** What a version is made from. */
    sealed interface Origin {
        VersionPublication publish(ImageGalleries galleries, ImageVersion version);
    }

    record FromPictures(Picture osDisk, Optional<Picture> dataDisk) implements Origin {
        /** The logical unit number of the data disk. */
        static final int LUN = 3;

        @Override
        public VersionPublication publish(ImageGalleries galleries, ImageVersion version) {
            VersionPublication publication = version.publish(osDisk.file());
            dataDisk.ifPresent(picture -> publication.dataDisk(LUN, picture.file()));
            return publication;
        }

        @Override
        public String toString() {
            return osDisk + dataDisk.map(disk -> " and " + disk).orElse("");
        }
    }

    record FromVersion(Place source) implements Origin {
        @Override
        public VersionPublication publish(ImageGalleries galleries, ImageVersion version) {
            return version.publish(source.version(galleries));
        }

        @Override
        public String toString() {
            return "version " + source;
        }
    }

    record Publish(
            Place place,
            Origin origin,
            Optional<String> location,
            Optional<Integer> replicaCount,
            List<Target> targets,
            Optional<Boolean> excluded,
            Optional<Integer> end,
            boolean shallow,
            Guard guard)
            implements Request {
        @Override
        public String kind() {
            return Request.super.kind() + origin.getClass().getSimpleName();
        }

        @Override
        public PendingChange<?> pending(ImageGalleries galleries) {
            VersionPublication publication = origin.publish(galleries, place.version(galleries));
            location.ifPresent(publication::location);
            replicaCount.ifPresent(publication::replicaCount);
            targets.forEach(target -> publication.replicate(target.asked()));
            excluded.ifPresent(publication::excludeFromLatest);
            end.map(Stage::hour).ifPresent(publication::endOfLife);
            if (shallow) {
                publication.shallow();
            }
            guard.tell(publication);
            return publication;
        }

        @Override
        public List<String> expect(GalleryModel model) {
            return model.publish(this);
        }

        @Override
        public String toString() {
            return "publish " + place + (shallow ? " shallow" : "") + " from " + origin
                    + new Words()
                            .say("at", location)
                            .say("by default ×", replicaCount)
                            .say("to", targets)
                            .say("excluded:", excluded)
                            .say("ending hour", end)
                    + guard;
        }
    }

    record ChangeVersion(
            Place place,
            List<Target> targets,
            List<String> withdrawn,
            Map<String, Boolean> flags,
            Optional<Boolean> excluded,
            Optional<End> end,
            Guard guard)
            implements Request {
        static ChangeVersion ofRegions(Place place, List<Target> targets, List<String> withdrawn) {
            Guard unguarded = new Guard(Optional.empty(), Optional.empty());
            return new ChangeVersion(
                    place, targets, withdrawn, Map.of(), Optional.empty(), Optional.empty(), unguarded);
        }

        @Override
        public PendingChange<?> pending(ImageGalleries galleries) {
            VersionChange change = place.version(galleries).update();
            targets.forEach(target -> change.replicate(target.asked()));
            withdrawn.forEach(change::withdraw);
            flags.forEach(change::excludeFromLatest);
            excluded.ifPresent(change::excludeFromLatest);
            end.ifPresent(
                    date -> date.hour().ifPresentOrElse(at -> change.endOfLife(Stage.hour(at)), change::noEndOfLife));
            guard.tell(change);
            return change;
        }

        @Override
        public List<String> expect(GalleryModel model) {
            return model.change(this);
        }

        @Override
        public String toString() {
            return "change version " + place
                    + new Words()
                            .say("to", targets)
                            .say("withdrawn from", withdrawn)
                            .say("excluded in", List.copyOf(flags.entrySet()))
                            .say("excluded:", excluded)
                            .say("ending", end)
                    + guard;
        }
    }

    record ReplicateNewest(Place place, List<Target> targets, Optional<Integer> keep) implements Request {
        @Override
        public PendingChange<?> pending(ImageGalleries galleries) {
            NewestReplication change = place.definition(galleries).replicateNewest();
            targets.forEach(target -> change.replicate(target.asked()));
            keep.ifPresent(change::keep);
            return change;
        }

        @Override
        public List<String> expect(GalleryModel model) {
            return model.replicateNewest(this);
        }

        @Override
        public String toString() {
            return "replicate the newest of " + place
                    + new Words().say("to", targets).say("keep", keep);
        }
    }

    record Delete(Place place) implements Request {
        @Override
        public PendingChange<?> pending(ImageGalleries galleries) {
            return switch (place.kind()) {
                case "gallery" -> place.gallery(galleries).delete();
                case "definition" -> place.definition(galleries).delete();
                default -> place.version(galleries).delete();
            };
        }

        @Override
        public List<String> expect(GalleryModel model) {
            return model.delete(place);
        }

        @Override
        public String toString() {
            return "delete " + place;
        }
    }

    record Read(Place place) implements Request {
        @Override
        public PendingChange<?> pending(ImageGalleries galleries) {
            return switch (place.kind()) {
                case "gallery" ->
                    new OnlyCommitted<>(() -> place.gallery(galleries).info());
                case "definition" ->
                    new OnlyCommitted<>(() -> place.definition(galleries).info());
                default -> new OnlyCommitted<>(() -> place.version(galleries).info());
            };
        }

        @Override
        public List<String> expect(GalleryModel model) {
            return model.read(place);
        }

        @Override
        public String toString() {
            return "read " + place;
        }
    }

    record Wait(int hours) implements Step {
        @Override
        public String toString() {
            return "wait " + hours + " hours";
        }
    }

    /** Closes the storage and opens it again, perhaps by other rules. */
    record Reopen(Limits limits) implements Step {
        @Override
        public String toString() {
            return "reopen by " + limits;
        }
    }

    /** The end of a line: what was said, in words. */
    final class Words {
        private final StringBuilder line = new StringBuilder();

        Words say(String word, Optional<?> value) {
            value.ifPresent(said -> line.append(", ")
                    .append(word)
                    .append(' ')
                    .append(said instanceof String ? "'" + said + "'" : said));
            return this;
        }

        Words say(String word, List<?> values) {
            return say(word, Optional.of(values).filter(list -> !list.isEmpty()));
        }

        @Override
        public String toString() {
            return line.toString();
        }
    }
}
