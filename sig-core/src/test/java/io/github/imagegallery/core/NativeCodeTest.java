// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.imagegallery.ImageGalleries;
import io.github.imagegallery.core.content.Contents;
import io.github.imagegallery.storage.testkit.InMemoryStorage;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/** Native code is loaded where blocks are compressed or restored, and nowhere else. */
class NativeCodeTest {

    @Test
    void whatTouchesNoBlockNeedsNone() throws IOException {
        try (ChildJvm child = ChildJvm.start(Child.class)) {
            assertThat(child.lines(1)).containsExactly("done");
        }
    }

    /** Works where native code cannot be loaded. */
    static final class Child {
        public static void main(String... args) {
            System.setProperty("ZstdNativePath", "nowhere");
            try (ImageGalleries galleries = SharedImageGalleries.open(new InMemoryStorage())) {
                galleries.gallery("golden").create().location("westeurope").commit();
                galleries.definitions().toList();
            }
            Contents.releaseThread();
            System.out.println("done");
        }
    }
}
