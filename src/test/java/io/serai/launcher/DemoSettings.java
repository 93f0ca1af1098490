package io.serai.launcher;

import java.util.Map;

/** The demo's backends for tests of other packages. */
public final class DemoSettings {
  private DemoSettings() {}

  /** Starts them in this JVM; the settings that point at them. */
  public static Map<String, String> start() {
    return DemoBackends.start();
  }
}
