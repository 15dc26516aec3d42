// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.core.record;

import com.google.common.base.Strings;
import io.github.imagegallery.model.ImageIdentifier;
import io.github.imagegallery.model.RegionName;
import io.github.imagegallery.model.VersionNumber;
import io.github.imagegallery.storage.RecordKey;
import io.github.imagegallery.storage.Site;
import io.github.imagegallery.storage.StoredRecord;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The keys of all records and counters of a partition. Names are in lower case, since they are matched ignoring case;
 * version numbers have a fixed width, so that the order of keys is the order of versions.
 *
 * <pre>
 * records
 *   g/{gallery}                                 gallery
 *   d/{gallery}/{definition}                    definition
 *   i/{gallery}/{publisher}/{offer}/{sku}       reservation of an identifier; holds the definition's name
 *   v/{gallery}/{definition}/{version}          version
 *   r/{gallery}/{definition}/{version}/{region} replicas of a version in a region
 *   p/{gallery}/{definition}/{version}/{region} progress of replicas that are being made in a region
 *   e/{gallery}/{definition}                    epoch: rewritten by every commit that changes a version
 *   h/{gallery}/{definition}                    since when the history of a definition is kept
 *   h/{gallery}/{definition}/{at}/{basis}/{version}   one change of a version
 *   a                                           rewritten by every commit that changes an assignment
 *   a/                                          roles assigned at the subscription, or at the tenant's root
 *   a/{gallery}, a/{gallery}/{definition}, a/{gallery}/{definition}/{version}   roles assigned there
 *   l/{gallery}/{definition}/{version}/{region} who makes a version's replicas in a region
 *   s/{region}/[zone-{n}/]replica-{n}           what the collector remembers of a site
 *   t/{region}/[zone-{n}/]replica-{n}           a reader had to pass over a site, which is to be repaired
 * counters
 *   n/galleries/{location}                      galleries in a location; likewise n/definitions, n/versions
 *   c/{gallery}                                 definitions of a gallery
 *   c/{gallery}/{definition}                    versions of a definition
 * </pre>
 */
public final class Keys {
    private Keys() {}

    /** Returns the key of a gallery. */
    public static RecordKey gallery(String gallery) {
        return key("g", gallery);
    }

    /** Returns the beginning of all galleries' keys. */
    public static RecordKey galleries() {
        return new RecordKey("g/");
    }

    /** Returns the key of a definition. */
    public static RecordKey definition(String gallery, String definition) {
        return key("d", gallery, definition);
    }

    /** Returns the beginning of the keys of a gallery's definitions. */
    public static RecordKey definitions(String gallery) {
        return key("d", gallery, "");
    }

    /** Returns the beginning of the keys of all galleries' definitions. */
    public static RecordKey definitions() {
        return new RecordKey("d/");
    }

    /** Tells whether a record is one of a version, or of its replicas in a region. */
    public static boolean isOfVersion(RecordKey key) {
        return key.value().startsWith("v/") || key.value().startsWith("r/");
    }

    /** Tells whether a record is that of a definition. */
    public static boolean isDefinition(RecordKey key) {
        return key.value().startsWith("d/");
    }

    /** Returns what a counter counts and where, such as {@code versions} and a region; none if it is not about a limit. */
    public static List<String> limited(RecordKey counter) {
        return counter.value().startsWith("n/")
                ? List.of(counter.value().substring(2).split("/"))
                : List.of();
    }

    /** Returns the key of the gallery that a definition is in. */
    public static RecordKey galleryOf(StoredRecord definition) {
        return gallery(definition.key().value().split("/")[1]);
    }

    /** Returns the key that reserves an identifier. */
    public static RecordKey identifier(String gallery, ImageIdentifier identifier) {
        return key("i", gallery, identifier.publisher(), identifier.offer(), identifier.sku());
    }

    /** Returns the key of a version. */
    public static RecordKey version(String gallery, String definition, VersionNumber number) {
        return key("v", gallery, definition, fixedWidth(number));
    }

    /** Returns the beginning of the keys of a definition's versions. */
    public static RecordKey versions(String gallery, String definition) {
        return key("v", gallery, definition, "");
    }

    /** Returns the key of a version's replicas in a region. */
    public static RecordKey region(String gallery, String definition, VersionNumber number, RegionName region) {
        return key("r", gallery, definition, fixedWidth(number), region.value());
    }

    /** Returns the key of the progress of a version's replicas in a region. */
    public static RecordKey progress(String gallery, String definition, VersionNumber number, RegionName region) {
        return key("p", gallery, definition, fixedWidth(number), region.value());
    }

    /** Returns the key of who makes a version's replicas in a region. */
    public static RecordKey lease(String gallery, String definition, VersionNumber number, RegionName region) {
        return key("l", gallery, definition, fixedWidth(number), region.value());
    }

    /** Returns the beginning of the keys of the regions of all versions of a definition. */
    public static RecordKey regions(String gallery, String definition) {
        return key("r", gallery, definition, "");
    }

