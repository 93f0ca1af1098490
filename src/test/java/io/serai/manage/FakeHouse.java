package io.serai.manage;

import io.serai.aggregate.ApartStats;
import io.serai.aggregate.CompletedBy;
import io.serai.backend.BackendStats;
import io.serai.backend.ConcurrencyStats;
import io.serai.backend.HostStats;
import io.serai.circuit.CircuitStats;
import io.serai.circuit.Granted;
import io.serai.circuit.State;
import io.serai.circuit.shared.SharedView;
import io.serai.cluster.Cluster;
import io.serai.cluster.Member;
import io.serai.entry.ListenerStats;
import io.serai.routes.LiveSet;
import io.serai.settings.Problem;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Floors that say what a test wants them to, and note what they are told. */
final class FakeHouse implements Controls {
  volatile Readiness readiness = Readiness.READY;
  volatile LiveSet live = liveSet(LiveSet.State.LIVE);
  volatile boolean refuses;
  volatile boolean fullBoard;
  volatile List<CircuitStats> circuits = List.of(circuit("backend:catalog", State.OPEN));
  final Cluster cluster = Cluster.alone(new Member("id-1", "", "north", "1.2.3", Instant.EPOCH));
  final List<String> told = new ArrayList<>();

  Readings readings() {
    return new Readings(
        "1.2.3",
        Instant.now().minusSeconds(61),
        () -> "0.0.0.0:8080",
        () -> readiness,
        () -> live,
        FakeHouse::traffic,
        () -> List.of(backend()),
        () -> circuits,
        () -> List.of(shared()),
        () -> new ApartStats(7, 4_096, Map.of(CompletedBy.SIZE, 3L), 2, 1, 5),
        cluster);
  }

  static LiveSet liveSet(LiveSet.State state) {
    var route =
        new LiveSet.Route(
            "product-page",
            "Everything the \"product\" page needs",
            "gateway:/products/{id}",
            List.of("GET"),
            "/products/{id}",
            "conf/product-page.camel.yaml",
            2,
            "loop",
            "");
    var problems =
        state == LiveSet.State.LIVE
            ? List.<Problem>of()
            : List.of(
                Problem.error(
                    "conf/product-page.camel.yaml",
                    7,
                    3,
                    "backend: 'katalog'",
                    "a configured backend",
                    "Did you mean catalog?"));
    var unit =
        new LiveSet.Unit(
            "product-page",
            state,
            Instant.parse("2026-01-02T03:04:05Z"),
            3,
            List.of("conf/product-page.camel.yaml"),
            List.of(route),
            problems);
    return new LiveSet("d1gest", "rev-7", List.of(unit), List.of(), List.of("next"));
  }

  private static ListenerStats.Snapshot traffic() {
    // Four answers in the first bucket, three in the second, one beyond all bounds.
    var buckets = new ArrayList<>(Collections.nCopies(ListenerStats.BOUNDS_MICROS.size() + 1, 0L));
    var none = List.copyOf(buckets);
    buckets.set(0, 4L);
    buckets.set(1, 3L);
    buckets.set(buckets.size() - 1, 1L);
    return new ListenerStats.Snapshot(
        List.of(
            new ListenerStats.Route(
                "product-page",
                "product-page",
                List.of(5L, 0L, 1L, 2L),
                buckets,
                65_000,
                0,
                21_000),
            new ListenerStats.Route("", "", List.of(0L, 0L, 9L, 0L), none, 900, 0, 1_800)),
        3,
        12,
        4,
        1,
        7,
        Map.of("in_flight", 6L, "lag", 0L),
        20_000_000,
        4096);
  }

  static CircuitStats circuit(String name, State state) {
    return new CircuitStats(
        name, state, 2_500, "12 of 20 calls failed", -1, 0, 0, 0, 7, 3, 17_500, "", true);
  }

  static CircuitStats held(String name, State state, String by) {
    return new CircuitStats(name, state, 2_500, "held", -1, 0, 0, 0, 0, 0, 0, by, true);
  }

  private static SharedView shared() {
    var told = Instant.parse("2026-01-02T03:04:05Z");
    return new SharedView(
        "backend:catalog",
        true,
        3,
        "12 of 20 calls failed",
        "north",
        5,
        40,
        12,
        0,
        2,
        List.of(
            new SharedView.AtMember("i1", "north", State.OPEN, false, told, 20, 12),
            new SharedView.AtMember("i2", "south", State.CLOSED, true, told, 20, 0),
            new SharedView.AtMember("i3", "east", null, false, null, 0, 0)));
  }

  private static BackendStats backend() {
    return new BackendStats(
        "catalog",
        44,
        40,
        Map.of("timeout", 2L, "connect", 1L),
        1,
        5,
        4,
        6,
        2,
        3,
        8,
        7,
        Map.of(0.01, 30L, 0.1, 41L, Double.POSITIVE_INFINITY, 43L),
        1.5,
        List.of(
            new HostStats("http://10.0.0.1", "in", 1, 100, 1, 5, 4),
            new HostStats("http://10.0.0.2", "ejected", 1, 100, 0, 0, 0),
            new HostStats("http://10.0.0.3", "open", 1, 100, 0, 0, 0)),
        new ConcurrencyStats(24, 23, 812));
  }

  @Override
  public void drain() {
    told.add("drain");
    readiness = Readiness.DRAINING;
  }

  @Override
  public void undrain() {
    told.add("undrain");
    readiness = Readiness.READY;
  }

  @Override
  public Granted force(String names, @Nullable State forced, String by) {
    told.add("force " + names + " " + forced + " by " + by);
    var found = circuits.stream().map(CircuitStats::name).filter(names::equals).toList();
    return new Granted(found, fullBoard ? found : List.of());
  }

  @Override
  public Reloaded reload(boolean checkOnly) {
    told.add(checkOnly ? "check" : "reload");
    return refuses
        ? new Reloaded(true, List.of(Problem.error("conf/a.camel.yaml", 3, 1, "broken", "", "")))
        : new Reloaded(false, List.of());
  }
}
