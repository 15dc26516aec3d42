// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.core.content;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.imagegallery.core.content.BlockIndex.Location;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** The index agrees with a map as long as there is room. */
class BlockIndexProperties {
    private static final int ROOM = 1 << 18;

    @Property(tries = 60)
    void findsWhatAMapWouldFind(
            @ForAll long seed, @ForAll @IntRange(min = 1, max = 20_000) int adds, @ForAll boolean crowded) {
        Random random = new Random(seed);
        BlockIndex index = new BlockIndex();
        Map<ByteBuffer, Location> model = new HashMap<>();
        for (int i = 0; i < adds; i++) {
            byte[] digest = digest(random, crowded);
            Location location = new Location(random.nextInt(100), random.nextInt(1 << 24), 1 + random.nextInt(65_536));
            index.add(digest, location);
            model.putIfAbsent(ByteBuffer.wrap(digest), location);
        }
        model.forEach(
                (digest, location) -> assertThat(index.find(digest.array())).contains(location));
        for (int i = 0; i < 1_000; i++) {
            byte[] digest = digest(random, crowded);
            assertThat(index.find(digest)).isEqualTo(Optional.ofNullable(model.get(ByteBuffer.wrap(digest))));
        }
    }

    /** Digests that often collide in their first bytes, and sometimes wholly. */
    private static byte[] digest(Random random, boolean crowded) {
        byte[] digest = new byte[Block.DIGEST_SIZE];
        if (crowded) {
            return ByteBuffer.wrap(digest)
                    .putInt(random.nextInt(50))
                    .putInt(28, random.nextInt(100))
                    .array();
        }
        random.nextBytes(digest);
        return digest;
    }

    @Example
    void learnsNothingMoreWhenItIsFull() {
        BlockIndex index = new BlockIndex();
        Random random = new Random(1);
        for (int i = 0; i < ROOM; i++) {
            index.add(digest(random, false), new Location(i, 24, 1));
        }
        byte[] late = digest(random, false);
        index.add(late, new Location(1, 24, 1));
        assertThat(index.find(late)).isEmpty();

        Random same = new Random(1);
        for (int i = 0; i < ROOM; i++) {
            assertThat(index.find(digest(same, false))).contains(new Location(i, 24, 1));
        }
    }
}
