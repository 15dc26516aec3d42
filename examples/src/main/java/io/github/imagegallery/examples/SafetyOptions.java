// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.examples;

import io.github.imagegallery.VersionSettings;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The options that say what of a version is protected against deletion by mistake. */
final class SafetyOptions {
    private static final String KEEP_REGIONS = "--keep-regions";
    private static final String FREE_REGIONS = "--free-regions";
    private static final String BLOCK_DELETION = "--block-deletion";
    private static final String ALLOW_DELETION = "--allow-deletion";

    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    @Option(names = KEEP_REGIONS, description = "Refuse to drop a region to which it is replicated.")
    private boolean keepRegions;

    @Option(
            names = FREE_REGIONS,
            description = "Let its regions be dropped; whether that is so by default is for the rules to say.")
    private boolean freeRegions;

    @Option(names = BLOCK_DELETION, description = "Refuse to delete it before its end of life.")
    private boolean blockDeletion;

    @Option(names = ALLOW_DELETION, description = "Let it be deleted before its end of life, which is so by default.")
    private boolean allowDeletion;

    /** Refuses options that contradict each other. */
    void check() {
        check(keepRegions && freeRegions, KEEP_REGIONS, FREE_REGIONS);
        check(blockDeletion && allowDeletion, BLOCK_DELETION, ALLOW_DELETION);
    }

    private void check(boolean both, String one, String other) {
        if (both) {
            throw new ParameterException(
                    command.commandLine(), one + " and " + other + " contradict each other (give one)");
        }
    }

    /** Puts them into a publication or a change. */
    void describe(VersionSettings<?> settings) {
        if (keepRegions || freeRegions) {
            settings.allowDeletionOfReplicatedLocations(freeRegions);
        }
        if (blockDeletion || allowDeletion) {
            settings.blockDeletionBeforeEndOfLife(blockDeletion);
        }
    }
}
