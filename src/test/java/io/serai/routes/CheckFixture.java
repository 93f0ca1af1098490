package io.serai.routes;

import io.serai.backend.Backends;
import io.serai.request.Loops;
import io.serai.settings.Problem;
import io.serai.settings.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** A check of one file in the real house, which has a backend and a setting. */
public final class CheckFixture {
  private CheckFixture() {}

  public static List<Problem> check(Path base, Path... files) throws IOException {
    Files.createDirectories(base.resolve("conf"));
    var settings =
        Settings.of(Map.of("my.path", "/x", "backend.catalog.url", "http://127.0.0.1:1"));
    try (var loops = Loops.start(1);
        var backends = new Backends(loops, Runnable::run, settings)) {
      return new Check(base, new GatePlatform(null, backends, () -> settings, () -> {}))
          .files(List.of(files));
    }
  }
}
