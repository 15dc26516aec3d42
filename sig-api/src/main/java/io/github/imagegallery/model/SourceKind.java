// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.model;

import java.util.Optional;

/** What a version, or one disk of it, is made from (domain, Resources). */
public enum SourceKind {
    /** A VHD file, or an image file of another format: it belongs to no subscription and to no region. */
    FILE("file", ""),
    /** A virtual machine. */
    VIRTUAL_MACHINE("virtual machine", "virtualMachines"),
    /** A managed disk. */
    MANAGED_DISK("managed disk", "disks"),
    /** A snapshot of a disk. */
    SNAPSHOT("snapshot", "snapshots"),
    /** A managed image. */
    MANAGED_IMAGE("managed image", "images"),
    /** A version in a gallery. */
    IMAGE_VERSION("image version", "");

    private final String text;
    private final String resourceType;

    SourceKind(String text, String resourceType) {
        this.text = text;
        this.resourceType = resourceType;
    }

    /** Returns what its resource ids call it, such as {@code virtualMachines}; empty where an id is not wanted. */
    public Optional<String> resourceType() {
        return Optional.of(resourceType).filter(type -> !type.isEmpty());
    }

    /** Returns the kind in words, such as {@code virtual machine}. */
    @Override
    public String toString() {
        return text;
    }
}
