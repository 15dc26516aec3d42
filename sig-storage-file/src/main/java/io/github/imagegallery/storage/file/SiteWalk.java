// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.storage.file;

import io.github.imagegallery.storage.Site;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.HashSet;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A walk through the folders of all sites that finds those which hold a blob. */
final class SiteWalk extends SimpleFileVisitor<Path> {
    private static final String NAME = "([A-Za-z0-9][A-Za-z0-9._-]{0,127})";
    private static final Pattern SITE =
            Pattern.compile(NAME + "/" + NAME + "(?:/zone-([1-9][0-9]{0,8}))?/replica-([1-9][0-9]{0,8})");

    private final Path root;
    private final Set<Site> found = new HashSet<>();

    private SiteWalk(Path root) {
        this.root = root;
    }

    static Set<Site> run(Path root) throws IOException {
        SiteWalk walk = new SiteWalk(root);
        Files.walkFileTree(root, walk);
        return Set.copyOf(walk.found);
    }

    @Override
    public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) throws IOException {
        String path = root.relativize(folder).toString().replace('\\', '/');
        Matcher site = SITE.matcher(path);
        if (!site.matches()) {
            return FileVisitResult.CONTINUE;
        }
        if (!new SiteFolder(root, path).isEmpty()) {
            found.add(site(site));
        }
        return FileVisitResult.SKIP_SUBTREE;
    }

    private static Site site(Matcher parts) {
        int zone = parts.group(3) == null ? 0 : Integer.parseInt(parts.group(3));
        return new Site(parts.group(1), parts.group(2), zone, Integer.parseInt(parts.group(4)));
    }
}
