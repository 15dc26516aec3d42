// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.core;

import io.github.imagegallery.Gallery;
import io.github.imagegallery.ImageGalleries;
import io.github.imagegallery.ProgressListener;
import io.github.imagegallery.model.GalleryInfo;
import io.github.imagegallery.model.VerifyReport;
import java.util.List;

/** The galleries of one engine. */
record GalleriesHandle(Engine engine) implements ImageGalleries {

    @Override
    public Gallery gallery(String name) {
        return new GalleryHandle(engine, Address.of(name));
    }

    @Override
    public List<GalleryInfo> list() {
        return engine.catalog().galleries();
    }

    @Override
    public VerifyReport verify(ProgressListener listener) {
        return new Verifier(engine, listener).verify();
    }

    @Override
    public void close() {
        engine.close();
    }
}
