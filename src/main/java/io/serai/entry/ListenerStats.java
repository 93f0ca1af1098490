package io.serai.entry;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/** What the listener has counted since it was opened. */
public final class ListenerStats {
  /** Upper bounds of the latency buckets, in microseconds; one more bucket is without bound. */
  public static final List<Long> BOUNDS_MICROS = RouteFigures.BOUNDS;

  private record Name(String unit, String route) {}

  private final ConcurrentHashMap<Name, RouteFigures> routes = new ConcurrentHashMap<>();
  private final RouteFigures unrouted = new RouteFigures("", "");
  private final AtomicInteger inFlight = new AtomicInteger();
  private final LongAdder malformed = new LongAdder();
  private final LongAdder refused = new LongAdder();
  private final LongAdder inner = new LongAdder();
  private final AtomicInteger connections = new AtomicInteger();
  private @Nullable Admission admission;

  ListenerStats() {}

  /** Who knows how many were turned away; told before there is anything to count. */
  void admission(Admission of) {
    admission = of;
  }

  /**
   * One route's figures.
   *
   * @param unit empty for requests that no route answered
   * @param byClass answers by the first digit of their status: 2xx, 3xx, 4xx, 5xx; a client that
   *     didn't wait counts as a 4xx
   * @param buckets answers by latency, see {@link #BOUNDS_MICROS}; not cumulative
   * @param micros sum of all latencies
   * @param bytesIn of request bodies
   * @param bytesOut of answers, heads included
   */
  public record Route(
      String unit,
      String route,
      List<Long> byClass,
      List<Long> buckets,
      long micros,
      long bytesIn,
      long bytesOut) {}

  /**
   * All figures at one moment.
   *
   * @param routes one entry per route that is or was live, and one for what no route answered
   * @param inFlight requests whose answer isn't out
   * @param connections open
   * @param malformed requests that weren't HTTP
   * @param refused connections closed because {@code listener.maxConnections} were open
   * @param inner requests out of the bodies of others, counted by their routes as well
   * @param shed requests turned away at the door and answers cut short, by reason
   * @param lagNanos how late the latest event loop was in the last second or so
   * @param buffered bytes that the bodies of requests and parts take, and answers that clients
   *     haven't taken
   */
  public record Snapshot(
      List<Route> routes,
      long inFlight,
      int connections,
      long malformed,
      long refused,
      long inner,
      Map<String, Long> shed,
      long lagNanos,
      long buffered) {}

  /** The figures by now. */
  public Snapshot snapshot() {
    var list = new ArrayList<Route>(routes.size() + 1);
    routes.values().forEach(figures -> list.add(figures.snapshot()));
    list.add(unrouted.snapshot());
    return new Snapshot(
        List.copyOf(list),
        inFlight(),
        connections.get(),
        malformed.sum(),
        refused.sum(),
        inner.sum(),
        admission == null ? Map.of() : admission.totals(),
        admission == null ? 0 : admission.lag(),
        admission == null ? 0 : admission.buffered());
  }

  RouteFigures of(String unit, String route) {
    return routes.computeIfAbsent(new Name(unit, route), name -> new RouteFigures(unit, route));
  }

  /** Requests whose answer isn't out. */
  int inFlight() {
    return inFlight.get();
  }

  /** The same to a thread that has just begun one: what it knows is recent enough. */
  int inFlightHere() {
    return inFlight.getPlain();
  }

  void begin() {
    inFlight.incrementAndGet();
  }

  void count(Visit visit, int status, long bytes, long nanos) {
    inFlight.decrementAndGet();
    var figures = visit.isServed() ? visit.served().figures() : unrouted;
    figures.count(status, visit.bytesIn(), bytes, nanos);
  }

  void malformed(int status, int bytes) {
    malformed.increment();
    unrouted.count(status, 0, bytes, 0);
  }

  void inner() {
    inner.increment();
  }

  /** Counts a connection; false if it is one too many, and then it must still be closed. */
  boolean connect(int most) {
    if (connections.incrementAndGet() <= most) {
      return true;
    }
    refused.increment();
    return false;
  }

  void disconnect() {
    connections.decrementAndGet();
  }

  int connections() {
    return connections.get();
  }
}
