// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery;

import io.github.imagegallery.model.Architecture;
import io.github.imagegallery.model.DiskType;
import io.github.imagegallery.model.HyperVGeneration;
import io.github.imagegallery.model.ImageDefinitionInfo;
import io.github.imagegallery.model.OsState;
import io.github.imagegallery.model.OsType;
import java.net.URI;
import java.time.Instant;

/** An image definition that is about to be created or changed (domain, Image definition). */
public interface DefinitionChange extends PendingChange<ImageDefinitionInfo> {

    /** Sets where it is; the gallery's location by default. */
    DefinitionChange location(String region);

    /** Sets publisher, offer and SKU; required when it is created, and unique in its gallery. */
    DefinitionChange identifier(String publisher, String offer, String sku);

    /** Sets the operating system family; required when it is created. */
    DefinitionChange osType(OsType type);

    /** Says that its versions run Linux. */
    default DefinitionChange linux() {
        return osType(OsType.LINUX);
    }

    /** Says that its versions run Windows. */
    default DefinitionChange windows() {
        return osType(OsType.WINDOWS);
    }

    /** Sets whether its versions are generalized or specialized; required when it is created. */
    DefinitionChange osState(OsState state);

    /** Says that machine- and user-specific facts were removed from its versions. */
    default DefinitionChange generalized() {
        return osState(OsState.GENERALIZED);
    }

    /** Says that machine- and user-specific facts are still in its versions. */
    default DefinitionChange specialized() {
        return osState(OsState.SPECIALIZED);
    }

    /** Sets the kind of virtual machine; V1 by default. */
    DefinitionChange hyperVGeneration(HyperVGeneration generation);

    /** Sets the processor family; x64 by default. */
    DefinitionChange architecture(Architecture architecture);

    /** Sets what it is for; an empty text removes it. */
    DefinitionChange description(String text);

    /** Sets the instant after which it is past its life; it must be in the future. */
    DefinitionChange endOfLife(Instant date);

    /** Takes the end of life away. */
    DefinitionChange noEndOfLife();

    /** Sets how many virtual CPUs a machine should have, at least and at most. */
    DefinitionChange recommendedVcpus(int min, int max);

    /** Takes the recommendation of virtual CPUs away. */
    DefinitionChange noRecommendedVcpus();

    /** Sets how much memory a machine should have, at least and at most, in MiB. */
    DefinitionChange recommendedMemoryMiB(int min, int max);

    /** Takes the recommendation of memory away. */
    DefinitionChange noRecommendedMemory();

    /** Says that the OS disk of a machine may not be of that kind; those that are named replace all that there were. */
    DefinitionChange disallow(DiskType type);

    /** Allows all kinds of OS disk again. */
    DefinitionChange noDisallowedDiskTypes();

    /** Sets where the release notes are. */
    DefinitionChange releaseNotes(URI where);

    /** Says that there are no release notes. */
    DefinitionChange noReleaseNotes();

    /** Sets where the privacy statement is. */
    DefinitionChange privacyStatement(URI where);

    /** Sets the licence agreement, or where it is. */
    DefinitionChange eula(String text);

    /** Sets the plan under which its versions are bought; the source of each version must have the same. */
    DefinitionChange purchasePlan(String name, String publisher, String product);

    /** Sets a feature, such as {@code SecurityType}; the features that are set replace all that there were. */
    DefinitionChange feature(String name, String value);

    /** Sets a tag; the tags that are set replace all that there were. */
    DefinitionChange tag(String name, String value);

    /** Takes all tags away. */
    DefinitionChange noTags();
}