    /** Returns the key of a definition's epoch. */
    public static RecordKey epoch(String gallery, String definition) {
        return key("e", gallery, definition);
    }

    /** Returns the key of the beginning of a definition's history. */
    public static RecordKey historySince(String gallery, String definition) {
        return key("h", gallery, definition);
    }

    /** Returns the beginning of the keys of a definition's history, in the order of time. */
    public static RecordKey history(String gallery, String definition) {
        return key("h", gallery, definition, "");
    }

    /** Returns the beginning of the keys of a definition's history at an instant. */
    public static RecordKey history(String gallery, String definition, Instant at) {
        return key("h", gallery, definition, fixedWidth(at), "");
    }

    /**
     * Returns the key of one change of a version.
     *
     * @param basis a revision that the change comes after, and no other change of the version came after: it keeps changes
     *     at the same instant apart and in their order
     */
    public static RecordKey event(String gallery, String definition, Instant at, long basis, VersionNumber number) {
        String order = padded(basis, 19);
        return key("h", gallery, definition, fixedWidth(at), order, fixedWidth(number));
    }

    /** Tells whether a change was made after an instant. */
    public static boolean isAfter(RecordKey event, Instant at) {
        return timeOf(event).compareTo(fixedWidth(at)) > 0;
    }

    /** Returns the instant of a change, as its key says it: the order of these texts is the order of time. */
    private static String timeOf(RecordKey event) {
        return event.value().split("/")[3];
    }

    private static String fixedWidth(Instant at) {
        return padded(Math.max(0, at.getEpochSecond()), 12) + "." + padded(at.getNano(), 9);
    }

    /** Returns the key that every change of an assignment rewrites. */
    public static RecordKey accessEpoch() {
        return new RecordKey("a");
    }

    /** Returns the beginning of the keys of all assignments, which is the key of those at the root. */
    public static RecordKey access() {
        return new RecordKey("a/");
    }

    /** Returns the key of the roles assigned at a gallery. */
    public static RecordKey access(String gallery) {
        return key("a", gallery);
    }

    /** Returns the key of the roles assigned at a definition. */
    public static RecordKey access(String gallery, String definition) {
        return key("a", gallery, definition);
    }

    /** Returns the key of the roles assigned at a version. */
    public static RecordKey access(String gallery, String definition, VersionNumber number) {
        return key("a", gallery, definition, fixedWidth(number));
    }

    /**
     * Returns what a record is in, and is: the names of its gallery, definition and version, as many as its key has; none for
     * the root. For records of galleries, definitions, versions, their regions and assignments.
     */
    public static List<String> path(RecordKey key) {
        String rest = key.value().substring(2);
        List<String> names = rest.isEmpty() ? List.of() : List.of(rest.split("/"));
        return names.size() < 3 ? names : List.of(names.get(0), names.get(1), number(names.get(2)));
    }

    /** Returns a version number as people write it. */
    private static String number(String fixedWidth) {
        return Stream.of(fixedWidth.split("\\."))
                .map(Integer::valueOf)
                .map(String::valueOf)
                .collect(Collectors.joining("."));
    }

    /** Returns the key of what the collector remembers of a site. */
    public static RecordKey site(Site site) {
        return new RecordKey("s" + site.toString().substring(site.subscription().length()));
    }

    /** Returns the key of the note that a reader had to pass over a site. */
    public static RecordKey ticket(Site site) {
        return new RecordKey("t" + site.toString().substring(site.subscription().length()));
    }

    /** Returns the beginning of all versions' keys. */
    public static RecordKey versions() {
        return new RecordKey("v/");
    }

    /** Returns the version that the record of a version or of one of its regions is about; empty for other records. */
    public static Optional<RecordKey> versionOf(RecordKey key) {
        String[] path = key.value().split("/");
        boolean about = path[0].equals("v") || path[0].equals("r");
        return about ? Optional.of(key("v", path[1], path[2], path[3])) : Optional.empty();
    }

    /** Returns the key of a region of a version. */
    public static RecordKey region(RecordKey version, String region) {
        return new RecordKey("r" + version.value().substring(1) + "/" + region);
    }

    /** Returns the counter of what is limited in a location: {@code galleries}, {@code definitions}, {@code versions}. */
    public static RecordKey limit(String what, RegionName location) {
        return key("n", what, location.value());
    }

    /** Returns the counter of what is inside a gallery or a definition, such as {@code golden/web}. */
    public static RecordKey children(String path) {
        return key("c", path);
    }

    /** Returns a version number in the form that its keys use. */
    public static String fixedWidth(VersionNumber number) {
        return padded(number.major(), 10) + "." + padded(number.minor(), 10) + "." + padded(number.patch(), 10);
    }

    /** Formatting would be felt: keys are made for every reading. */
    private static String padded(long number, int width) {
        return Strings.padStart(Long.toString(number), width, '0');
    }

    private static RecordKey key(String kind, String... path) {
        return new RecordKey(kind + "/" + lower(String.join("/", path)));
    }

    private static String lower(String text) {
        return text.toLowerCase(Locale.ROOT);
    }
}
