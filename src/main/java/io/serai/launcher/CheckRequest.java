package io.serai.launcher;

import io.serai.settings.Settings;
import java.nio.file.Path;
import java.util.List;

/**
 * What to check.
 *
 * @param files route files and folders, each to be looked at as if dropped into {@code conf/};
 *     empty for everything that is in {@code conf/}
 */
record CheckRequest(Directories directories, Settings settings, List<Path> files) {}
