package io.serai.routes;

import io.serai.settings.Problem;
import io.serai.settings.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** A check of one file in a house that has a backend and a setting. */
public final class CheckFixture {
  private CheckFixture() {}

  public static List<Problem> check(Path base, Path... files) throws IOException {
    Files.createDirectories(base.resolve("conf"));
    var platform = new FakePlatform();
    platform.backends.add("catalog");
    platform.settings = Settings.of(Map.of("my.path", "/x"));
    return new Check(base, platform).files(List.of(files));
  }
}
