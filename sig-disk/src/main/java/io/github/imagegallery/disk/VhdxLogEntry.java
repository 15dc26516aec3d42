// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.disk;

/**
 * One sound entry of a VHDX's log ([MS-VHDX] 2.3.1).
 *
 * @param position where it begins in the log, in bytes
 * @param length its length in bytes; it may go on at the start of the log
 * @param tail where the oldest entry begins that was not yet carried out when this one was written
 * @param sequence its number, unsigned
 * @param descriptors how many changes it describes
 * @param flushedSize how long the file was at least when the entry was written, in bytes, unsigned
 * @param neededSize how long the file must be to hold all that it should, in bytes, unsigned
 */
record VhdxLogEntry(
        long position, long length, long tail, long sequence, int descriptors, long flushedSize, long neededSize) {
    static final int SECTOR = 4096;
    static final int HEADER = 64;
    static final int DESCRIPTOR = 32;

    // where in an entry its fields are
    static final int CHECKSUM_AT = 4;
    static final int LENGTH_AT = 8;
    static final int TAIL_AT = 12;
    static final int SEQUENCE_AT = 16;
    static final int DESCRIPTORS_AT = 24;
    static final int LOG_ID_AT = 32;
    static final int FLUSHED_SIZE_AT = 48;
    static final int NEEDED_SIZE_AT = 56;

    // where in a descriptor its fields are
    static final int LAST_BYTES_AT = 4;
    static final int FIRST_BYTES_AT = 8;
    static final int ZERO_LENGTH_AT = 8;
    static final int FILE_OFFSET_AT = 16;
    static final int OF_SEQUENCE_AT = 24;

    /** How many bytes the header and the descriptors take, in whole sectors; the sectors of data follow. */
    long descriptorBytes() {
        return (HEADER + (long) descriptors * DESCRIPTOR + SECTOR - 1) / SECTOR * SECTOR;
    }
}
