package io.serai.backend;

import java.util.BitSet;

/**
 * How the hosts of a backend are checked. Times in nanoseconds.
 *
 * @param path empty for not at all
 * @param healthy checks in a row that have to pass for an unhealthy host to be healthy
 * @param unhealthy checks in a row that have to fail for a healthy one to be unhealthy
 * @param statuses answers that pass
 */
record ProbeTerms(
    String path, long interval, long timeout, int healthy, int unhealthy, BitSet statuses) {

  /**
   * Reads the settings.
   *
   * @throws IllegalArgumentException with name, value and what was expected
   */
  static ProbeTerms read(Texts texts) {
    var path = texts.get("health.path", "");
    if (!path.isEmpty() && !path.matches("/[!-~&&[^#]]*")) {
      throw texts.wrong("health.path", path, "a path such as /health, encoded");
    }
    return new ProbeTerms(
        path,
        texts.nanos("health.interval", "5s"),
        texts.nanos("health.timeout", "1s"),
        texts.count("health.healthy", 2),
        texts.count("health.unhealthy", 3),
        statuses(texts));
  }

  private static BitSet statuses(Texts texts) {
    var named = Statuses.read(texts, "health.status", "");
    var statuses = new BitSet(600);
    for (int status = 200; status < 600; status++) {
      statuses.set(status, named.has(status));
    }
    if (statuses.isEmpty()) {
      statuses.set(200, 300);
    }
    return statuses;
  }

  boolean isOn() {
    return !path.isEmpty();
  }
}
