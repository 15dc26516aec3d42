// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.core.content;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.imagegallery.core.content.Contents.Workers;
import io.github.imagegallery.storage.BlobId;
import io.github.imagegallery.storage.ContentStore;
import io.github.imagegallery.storage.Site;
import io.github.imagegallery.storage.testkit.InMemoryStorage;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Reads that follow each other ask the store for runs of blocks, reads that jump for one block each. */
class ReadAheadTest {
    private static final Site SITE = new Site("default", "westeurope", 0, 1);
    private static final int BLOCKS = 128;

    private final AtomicInteger gets = new AtomicInteger();
    private final ExecutorService executor = Executors.newFixedThreadPool(2);
    private final Workers workers = new Workers(executor, 2);
    private final Contents contents = new Contents(
            counting(new InMemoryStorage().contents()), workers, workers, new Random(1), (site, reason) -> {});
    private final byte[] one = new byte[1];
    private MemoryDisk image = new MemoryDisk(0);
    private DiskReader disk;

    @BeforeEach
    void store() {
        image = new MemoryDisk((long) BLOCKS * Block.SIZE);
        byte[] bytes = new byte[Block.SIZE];
        Random random = new Random(7);
        for (int block = 0; block < BLOCKS; block++) {
            random.nextBytes(bytes);
            image.write((long) block * Block.SIZE, ByteBuffer.wrap(bytes));
        }
        BlobId root = contents.ingest(SITE, "publication")
                .store(image, Optional.empty(), done -> {})
                .root();
        disk = contents.open(root, List.of(SITE));
        disk.readHere(0, ByteBuffer.wrap(one)); // the page is read
        gets.set(0);
    }

    @AfterEach
    void close() {
        disk.close();
        executor.shutdown();
    }

    private ContentStore counting(ContentStore inside) {
        return (ContentStore) Proxy.newProxyInstance(
                ContentStore.class.getClassLoader(), new Class<?>[] {ContentStore.class}, (self, method, arguments) -> {
                    if (method.getName().equals("get")) {
                        gets.incrementAndGet();
                    }
                    try {
                        return method.invoke(inside, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    @Test
    void readsThatFollowEachOtherTakeFewCalls() {
        ReadAhead blocks = new ReadAhead(disk);
        for (int block = 0; block < BLOCKS; block++) {
            blocks.read((long) block * Block.SIZE, ByteBuffer.wrap(one), 1);
        }
        // runs of 1, 2, 4, 8 and then 16 blocks
        assertThat(gets.get()).isLessThan(BLOCKS / 8);
    }

    @Test
    void readsThatJumpTakeOneCallEach() {
        ReadAhead blocks = new ReadAhead(disk);
        for (int block = BLOCKS - 1; block > BLOCKS - 11; block--) {
            blocks.read((long) block * Block.SIZE, ByteBuffer.wrap(one), 1);
        }
        assertThat(gets.get()).isEqualTo(10);
    }
}
