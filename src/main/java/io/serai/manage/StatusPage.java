package io.serai.manage;

import io.serai.circuit.CircuitStats;
import io.serai.circuit.State;
import io.serai.cluster.ClusterState;
import io.serai.routes.LiveSet;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** {@code /status}: the instance in one look. */
final class StatusPage {
  private final Readings readings;

  StatusPage(Readings readings) {
    this.readings = readings;
  }

  Reply now(Ask ask) {
    var readiness = readings.readiness().get();
    var live = readings.live().get();
    var traffic = readings.traffic().get();
    var body = new LinkedHashMap<String, Object>();
    body.put("state", JsonNames.of(readiness));
    body.put("version", readings.version());
    body.put("pid", ProcessHandle.current().pid());
    body.put("started", readings.started().toString());
    body.put("uptimeSeconds", Duration.between(readings.started(), Instant.now()).toSeconds());
    body.put("ready", readiness == Readiness.READY);
    body.put("draining", readiness == Readiness.DRAINING);
    body.put("degraded", live.degraded());
    body.put("reasons", HealthPages.reasons(readiness, live));
    body.put("digest", live.digest());
    body.put("revision", live.revision());
    body.put("listener", readings.listener().get());
    if (readings.cluster().state() != ClusterState.ALONE) {
      body.put("cluster", ClusterPage.inShort(readings.cluster()));
    }
    body.put("circuitsHeld", held(readings.circuits().get()));
    body.put("units", units(live));
    body.put("routes", live.units().stream().mapToInt(unit -> unit.routes().size()).sum());
    body.put("requests", TrafficFigures.requests(traffic));
    body.put("inFlight", traffic.inFlight());
    body.put("connections", traffic.connections());
    return Reply.json(200, body);
  }

  /** What an operator holds open or closed is forgotten easily, and beats all else. */
  static List<String> held(List<CircuitStats> circuits) {
    return circuits.stream()
        .filter(stats -> stats.state().isForced())
        .map(StatusPage::held)
        .distinct()
        .sorted()
        .toList();
  }

  private static String held(CircuitStats stats) {
    var how = stats.state() == State.FORCED_OPEN ? "open" : "closed";
    return stats.name() + " " + how + " by " + stats.forcedBy();
  }

  static Map<String, Long> units(LiveSet live) {
    var counts = new LinkedHashMap<String, Long>();
    for (var state : LiveSet.State.values()) {
      counts.put(
          JsonNames.of(state), live.units().stream().filter(unit -> unit.state() == state).count());
    }
    return counts;
  }
}
