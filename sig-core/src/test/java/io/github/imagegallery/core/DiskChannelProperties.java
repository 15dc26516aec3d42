// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.imagegallery.DiskChannel;
import io.github.imagegallery.ImageGalleries;
import io.github.imagegallery.ImageVersion;
import io.github.imagegallery.storage.BlobInfo;
import io.github.imagegallery.storage.Site;
import io.github.imagegallery.storage.testkit.InMemoryStorage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.NonWritableChannelException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

/** A channel reads as the image does, from any position, and tells which copies it gave up. */
class DiskChannelProperties {
    private static final int SIZE = (2 << 20) + 777;
    private static final Site HOME = new Site("default", "westeurope", 0, 1);

    private static Path file;
    private static byte[] source;
    private static ImageGalleries galleries;
    private static ImageVersion version;

    @BeforeContainer
    static void publish() throws IOException {
        file = SampleImage.write(Files.createTempFile("disk", ".raw"), SIZE, 1);
        source = Files.readAllBytes(file);
        InMemoryStorage storage = new InMemoryStorage();
        galleries = SharedImageGalleries.open(storage);
        version = Fixtures.definition(galleries).version("1.0.0");
        version.publish(file).replicate("westeurope").replicate("eastus").commit();
        for (BlobInfo pack : Blobs.PACKS.at(storage.contents(), HOME)) {
            for (long at = 100_000; at < pack.size() - 5_000; at += 100_000) {
                storage.damage(HOME, pack.id(), at);
            }
        }
    }

    @AfterContainer
    static void close() throws IOException {
        galleries.close();
        Files.delete(file);
    }

    @Property(tries = 200)
    void readsAsTheImageFromAnyPosition(
            @ForAll @IntRange(max = SIZE + 10) int position,
            @ForAll @IntRange(max = 300_000) int length,
            @ForAll boolean damaged)
            throws IOException {
        try (DiskChannel channel = version.open(damaged ? "westeurope" : "eastus")) {
            assertThat(channel.size()).isEqualTo(SIZE);
            ByteBuffer target = ByteBuffer.allocate(length);
            int read = channel.position(position).read(target);
            if (position >= SIZE) {
                assertThat(read).isEqualTo(-1);
                return;
            }
            int expected = Math.min(length, SIZE - position);
            assertThat(read).isEqualTo(expected);
            assertThat(channel.position()).isEqualTo(position + expected);
            assertThat(Arrays.copyOf(target.array(), read))
                    .isEqualTo(Arrays.copyOfRange(source, position, position + expected));
            assertThat(damaged || channel.fallbacks().isEmpty()).isTrue();
        }
    }

    @Property(tries = 100)
    void readsAsTheImageInAnyOrderOfReads(
            @ForAll @Size(max = 20) List<@IntRange(max = 200_000) Integer> lengths,
            @ForAll @Size(max = 20) List<@IntRange(max = SIZE) Integer> jumps,
            @ForAll boolean damaged)
            throws IOException {
        try (DiskChannel channel = version.open(damaged ? "westeurope" : "eastus")) {
            for (int i = 0; i < lengths.size(); i++) {
                if (i < jumps.size() && jumps.get(i) % 3 == 0) {
                    channel.position(jumps.get(i));
                }
                int position = (int) channel.position();
                ByteBuffer target = ByteBuffer.allocate(lengths.get(i));
                int read = Math.max(0, channel.read(target));
                assertThat(Arrays.copyOf(target.array(), read))
                        .isEqualTo(Arrays.copyOfRange(source, position, position + read));
            }
        }
    }

    @Example
    void tellsWhichCopyItGaveUp() throws IOException {
        try (DiskChannel channel = version.open("westeurope")) {
            ByteBuffer all = ByteBuffer.allocate(SIZE);
            channel.read(all);
            assertThat(all.array()).isEqualTo(source);
            assertThat(channel.fallbacks())
                    .extracting(fallback -> fallback.site())
                    .containsExactly(HOME.toString());
        }
    }

    @Example
    void isReadOnlyAndClosedForGood() throws IOException {
        DiskChannel channel = version.open("eastus");
        assertThatThrownBy(() -> channel.write(ByteBuffer.allocate(1))).isInstanceOf(NonWritableChannelException.class);
        assertThatThrownBy(() -> channel.truncate(1)).isInstanceOf(NonWritableChannelException.class);
        assertThatThrownBy(() -> channel.position(-1)).isInstanceOf(IllegalArgumentException.class);
        channel.close();
        channel.close();
        assertThat(channel.isOpen()).isFalse();
        assertThatThrownBy(() -> channel.read(ByteBuffer.allocate(1))).isInstanceOf(ClosedChannelException.class);
    }

    @Example
    void threadsWithChannelsOfTheirOwnReadTheSame() throws InterruptedException {
        assertThat(Together.run(8, n -> {
                    try (DiskChannel channel = version.open(n % 2 == 0 ? "westeurope" : "eastus")) {
                        ByteBuffer all = ByteBuffer.allocate(SIZE);
                        channel.read(all);
                        assertThat(all.array()).isEqualTo(source);
                    } catch (IOException e) {
                        throw new AssertionError(e);
                    }
                }))
                .isEmpty();
    }
}
