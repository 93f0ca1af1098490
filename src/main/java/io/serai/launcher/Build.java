package io.serai.launcher;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Objects;
import java.util.Properties;

/**
 * What this program was built from.
 *
 * @param version of the project
 * @param commit abbreviated, {@code unknown} if built outside a repository
 */
record Build(String version, String commit) {

  static final Build THIS = read();

  private static Build read() {
    var properties = new Properties();
    try (InputStream in = Build.class.getResourceAsStream("build.properties")) {
      properties.load(Objects.requireNonNull(in, "build.properties isn't in the jar"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new Build(properties.getProperty("version", ""), properties.getProperty("commit", ""));
  }

  @Override
  public String toString() {
    return version + " (" + commit + ")";
  }
}
