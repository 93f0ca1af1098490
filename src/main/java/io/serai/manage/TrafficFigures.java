package io.serai.manage;

import io.prometheus.metrics.model.snapshots.ClassicHistogramBuckets;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import io.serai.entry.ListenerStats;
import java.util.List;

/** What came in, by unit and route. */
final class TrafficFigures {
  private static final double MICROS = 1e6;
  // As a label's value; an empty one is no label at all in Prometheus.
  private static final String NO_ROUTE = "none";

  private TrafficFigures() {}

  static void addTo(MetricSnapshots.Builder all, ListenerStats.Snapshot traffic) {
    var requests =
        CounterSnapshot.builder()
            .name("serai_requests")
            .help("Answers by route and class of status.");
    var in = CounterSnapshot.builder().name("serai_request_bytes").help("Request bodies.");
    var out = CounterSnapshot.builder().name("serai_response_bytes").help("Answers.");
    var duration =
        HistogramSnapshot.builder()
            .name("serai_request_duration_seconds")
            .help("From the end of a request's header to the end of its answer.");
    for (var route : traffic.routes()) {
      var unit = route.unit().isEmpty() ? NO_ROUTE : route.unit();
      var id = route.route().isEmpty() ? NO_ROUTE : route.route();
      for (int i = 0; i < route.byClass().size(); i++) {
        requests.dataPoint(
            Figures.count(
                route.byClass().get(i), "unit", unit, "route", id, "status", (i + 2) + "xx"));
      }
      in.dataPoint(Figures.count(route.bytesIn(), "unit", unit, "route", id));
      out.dataPoint(Figures.count(route.bytesOut(), "unit", unit, "route", id));
      duration.dataPoint(
          HistogramSnapshot.HistogramDataPointSnapshot.builder()
              .labels(Labels.of("unit", unit, "route", id))
              .classicHistogramBuckets(buckets(route.buckets()))
              .sum(route.micros() / MICROS)
              .build());
    }
    all.metricSnapshot(requests.build());
    all.metricSnapshot(in.build());
    all.metricSnapshot(out.build());
    all.metricSnapshot(duration.build());
    all.metricSnapshot(
        Figures.gauge(
            "serai_requests_in_flight", "Requests whose answer isn't out.", traffic.inFlight()));
    all.metricSnapshot(
        Figures.gauge("serai_connections", "Open client connections.", traffic.connections()));
    all.metricSnapshot(
        Figures.counter(
            "serai_malformed_requests", "Requests that weren't HTTP.", traffic.malformed()));
    all.metricSnapshot(
        Figures.counter(
            "serai_refused_connections",
            "Connections closed because too many were open.",
            traffic.refused()));
    all.metricSnapshot(
        Figures.counter(
            "serai_inner_requests",
            "Requests out of the bodies of others, of batches.",
            traffic.inner()));
    var shed =
        CounterSnapshot.builder()
            .name("serai_shed")
            .help("Requests turned away at the door because there were more than could be done.");
    traffic
        .shed()
        .forEach((reason, count) -> shed.dataPoint(Figures.count(count, "reason", reason)));
    all.metricSnapshot(shed.build());
    all.metricSnapshot(
        Figures.gauge(
            "serai_loop_lag_seconds",
            "How late the latest event loop was in the last second or so.",
            traffic.lagNanos() / 1e9));
    all.metricSnapshot(
        Figures.gauge(
            "serai_buffered_bytes",
            "What the bodies of requests and parts in flight take.",
            traffic.buffered()));
  }

  /** Answers of all routes, and of what no route answered. */
  static long requests(ListenerStats.Snapshot traffic) {
    long sum = 0;
    for (var route : traffic.routes()) {
      for (var ofClass : route.byClass()) {
        sum += ofClass;
      }
    }
    return sum;
  }

  private static ClassicHistogramBuckets buckets(List<Long> counts) {
    var bounds = ListenerStats.BOUNDS_MICROS;
    var upper = new double[bounds.size() + 1];
    for (int i = 0; i < bounds.size(); i++) {
      upper[i] = bounds.get(i) / MICROS;
    }
    upper[bounds.size()] = Double.POSITIVE_INFINITY;
    var each = new long[upper.length];
    for (int i = 0; i < Math.min(each.length, counts.size()); i++) {
      each[i] = counts.get(i);
    }
    return ClassicHistogramBuckets.of(upper, each);
  }
}
