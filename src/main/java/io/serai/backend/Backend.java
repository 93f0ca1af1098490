package io.serai.backend;

import java.util.Map;

/**
 * One backend as the settings have it; a change makes a new one that shares the figures and the
 * hosts that stayed the same.
 */
final class Backend {
  private final String name;
  private final Map<String, String> texts;
  private final Host[] hosts;
  private final RetryBudget budget;
  private final Figures figures;
  private final FailureLog failures;
  private final long reserve;

  /**
   * A backend.
   *
   * @param texts its settings, those for all backends included
   * @param hosts one at least
   * @param reserve what of the request's deadline is left to others, in nanoseconds
   */
  Backend(
      String name,
      Map<String, String> texts,
      Host[] hosts,
      RetryBudget budget,
      Figures figures,
      FailureLog failures,
      long reserve) {
    this.name = name;
    this.texts = texts;
    this.hosts = hosts;
    this.budget = budget;
    this.figures = figures;
    this.failures = failures;
    this.reserve = reserve;
  }

  String name() {
    return name;
  }

  Map<String, String> texts() {
    return texts;
  }

  /** Not to be written to. */
  Host[] hosts() {
    return hosts;
  }

  RetryBudget budget() {
    return budget;
  }

  Figures figures() {
    return figures;
  }

  FailureLog failures() {
    return failures;
  }

  long reserve() {
    return reserve;
  }

  BackendStats stats() {
    int open = 0;
    int idle = 0;
    for (var host : hosts) {
      open += host.open();
      idle += host.idle();
    }
    return figures.stats(name, open, idle);
  }
}
