// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.examples;

import io.github.imagegallery.VersionChange;
import io.github.imagegallery.model.RegionName;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** The options that say whether a version is passed over as latest: everywhere, or in one region. */
final class LatestOptions {
    private static final String EXCLUDE = "--exclude-from-latest";
    private static final String INCLUDE = "--include-in-latest";

    @Option(
            names = EXCLUDE,
            arity = "0..1",
            paramLabel = "REGION",
            preprocessor = OnlyAttached.class,
            converter = ScopeReader.class,
            description = "Pass it over when 'latest' is asked for, in all regions that say nothing of their own, or"
                    + " in the one that follows the equals sign; may be repeated.")
    private List<Scope> excluded = List.of();

    @Option(
            names = INCLUDE,
            arity = "0..1",
            paramLabel = "REGION",
            preprocessor = OnlyAttached.class,
            converter = ScopeReader.class,
            description = "The opposite; a region for which it is said includes it whatever is said for all.")
    private List<Scope> included = List.of();

    /** Where an option holds: in a region, or where none is named, everywhere. */
    private record Scope(Optional<RegionName> region) {
        @Override
        public String toString() {
            return region.map(name -> "=" + name).orElse("");
        }
    }

    /** Returns what is wrong where both are said of one scope, empty if that is nowhere so. */
    Optional<String> contradiction() {
        return excluded.stream()
                .filter(included::contains)
                .findFirst()
                .map(scope -> EXCLUDE + scope + " and " + INCLUDE + scope + " contradict each other (give one)");
    }

    /** Puts them into a change. */
    void describe(VersionChange change) {
        regions(excluded).forEach(region -> change.excludeFromLatest(region, true));
        regions(included).forEach(region -> change.excludeFromLatest(region, false));
        if (everywhere(excluded)) {
            change.excludeFromLatest(true);
        }
        if (everywhere(included)) {
            change.excludeFromLatest(false);
        }
    }

    private static Stream<String> regions(List<Scope> scopes) {
        return scopes.stream().flatMap(scope -> scope.region().stream()).map(RegionName::value);
    }

    private static boolean everywhere(List<Scope> scopes) {
        return scopes.stream().anyMatch(scope -> scope.region().isEmpty());
    }

    /** Reads where an option holds. */
    static final class ScopeReader implements ITypeConverter<Scope> {
        @Override
        public Scope convert(String text) {
            if (text.isBlank()) {
                throw new TypeConversionException("the name of the region is empty");
            }
            return new Scope(text.equals(OnlyAttached.NOTHING) ? Optional.empty() : Optional.of(RegionName.of(text)));
        }
    }
}
