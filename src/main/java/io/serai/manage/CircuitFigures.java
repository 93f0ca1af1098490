package io.serai.manage;

import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import io.serai.circuit.CircuitStats;
import io.serai.circuit.State;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** How circuits stand, by name. */
final class CircuitFigures {
  private CircuitFigures() {}

  static void addTo(MetricSnapshots.Builder all, List<CircuitStats> circuits) {
    var states =
        GaugeSnapshot.builder()
            .name("serai_circuit_state")
            .help("1 for the state a circuit is in, 0 for the others.");
    var rejected =
        CounterSnapshot.builder()
            .name("serai_circuit_rejected_calls")
            .help("Calls that a circuit did not let pass.");
    byName(circuits)
        .forEach(
            (name, stats) -> {
              for (var state : State.values()) {
                boolean in = state == stats.state();
                states.dataPoint(
                    Figures.point(in ? 1 : 0, "circuit", name, "state", JsonNames.of(state)));
              }
              rejected.dataPoint(Figures.count(stats.rejected(), "circuit", name));
            });
    all.metricSnapshot(states.build());
    all.metricSnapshot(rejected.build());
  }

  /** While a unit is replaced there may be two of a name: then the one that isn't closed counts. */
  private static Map<String, CircuitStats> byName(List<CircuitStats> circuits) {
    var named = new TreeMap<String, CircuitStats>();
    for (var stats : circuits) {
      named.merge(stats.name(), stats, (one, other) -> one.state() == State.CLOSED ? other : one);
    }
    return named;
  }
}
