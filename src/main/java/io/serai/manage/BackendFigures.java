package io.serai.manage;

import io.prometheus.metrics.model.snapshots.ClassicHistogramBuckets;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import io.serai.backend.BackendStats;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What went out, by backend; names, never hosts. */
final class BackendFigures {
  private BackendFigures() {}

  static void addTo(MetricSnapshots.Builder all, List<BackendStats> backends) {
    var calls =
        CounterSnapshot.builder()
            .name("serai_backend_calls")
            .help("Ended calls by outcome: success, or the kind of failure.");
    var retries =
        CounterSnapshot.builder()
            .name("serai_backend_retries")
            .help("Attempts beyond the first of a call.");
    var denied =
        CounterSnapshot.builder()
            .name("serai_backend_retries_denied")
            .help("Retries and hedges that the budget had no place for.");
    var repeats =
        CounterSnapshot.builder()
            .name("serai_backend_repeats")
            .help("Requests sent once more because a kept connection had closed.");
    var hedges =
        CounterSnapshot.builder()
            .name("serai_backend_hedges")
            .help("Requests sent a second time, beside the first.");
    var won =
        CounterSnapshot.builder()
            .name("serai_backend_hedges_won")
            .help("Second requests whose answer was taken.");
    var flying =
        GaugeSnapshot.builder().name("serai_backend_calls_in_flight").help("Calls not ended.");
    var connections =
        GaugeSnapshot.builder()
            .name("serai_backend_connections")
            .help("Connections by what they do.");
    var hosts =
        GaugeSnapshot.builder()
            .name("serai_backend_hosts")
            .help("URLs of a backend by whether they get calls: in, or why not.");
    var duration =
        HistogramSnapshot.builder()
            .name("serai_backend_call_duration_seconds")
            .help("Whole calls, retries included.");
    var limit =
        GaugeSnapshot.builder()
            .name("serai_backend_concurrency_limit")
            .help("Calls that may be under way, where there is a limit.");
    var underWay =
        GaugeSnapshot.builder()
            .name("serai_backend_concurrency_in_flight")
            .help("Calls under way, where there is a limit.");
    var turnedAway =
        CounterSnapshot.builder()
            .name("serai_backend_concurrency_turned_away")
            .help("Calls not made because of that limit.");
    for (var backend : backends) {
      var name = backend.name();
      calls.dataPoint(Figures.count(backend.successes(), "backend", name, "outcome", "success"));
      new TreeMap<>(backend.failures())
          .forEach(
              (kind, count) ->
                  calls.dataPoint(Figures.count(count, "backend", name, "outcome", kind)));
      retries.dataPoint(Figures.count(backend.retries(), "backend", name));
      denied.dataPoint(Figures.count(backend.retriesDenied(), "backend", name));
      repeats.dataPoint(Figures.count(backend.repeats(), "backend", name));
      hedges.dataPoint(Figures.count(backend.hedges(), "backend", name));
      won.dataPoint(Figures.count(backend.hedgesWon(), "backend", name));
      flying.dataPoint(Figures.point(backend.inFlight(), "backend", name));
      connections.dataPoint(Figures.point(backend.idle(), "backend", name, "state", "idle"));
      connections.dataPoint(
          Figures.point(
              Math.max(0, backend.open() - backend.idle()), "backend", name, "state", "busy"));
      for (var state :
          new String[] {
            "in", "warming", "standby", "drained", "ejected", "unhealthy", "open", "unknown"
          }) {
        long count = backend.hosts().stream().filter(host -> host.state().equals(state)).count();
        hosts.dataPoint(Figures.point(count, "backend", name, "state", state));
      }
      var concurrency = backend.concurrency();
      if (concurrency != null) {
        limit.dataPoint(Figures.point(concurrency.limit(), "backend", name));
        underWay.dataPoint(Figures.point(concurrency.inFlight(), "backend", name));
        turnedAway.dataPoint(Figures.count(concurrency.turnedAway(), "backend", name));
      }
      duration.dataPoint(
          HistogramSnapshot.HistogramDataPointSnapshot.builder()
              .labels(Labels.of("backend", name))
              .classicHistogramBuckets(buckets(backend.buckets()))
              .sum(backend.seconds())
              .build());
    }
    all.metricSnapshot(calls.build());
    all.metricSnapshot(retries.build());
    all.metricSnapshot(denied.build());
    all.metricSnapshot(repeats.build());
    all.metricSnapshot(hedges.build());
    all.metricSnapshot(won.build());
    all.metricSnapshot(flying.build());
    all.metricSnapshot(connections.build());
    all.metricSnapshot(hosts.build());
    all.metricSnapshot(limit.build());
    all.metricSnapshot(underWay.build());
    all.metricSnapshot(turnedAway.build());
    all.metricSnapshot(duration.build());
  }

  /** Theirs count up from bucket to bucket, the library's each by itself. */
  private static ClassicHistogramBuckets buckets(Map<Double, Long> cumulative) {
    var each = ClassicHistogramBuckets.builder();
    long below = 0;
    double last = 0;
    for (var bucket : new TreeMap<>(cumulative).entrySet()) {
      last = bucket.getKey();
      // Read while it is written to, a later bucket may lag behind.
      each.bucket(last, Math.max(0, bucket.getValue() - below));
      below = Math.max(below, bucket.getValue());
    }
    if (last != Double.POSITIVE_INFINITY) {
      each.bucket(Double.POSITIVE_INFINITY, 0);
    }
    return each.build();
  }
}
