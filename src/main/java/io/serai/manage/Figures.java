package io.serai.manage;

import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.InfoSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import io.serai.routes.LiveSet;

/** The instance itself as metrics; what came in and what went out have collectors of their own. */
final class Figures implements MultiCollector {
  private final Readings readings;

  Figures(Readings readings) {
    this.readings = readings;
  }

  @Override
  public MetricSnapshots collect() {
    var live = readings.live().get();
    var readiness = readings.readiness().get();
    var all = MetricSnapshots.builder();
    all.metricSnapshot(info("serai_build", "This program.", "version", readings.version()));
    all.metricSnapshot(
        info(
            "serai_live_digest",
            "What is live: equal on two instances that serve the same.",
            "digest",
            live.digest(),
            "revision",
            live.revision()));
    all.metricSnapshot(flag("serai_ready", "1 if readiness is 200.", readiness == Readiness.READY));
    all.metricSnapshot(
        flag("serai_draining", "1 while draining.", readiness == Readiness.DRAINING));
    all.metricSnapshot(
        flag(
            "serai_degraded", "1 if some unit doesn't serve what its files say.", live.degraded()));
    all.metricSnapshot(units(live));
    all.metricSnapshot(generations(live));
    all.metricSnapshot(
        gauge(
            "serai_cluster_members",
            "Gateways that hear each other, this one included.",
            readings.cluster().members().size()));
    TrafficFigures.addTo(all, readings.traffic().get());
    BackendFigures.addTo(all, readings.backends().get());
    ApartFigures.addTo(all, readings.apart().get());
    CircuitFigures.addTo(all, readings.circuits().get());
    return all.build();
  }

  private static GaugeSnapshot units(LiveSet live) {
    var gauge = GaugeSnapshot.builder().name("serai_units").help("Units by how they stand.");
    for (var state : LiveSet.State.values()) {
      gauge.dataPoint(
          point(
              live.units().stream().filter(unit -> unit.state() == state).count(),
              "state",
              JsonNames.of(state)));
    }
    return gauge.build();
  }

  private static CounterSnapshot generations(LiveSet live) {
    var counter =
        CounterSnapshot.builder()
            .name("serai_unit_generations")
            .help("How often a unit went live since the start.");
    live.units().forEach(unit -> counter.dataPoint(count(unit.generation(), "unit", unit.name())));
    return counter.build();
  }

  private static InfoSnapshot info(String name, String help, String... labels) {
    return InfoSnapshot.builder()
        .name(name)
        .help(help)
        .dataPoint(InfoSnapshot.InfoDataPointSnapshot.builder().labels(Labels.of(labels)).build())
        .build();
  }

  private static GaugeSnapshot flag(String name, String help, boolean set) {
    return gauge(name, help, set ? 1 : 0);
  }

  static GaugeSnapshot gauge(String name, String help, Number value) {
    return GaugeSnapshot.builder().name(name).help(help).dataPoint(point(value)).build();
  }

  static CounterSnapshot counter(String name, String help, Number value) {
    return CounterSnapshot.builder().name(name).help(help).dataPoint(count(value)).build();
  }

  static GaugeSnapshot.GaugeDataPointSnapshot point(Number value, String... labels) {
    return GaugeSnapshot.GaugeDataPointSnapshot.builder()
        .value(value.doubleValue())
        .labels(Labels.of(labels))
        .build();
  }

  static CounterSnapshot.CounterDataPointSnapshot count(Number value, String... labels) {
    return CounterSnapshot.CounterDataPointSnapshot.builder()
        .value(value.doubleValue())
        .labels(Labels.of(labels))
        .build();
  }
}
