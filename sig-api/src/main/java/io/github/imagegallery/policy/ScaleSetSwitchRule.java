// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.policy;

import io.github.imagegallery.error.ErrorCode;
import io.github.imagegallery.error.Violation;
import io.github.imagegallery.model.DiskInfo;
import io.github.imagegallery.model.ImageDefinitionInfo;
import io.github.imagegallery.model.ImageVersionInfo;
import io.github.imagegallery.model.ManagedImageInfo;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Whether a scale set that was made from a managed image may be switched to a version in a gallery (domain, Deployment).
 * Pure functions.
 */
public final class ScaleSetSwitchRule {
    private ScaleSetSwitchRule() {}

    /**
     * Returns everything in which a version differs from the managed image: the OS type, the Hyper-V generation, and the
     * numbers and sizes of the data disks; empty if the scale set may be switched.
     *
     * @param image what the scale set was made from
     * @param definition the definition of the version
     * @param version what it shall use from now on
     */
    public static List<Violation> check(
            ManagedImageInfo image, ImageDefinitionInfo definition, ImageVersionInfo version) {
        List<Violation> violations = new ArrayList<>();
        differ("osType", definition.osType(), image.osType()).ifPresent(violations::add);
        differ("hyperVGeneration", definition.hyperVGeneration(), image.hyperVGeneration())
                .ifPresent(violations::add);
        if (version.disks().isEmpty()) {
            violations.add(new Violation(
                    ErrorCode.OPERATION_NOT_ALLOWED,
                    "version",
                    version.id().path(),
                    "its disks are not known yet: it is still being published",
                    "repeat its publication to finish it"));
        } else {
            violations.addAll(disksDiffer(dataDisks(version), image.dataDisks()));
        }
        return violations;
    }

    private static Optional<Violation> differ(String property, Object version, Object image) {
        return version.equals(image)
                ? Optional.empty()
                : Optional.of(refusal(
                        property,
                        version.toString(),
                        "the managed image has " + image,
                        "use a version of a definition with " + image));
    }

    private static Map<Integer, Long> dataDisks(ImageVersionInfo version) {
        Map<Integer, Long> disks = new TreeMap<>();
        for (DiskInfo disk : version.disks()) {
            disk.lun().ifPresent(lun -> disks.put(lun, disk.virtualSizeBytes()));
        }
        return disks;
    }

    private static List<Violation> disksDiffer(Map<Integer, Long> version, Map<Integer, Long> image) {
        TreeSet<Integer> luns = new TreeSet<>(version.keySet());
        luns.addAll(image.keySet());
        return luns.stream()
                .filter(lun -> !Optional.ofNullable(version.get(lun)).equals(Optional.ofNullable(image.get(lun))))
                .map(lun -> refusal(
                        "dataDisk " + lun,
                        size(version, lun),
                        "the managed image has " + size(image, lun) + " there",
                        "use a version whose data disks have the same numbers and sizes"))
                .toList();
    }

    private static String size(Map<Integer, Long> disks, int lun) {
        return disks.containsKey(lun) ? disks.get(lun) + " bytes" : "no disk";
    }

    private static Violation refusal(String target, String asked, String actual, String remedy) {
        return new Violation(ErrorCode.PROPERTY_CHANGE_NOT_ALLOWED, target, asked, actual, remedy);
    }
}
