// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.disk;

import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** A sparse VMDK in one file by the letter of VMware's specification 5.0: header, descriptor, directory, tables, grains. */
final class NaiveVmdk extends NaiveDisk {
    private static final int SECTOR = 512;
    private static final Pattern EXTENT = Pattern.compile("(?m)^(RW|RDONLY) (\\d+) SPARSE");
    private static final int ZEROED_GRAINS = 1 << 2;
    private static final int COMPRESSED = 1 << 16;

    NaiveVmdk(byte[] file) {
        super(file, ByteOrder.LITTLE_ENDIAN, new byte[0]);
    }

    private boolean has(int flag) {
        return (file.getInt(8) & flag) != 0;
    }

    @Override
    long size() {
        int length = (int) file.getLong(36) * SECTOR;
        String descriptor = new String(fromFile(file.getLong(28) * SECTOR, length), StandardCharsets.ISO_8859_1);
        MatchResult extent = EXTENT.matcher(descriptor).results().findFirst().orElseThrow();
        return Long.parseLong(extent.group(2)) * SECTOR;
    }

    @Override
    int unitSize() {
        return (int) file.getLong(20) * SECTOR;
    }

    @Override
    byte[] unit(long grain) {
        boolean atEnd = file.getLong(56) == -1;
        long directory = file.getLong(atEnd ? file.limit() - 2 * SECTOR + 56 : 56) * SECTOR;
        int table = file.getInt((int) (directory + grain / 512 * 4));
        int entry = table == 0 ? 0 : file.getInt((int) (table * (long) SECTOR + grain % 512 * 4));
        if (entry == 0 || entry == 1 && has(ZEROED_GRAINS)) {
            return new byte[unitSize()];
        }
        long offset = Integer.toUnsignedLong(entry) * SECTOR;
        return has(COMPRESSED)
                ? inflated(fromFile(offset + 12, file.getInt((int) offset + 8)), unitSize(), false)
                : fromFile(offset, unitSize());
    }
}
