// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.disk;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * What a VHDX says about its disk ([MS-VHDX] 2.6.2).
 *
 * @param blockSize bytes of the disk in a block, a power of two from 1 to 256 MiB
 * @param isFixed whether all blocks are to stay in the file
 * @param virtualSize the size of the disk in bytes
 * @param sectorSize the size of a sector of the disk in bytes, 512 or 4096
 * @param locator what it says about its parent, if it has one
 */
record VhdxMetadata(
        long blockSize, boolean isFixed, long virtualSize, int sectorSize, Optional<VhdxParentLocator> locator) {
    private static final UUID FILE_PARAMETERS = UUID.fromString("caa16737-fa36-4d43-b3b6-33f0aa44e76b");
    private static final UUID DISK_SIZE = UUID.fromString("2fa54224-cd1b-4876-b211-5dbed83bf4b8");
    private static final UUID DISK_ID = UUID.fromString("beca12ab-b2e6-4523-93ef-c309e000c746");
    private static final UUID LOGICAL_SECTOR = UUID.fromString("8141bf1d-a96f-4709-ba47-f233a8faab5f");
    private static final UUID PHYSICAL_SECTOR = UUID.fromString("cda348c7-445d-4471-9cc9-e9885251c556");
    private static final UUID PARENT_LOCATOR = UUID.fromString("a8d35f2d-b30b-454d-abf7-d3d84834ab0c");
    private static final Set<UUID> KNOWN =
            Set.of(FILE_PARAMETERS, DISK_SIZE, DISK_ID, LOGICAL_SECTOR, PHYSICAL_SECTOR, PARENT_LOCATOR);

    private static final long LARGEST_BLOCK = 256L << 20;
    private static final long LARGEST_DISK = 64L << 40;
    private static final int LEAVE_ALLOCATED = 1;
    private static final int HAS_PARENT = 1 << 1;
    /** How many sectors one block of the map of sectors, of 1 MiB, is for. */
    private static final long SECTORS_MAPPED = 1 << 23;

    static VhdxMetadata read(ImageFile file, VhdxRegions.Region region) throws IOException {
        VhdxItems items = VhdxItems.read(file, region, KNOWN);
        ByteBuffer parameters = items.bytes(FILE_PARAMETERS, 8, "file parameters");
        items.bytes(DISK_ID, Guid.SIZE, "virtual disk id");
        int flags = parameters.getInt(4);
        file.require((flags & ~(LEAVE_ALLOCATED | HAS_PARENT)) == 0, "X14", "its file parameters are " + flags);
        boolean hasParent = (flags & HAS_PARENT) != 0;
        VhdxMetadata metadata = new VhdxMetadata(
                Integer.toUnsignedLong(parameters.getInt(0)),
                !hasParent && (flags & LEAVE_ALLOCATED) != 0,
                items.bytes(DISK_SIZE, 8, "virtual disk size").getLong(0),
                sectorSize(file, items.bytes(LOGICAL_SECTOR, 4, "logical sector size")),
                hasParent ? Optional.of(VhdxParentLocator.read(file, items.bytes(PARENT_LOCATOR))) : Optional.empty());
        sectorSize(file, items.bytes(PHYSICAL_SECTOR, 4, "physical sector size"));
        metadata.check(file);
        return metadata;
    }

    private static int sectorSize(ImageFile file, ByteBuffer item) throws UnsafeImageException {
        int size = item.getInt(0);
        file.require(size == 512 || size == 4096, "X8", "its sectors have " + size + " bytes, neither 512 nor 4096");
        return size;
    }

    private void check(ImageFile file) throws UnsafeImageException {
        file.require(
                Long.bitCount(blockSize) == 1 && blockSize >= VhdxHeader.UNIT && blockSize <= LARGEST_BLOCK,
                "X5",
                "its block size is " + blockSize + " bytes, not a power of two from 1 to 256 Mi");
        file.require(
                virtualSize > 0 && virtualSize % sectorSize == 0 && virtualSize <= LARGEST_DISK,
                "X7",
                "its disk has " + Long.toUnsignedString(virtualSize) + " bytes, not a multiple of " + sectorSize
                        + " up to 64 TiB");
    }

    /** How many blocks the disk has; the last one may be partly beyond its end. */
    long blocks() {
        return (virtualSize - 1) / blockSize + 1;
    }

    /** How many blocks share one block of the map of sectors. */
    long chunk() {
        return SECTORS_MAPPED * sectorSize / blockSize;
    }

    String description() {
        String kind = locator.isPresent() ? "differencing" : isFixed ? "fixed" : "dynamic";
        String sectors = sectorSize == 512 ? "" : ", " + Sizes.text(sectorSize) + " sectors";
        return kind + " VHDX, " + Sizes.text(blockSize) + " blocks" + sectors;
    }
}
