// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.disk;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.concurrent.atomic.LongAdder;

/** A file that counts what is read from it. */
final class CountingFile extends ImageFile {
    private final LongAdder bytesRead = new LongAdder();
    private final LongAdder reads = new LongAdder();

    private CountingFile(ImageFile file) {
        super(file, file.size());
    }

    static CountingFile open(Path path) throws IOException {
        return new CountingFile(ImageFile.open(path));
    }

    @Override
    void read(long position, ByteBuffer target) throws IOException {
        bytesRead.add(target.remaining());
        reads.increment();
        super.read(position, target);
    }

    long bytesRead() {
        return bytesRead.sum();
    }

    long reads() {
        return reads.sum();
    }
}
