// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.storage.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.imagegallery.storage.BlobId;
import io.github.imagegallery.storage.CopyIncompleteException;
import io.github.imagegallery.storage.Site;
import io.github.imagegallery.storage.StorageException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** What the contents of a {@link FileStorage} do beyond the contracts. */
class FileContentsTest {
    private static final Site HERE = new Site("default", "westeurope", 0, 1);
    private static final Site THERE = new Site("default", "westeurope", 0, 2);
    private static final Site ABROAD = new Site("default", "japaneast", 0, 1);
    private static final byte[] BYTES = {1, 2, 3};
    private static final BlobId BLOB = BlobId.of(ByteBuffer.wrap(BYTES));

    @TempDir
    private Path folder;

    /** The blob that is copied is a pipe here, so the copy is under way until somebody writes into it. */
    @Test
    @DisabledOnOs(OS.WINDOWS)
    void closingWaitsForACopyThatIsUnderWay() throws Exception {
        FileContents contents = new FileContents(folder);
        Path pipe = makePipe(HERE);
        start(() -> contents.copy(BLOB, HERE, List.of(THERE)));
        Thread closing;
        try (OutputStream bytes = Files.newOutputStream(pipe)) { // waits until the copy has opened the pipe
            closing = start(contents::close);
            while (closing.isAlive() && closing.getState() != Thread.State.WAITING) {
                Thread.onSpinWait();
            }
            assertThat(closing.isAlive()).isTrue();
            assertThatThrownBy(contents::sites).isInstanceOf(StorageException.class);
            bytes.write(BYTES);
        }
        closing.join();

        assertThat(new FileContents(folder).read(THERE, BLOB)).isEqualTo(ByteBuffer.wrap(BYTES));
    }

    /** What takes the place of a blob is only found out when the file that was written is to get its name. */
    @Test
    void whatFailsInTheEndLeavesTheOtherCopiesToo() throws IOException {
        FileContents contents = new FileContents(folder);
        contents.put(HERE, BLOB, ByteBuffer.wrap(BYTES));
        Path there = folder.resolve(THERE.toString());
        Files.createDirectories(there.resolve(BLOB.hex()).resolve("in the way"));

        assertThatThrownBy(() -> contents.copy(BLOB, HERE, List.of(THERE, ABROAD)))
                .isInstanceOfSatisfying(CopyIncompleteException.class, incomplete -> {
                    assertThat(incomplete.sites()).containsExactly(THERE);
                    assertThat(incomplete.movedBytes()).isEqualTo(BYTES.length);
                });
        assertThat(there.resolve(".tmp")).isEmptyDirectory();
        assertThat(contents.read(ABROAD, BLOB)).isEqualTo(ByteBuffer.wrap(BYTES));
    }

    @Test
    void anInterruptedCopySaysSoAndLeavesNothing() {
        FileContents contents = new FileContents(folder);
        contents.put(HERE, BLOB, ByteBuffer.wrap(BYTES));
        Thread.currentThread().interrupt();
        assertThatThrownBy(() -> contents.copy(BLOB, HERE, List.of(THERE, ABROAD)))
                .isExactlyInstanceOf(StorageException.class)
                .hasRootCauseInstanceOf(ClosedByInterruptException.class);
        assertThat(Thread.interrupted()).isTrue();

        assertThat(contents.sites()).containsExactly(HERE);
        assertThat(folder.resolve(THERE.toString()).resolve(".tmp"))
                .satisfiesAnyOf(
                        left -> assertThat(left).doesNotExist(),
                        left -> assertThat(left).isEmptyDirectory());
    }

    private Path makePipe(Site site) throws IOException, InterruptedException {
        Path pipe = Files.createDirectories(folder.resolve(site.toString())).resolve(BLOB.hex());
        assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor())
                .isZero();
        return pipe;
    }

    private static Thread start(Runnable work) {
        Thread thread = new Thread(work);
        thread.setDaemon(true);
        thread.start();
        return thread;
    }
}
