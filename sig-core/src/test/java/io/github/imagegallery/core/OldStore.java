// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.core;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.imagegallery.ImageDefinition;
import io.github.imagegallery.ImageGalleries;
import io.github.imagegallery.storage.file.FileStorage;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * Makes the store that is kept as a resource of these tests: {@code old-stores/format-1.zip} is what this program wrote before the
 * first release. It is never made anew: when the format gets another number, what the last build before it writes is added. To
 * write one, run the main method of this class with the name of the zip, on the class path of the tests.
 */
final class OldStore {
    static final int BLOCK = 64 << 10;

    private OldStore() {}

    /** The disks in the store, each with the version that it is of. */
    enum Disk {
        /** A block of noise, stored as it is; one of text; one that repeats it; a last one of which 512 bytes are on the disk. */
        WEB_OS("1.0.0", -1, "3e3f0a5419dcbf2273cc8730cd8c38df8a0086d941026ac014c78639cf4e78d1") {
            @Override
            byte[] bytes() {
                byte[] disk = new byte[9 * BLOCK + 512];
                byte[] noise = new byte[BLOCK];
                new Random(1).nextBytes(noise);
                System.arraycopy(noise, 0, disk, 0, BLOCK);
                fill(disk, 3, "first version");
                fill(disk, 7, "first version");
                Arrays.fill(disk, 9 * BLOCK, disk.length, (byte) 7);
                return disk;
            }
        },
        /** A data disk that is hardly more than a hole. */
        WEB_DATA("1.0.0", 5, "c9576a1dbfc7ca74e1c3f1f29474a1a423af366f34a81df9c865f01c7d9d2193") {
            @Override
            byte[] bytes() {
                byte[] disk = new byte[20 * BLOCK];
                fill(disk, 19, "data");
                return disk;
            }
        },
        /** The next version, built upon the first: another text, and no noise that is new. */
        NEXT_OS("1.0.1", -1, "9f6b339b94f5b4bd7f2cecfe2034bdef01d7d7845c144a3d8dfe032e955b6591") {
            @Override
            byte[] bytes() {
                byte[] disk = WEB_OS.bytes();
                fill(disk, 3, "second version");
                return disk;
            }
        };

        final String version;
        final int lun;
        final String sha256;

        Disk(String version, int lun, String sha256) {
            this.version = version;
            this.lun = lun;
            this.sha256 = sha256;
        }

        abstract byte[] bytes();

        Path write(Path folder) throws IOException {
            return Files.write(folder.resolve(name() + ".raw"), bytes());
        }
    }

    private static void fill(byte[] disk, int block, String text) {
        byte[] line = (text + "\n").getBytes(UTF_8);
        for (int at = 0; at < BLOCK; at++) {
            disk[block * BLOCK + at] = line[at % line.length];
        }
    }

    /** Makes the store in a folder that is empty. */
    static void make(Path store, Path scratch) throws IOException {
        try (ImageGalleries galleries = SharedImageGalleries.open(FileStorage.at(store))) {
            ImageDefinition web = Fixtures.definition(galleries);
            web.version("1.0.0")
                    .publish(Disk.WEB_OS.write(scratch))
                    .dataDisk(5, Disk.WEB_DATA.write(scratch))
                    .commit();
            web.version("1.0.1").publish(Disk.NEXT_OS.write(scratch)).commit();
            web.version("1.0.1").update().excludeFromLatest(true).commit();
        }
    }

    /** Writes a store to a zip. */
    public static void main(String[] arguments) throws IOException {
        Path scratch = Files.createTempDirectory("old-store");
        Path store = scratch.resolve("store");
        make(store, scratch);
        try (OutputStream file = Files.newOutputStream(Path.of(arguments[0]));
                ZipOutputStream zip = new ZipOutputStream(file)) {
            zip.setLevel(9);
            for (Path each : files(store)) {
                zip.putNextEntry(new ZipEntry(store.relativize(each).toString().replace('\\', '/')));
                Files.copy(each, zip);
            }
        }
    }

    private static List<Path> files(Path store) throws IOException {
        try (Stream<Path> all = Files.walk(store)) {
            return all.filter(Files::isRegularFile).sorted().toList();
        }
    }
}
