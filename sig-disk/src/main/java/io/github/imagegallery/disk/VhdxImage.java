// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.disk;

import java.io.IOException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** A VHDX, fixed, dynamic or differencing ([MS-VHDX]); what its log says is laid over the file in memory. */
final class VhdxImage extends BlockImage {
    private final VhdxHeader header;
    private final VhdxMetadata metadata;
    private final VhdxTable table;
    private final List<String> notes;

    private VhdxImage(
            ReplayedFile file,
            VhdxHeader header,
            VhdxMetadata metadata,
            VhdxTable table,
            Optional<Parent> parent,
            List<String> notes) {
        super(
                file,
                DiskFormat.VHDX,
                metadata.description(),
                metadata.virtualSize(),
                metadata.blockSize(),
                metadata.sectorSize(),
                parent);
        this.header = header;
        this.metadata = metadata;
        this.table = table;
        this.notes = notes;
    }

    static VhdxImage open(ImageFile original, Optional<Parent> parent) throws IOException {
        VhdxHeader header = VhdxHeader.read(original);
        ReplayedFile file = VhdxLog.replayed(original, header);
        VhdxRegions regions = VhdxRegions.read(file);
        VhdxMetadata metadata = VhdxMetadata.read(file, regions.metadata());
        if (metadata.locator().isPresent()) {
            requireParent(file, metadata, metadata.locator().get(), parent);
        } else {
            Parent.requireNone(file, parent);
        }
        VhdxTable table = VhdxTable.read(file, header, regions, metadata);
        return new VhdxImage(file, header, metadata, table, parent, notes(header, regions, file));
    }

    private static List<String> notes(VhdxHeader header, VhdxRegions regions, ReplayedFile file) {
        List<String> notes = new ArrayList<>(header.notes());
        if (!header.logId().equals(Guid.NONE)) {
            notes.add("it was not closed cleanly: "
                    + (file.isChanged() ? "what its log says was carried out in memory" : "its log changes nothing"));
        }
        notes.addAll(regions.notes());
        return List.copyOf(notes);
    }

    private static void requireParent(
            ImageFile file, VhdxMetadata metadata, VhdxParentLocator locator, Optional<Parent> given)
            throws UnsafeImageException {
        Parent parent = given.orElseThrow(() -> file.refusal(
                "X6",
                "it is a differencing VHDX, which holds only what differs from its parent",
                "open its parent and give it, or merge the two first"));
        file.require(
                parent.insisted() || parent.is(DiskFormat.VHDX, locator.ids()),
                "X13",
                "its parent is the VHDX with the id " + locator.ids() + ", but " + parent.described() + " was given",
                "give its true parent, or insist on this one");
        file.require(
                !(parent.image() instanceof VhdxImage known) || known.metadata.sectorSize() == metadata.sectorSize(),
                "X8",
                "its sectors have " + metadata.sectorSize() + " bytes, those of its parent another size");
    }

    @Override
    public List<String> notes() {
        return notes;
    }

    @Override
    Optional<UUID> identity() {
        return Optional.of(header.dataWriteId());
    }

    @Override
    Place place(long block) throws IOException {
        return table.place(block);
    }

    @Override
    long start(long block) throws IOException {
        return table.start(block);
    }

    @Override
    BitSet sectorsHere(long block) throws IOException {
        return table.sectorsHere(block);
    }
}
