package io.serai.backend;

import java.util.ArrayList;
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
  private final Outliers outliers;
  private final ProbeTerms probing;
  private final BackendCircuits circuits;
  private final Limiter limiter;
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
      Outliers outliers,
      ProbeTerms probing,
      BackendCircuits circuits,
      Limiter limiter,
      Figures figures,
      FailureLog failures,
      long reserve) {
    this.name = name;
    this.texts = texts;
    this.hosts = hosts;
    this.budget = budget;
    this.outliers = outliers;
    this.probing = probing;
    this.circuits = circuits;
    this.limiter = limiter;
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

  ProbeTerms probing() {
    return probing;
  }

  RetryBudget budget() {
    return budget;
  }

  BackendCircuits circuits() {
    return circuits;
  }

  Limiter limiter() {
    return limiter;
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

  /** A host did what no host should; a single one is never left out for it. */
  void failed(Host host, String reason) {
    if (hosts.length > 1
        && outliers.failures() > 0
        && host.ejection.failed() >= outliers.failures()) {
      eject(host, reason);
    }
  }

  /** One at a time, or two would count each other among those who stay. */
  private synchronized void eject(Host host, String reason) {
    int in = 0;
    for (var each : hosts) {
      in += each.isIn() ? 1 : 0;
    }
    if (in > outliers.staying(hosts.length)) {
      host.ejection.eject(outliers.base(), reason);
    }
  }

  BackendStats stats() {
    var each = new ArrayList<HostStats>();
    for (var host : hosts) {
      each.add(host.stats());
    }
    return figures.stats(name, each, limiter.stats());
  }
}
