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
  private final Hosts hosts;
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
   * @param reserve what of the request's deadline is left to others, in nanoseconds
   */
  Backend(
      String name,
      Map<String, String> texts,
      Hosts hosts,
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

  Hosts hosts() {
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
    if (hosts.takers() > 1 && outliers.failures() > 0) {
      int failures = host.ejection.failed();
      if (failures >= outliers.failures()) {
        eject(host, failures + " failures in a row, the last: " + reason);
      }
    }
  }

  boolean comparesLatencies() {
    return hosts.takers() > 1 && outliers.latency() > 0;
  }

  /** A slice of their time is over: those that are far slower than the others are left out. */
  void compareLatencies() {
    var medians = new ArrayList<HostLatencies.Median>();
    for (var host : hosts) {
      medians.add(host.median());
    }
    for (var slow : SlowHosts.among(medians, outliers.latency(), outliers.latencyCalls())) {
      eject(hosts.get(slow.place()), slow.reason());
    }
    for (var host : hosts) {
      host.turn();
    }
  }

  /** One at a time, or two would count each other among those who stay. */
  private synchronized void eject(Host host, String why) {
    if (hosts.in() > outliers.staying(hosts.takers())) {
      host.ejection.eject(outliers.base(), why);
    }
  }

  BackendStats stats() {
    var each = new ArrayList<HostStats>();
    int serving = hosts.serving();
    for (int i = 0; i < hosts.count(); i++) {
      var stats = hosts.get(i).stats(hosts.weight(i));
      each.add(hosts.rank(i) > serving ? stats.onStandby() : stats);
    }
    return figures.stats(name, each, limiter.stats());
  }
}
