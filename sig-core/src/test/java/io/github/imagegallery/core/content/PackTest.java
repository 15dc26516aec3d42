// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.core.content;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.imagegallery.storage.BlobId;
import io.github.imagegallery.storage.ContentStore;
import io.github.imagegallery.storage.CorruptStorageException;
import io.github.imagegallery.storage.testkit.InMemoryStorage;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Packs say what is in them, and what is no pack is none. */
class PackTest {
    private final Random random = new Random(1);
    private final ContentStore contents = new InMemoryStorage().contents();
    private final Inventory inventory = new Inventory();
    private final PackWriter writer =
            new PackWriter(contents, Workbench.SITE, Pack.mark("publication"), random, inventory);

    @Test
    void aPackSaysWhatIsInIt() {
        List<byte[]> blocks = new ArrayList<>();
        List<Integer> offsets = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            byte[] block = bytes(1 + random.nextInt(Block.SIZE));
            blocks.add(block);
            offsets.add(writer.append(sha256(block), block, block.length));
        }
        BlobId pack = writer.seal();
        List<Pack.Entry> index = index(pack).orElseThrow();
        assertThat(index).hasSize(300);
        for (int i = 0; i < 300; i++) {
            Pack.Entry entry = index.get(i);
            assertThat(entry.digest()).isEqualTo(sha256(blocks.get(i)));
            assertThat(entry.offset()).isEqualTo(offsets.get(i));
            assertThat(contents.get(Workbench.SITE, pack, entry.offset(), entry.length()))
                    .isEqualTo(ByteBuffer.wrap(blocks.get(i)));
        }
        assertThat(inventory.addedBytes())
                .isEqualTo(contents.size(Workbench.SITE, pack).orElseThrow());
    }

    @Test
    void equalBlocksMakeDifferentPacksSinceAPackHasSalt() {
        byte[] block = bytes(100);
        writer.append(sha256(block), block, block.length);
        BlobId first = writer.seal();
        writer.append(sha256(block), block, block.length);
        assertThat(writer.seal()).isNotEqualTo(first);
    }

    @Test
    void aPackIsFullAt16MiBOrAtItsMostBlocks() {
        byte[] large = bytes(Block.SIZE);
        byte[] digest = sha256(large);
        int count = 0;
        for (; !writer.isFull(); count++) {
            writer.append(digest, large, Block.SIZE);
        }
        assertThat(count).isEqualTo(256);
        assertThat(contents.size(Workbench.SITE, writer.seal()).orElseThrow()).isLessThan(ContentStore.MAX_BLOB_BYTES);
        for (count = 0; !writer.isFull(); count++) {
            writer.append(digest, large, 20);
        }
        assertThat(count).isEqualTo(Pack.FULL_BLOCKS);
        assertThat(index(writer.seal()).orElseThrow()).hasSize(Pack.FULL_BLOCKS);
    }

    @Test
    void aPackThatIsDamagedWhereItSaysWhatIsInItIsNone() {
        byte[] block = bytes(100);
        writer.append(sha256(block), block, block.length);
        writer.append(sha256(block), block, block.length);
        BlobId pack = writer.seal();
        int size = (int) contents.size(Workbench.SITE, pack).orElseThrow();
        byte[] whole = array(contents.get(Workbench.SITE, pack, 0, size));
        int tail = 2 * Pack.ENTRY_SIZE + Pack.FOOTER_SIZE;
        for (int at = size - tail; at < size; at++) {
            for (int bit = 0; bit < 8; bit++) {
                byte[] damaged = whole.clone();
                damaged[at] ^= (byte) (1 << bit);
                assertThat(index(put(damaged))).as("bit %s of byte %s", bit, at).isEmpty();
            }
        }
        for (int length = 0; length < size; length++) {
            assertThat(index(put(java.util.Arrays.copyOf(whole, length)))).isEmpty();
        }
    }

    /** What an earlier release compressed is read by every later one. */
    @Test
    void aBlockIsAStandardZstdFrame() {
        byte[] frame = HexFormat.of().parseHex("28b52ffd04485500001061610100fb7f1d60019b1ee240");
        byte[] expected = new byte[Block.SIZE];
        java.util.Arrays.fill(expected, (byte) 'a');
        byte[] found = new byte[Block.SIZE];
        assertThat(Block.restore(frame, 0, frame.length, found, 0, Block.digest(expected, 0)))
                .isTrue();
        assertThat(found).isEqualTo(expected);
    }

    @Test
    void aBlockWithAnyBitFlippedIsNotRestored() {
        byte[] block = new byte[Block.SIZE];
        java.util.Arrays.fill(block, (byte) 'a');
        byte[] stored = new byte[Block.MAX_COMPRESSED];
        int length = Block.compress(block, 0, stored);
        byte[] target = new byte[Block.SIZE];
        for (int bit = 0; bit < length * 8; bit++) {
            byte[] damaged = stored.clone();
            damaged[bit / 8] ^= (byte) (1 << bit % 8);
            boolean restored = Block.restore(damaged, 0, length, target, 0, Block.digest(block, 0));
            assertThat(!restored || java.util.Arrays.equals(target, block))
                    .as("bit %s", bit)
                    .isTrue();
        }
    }

    private Optional<List<Pack.Entry>> index(BlobId id) {
        ByteBuffer bytes = contents.read(Workbench.SITE, id);
        try {
            return Pack.isPack(bytes) ? Optional.of(Pack.entries(id, bytes)) : Optional.empty();
        } catch (CorruptStorageException damaged) {
            return Optional.empty();
        }
    }

    private BlobId put(byte[] bytes) {
        BlobId id = BlobId.of(ByteBuffer.wrap(bytes));
        contents.put(Workbench.SITE, id, ByteBuffer.wrap(bytes));
        return id;
    }

    private byte[] bytes(int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }

    private static byte[] sha256(byte[] bytes) {
        return BlobId.of(ByteBuffer.wrap(bytes)).digest();
    }

    private static byte[] array(ByteBuffer bytes) {
        byte[] array = new byte[bytes.remaining()];
        bytes.get(array);
        return array;
    }
}
