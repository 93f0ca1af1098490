package io.serai.manage;

import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import io.serai.aggregate.ApartStats;

/** Aggregations whose parts arrive apart, as metrics. */
final class ApartFigures {
  private ApartFigures() {}

  static void addTo(MetricSnapshots.Builder all, ApartStats stats) {
    all.metricSnapshot(
        Figures.gauge(
            "serai_aggregations_open",
            "Aggregations that this gateway keeps, those of closed keys among them.",
            stats.open()));
    all.metricSnapshot(
        Figures.gauge(
            "serai_aggregations_bytes",
            "Memory that they take; the bound is apart.memory.",
            stats.bytes()));
    var completed =
        CounterSnapshot.builder()
            .name("serai_aggregations_completed")
            .help("Aggregations completed by this gateway, by what completed them.");
    stats
        .completed()
        .forEach((by, count) -> completed.dataPoint(Figures.count(count, "by", by.label())));
    all.metricSnapshot(completed.build());
    all.metricSnapshot(
        Figures.counter(
            "serai_aggregations_failed",
            "Attempts to complete one that failed here.",
            stats.failed()));
    all.metricSnapshot(
        Figures.counter(
            "serai_aggregations_taken_over",
            "Completed here after another gateway had begun and not ended.",
            stats.takenOver()));
    all.metricSnapshot(
        Figures.counter(
            "serai_aggregations_dropped",
            "Dropped at the end of apart.life, or because the backend refused them.",
            stats.dropped()));
  }
}
