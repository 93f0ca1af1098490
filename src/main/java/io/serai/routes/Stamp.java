package io.serai.routes;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import org.jspecify.annotations.Nullable;

/**
 * What can be seen of a file without reading it; equal stamps save the reading.
 *
 * @param name relative to {@code conf/}, with slashes
 * @param key device and inode of what a link leads to, so that a re-pointed link is a change
 */
record Stamp(String name, Path path, long size, FileTime changed, @Nullable Object key) {

  boolean isEmptyRouteFile() {
    return size == 0 && name.endsWith(FileNames.ROUTES);
  }

  static Stamp of(String name, Path path) throws IOException {
    var attributes = Files.readAttributes(path, BasicFileAttributes.class);
    return new Stamp(
        name, path, attributes.size(), attributes.lastModifiedTime(), attributes.fileKey());
  }
}
