package io.serai.manage;

import java.util.List;

/**
 * What the listener has counted since the start.
 *
 * @param bounds upper bounds of the latency buckets, microseconds, ascending; one more bucket is
 *     without bound
 * @param inFlight requests whose answer isn't out
 * @param connections open
 * @param malformed requests that weren't HTTP
 * @param refused connections closed because too many were open
 */
public record Traffic(
    List<Long> bounds,
    List<Route> routes,
    long inFlight,
    int connections,
    long malformed,
    long refused) {

  public static final Traffic NONE = new Traffic(List.of(), List.of(), 0, 0, 0, 0);

  /**
   * One route's share.
   *
   * @param unit empty for requests that no route answered
   * @param byClass answers by the first digit of their status, 2xx first, 5xx last
   * @param buckets answers by latency, not cumulative, one more than there are bounds
   * @param micros sum of all latencies
   * @param bytesIn of request bodies
   * @param bytesOut of answers
   */
  public record Route(
      String unit,
      String route,
      List<Long> byClass,
      List<Long> buckets,
      long micros,
      long bytesIn,
      long bytesOut) {

    long requests() {
      return byClass.stream().mapToLong(Long::longValue).sum();
    }
  }

  long requests() {
    return routes.stream().mapToLong(Route::requests).sum();
  }
}
