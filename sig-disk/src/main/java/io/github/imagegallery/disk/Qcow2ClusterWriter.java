// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.disk;

import java.io.IOException;
import java.nio.ByteBuffer;

/** Writes a qcow2 image of plain clusters. */
final class Qcow2ClusterWriter extends UnitWriter {
    private final Qcow2NewTables tables;

    Qcow2ClusterWriter(NewFile file, long virtualSize) {
        super(file, virtualSize, Qcow2NewTables.CLUSTER);
        tables = new Qcow2NewTables(file, virtualSize, false);
    }

    @Override
    void putPiece(long cluster, int within, ByteBuffer bytes) throws IOException {
        if (tables.entry(cluster) != 0 || !Zeros.areZero(bytes)) {
            file.write(tables.place(cluster) + within, bytes);
        }
    }

    @Override
    void complete() throws IOException {
        tables.complete();
    }
}
