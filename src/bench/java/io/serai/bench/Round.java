package io.serai.bench;

import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/**
 * One round of one contender at full load.
 *
 * @param cpuMicros per request
 * @param p50 and p99 microseconds
 * @param rssMib at the end of the round
 */
record Round(double cpuMicros, double perSecond, double p50, double p99, double rssMib) {

  static Round measure(Contender contender, String path, Options options)
      throws IOException, InterruptedException {
    long before = Usage.cpuMicros(contender.process());
    var seen = Wrk.run(contender.port(), path, options.connections(), options.seconds());
    long used = Usage.cpuMicros(contender.process()) - before;
    return new Round(
        (double) used / seen.requests(),
        seen.requests() / seen.seconds(),
        seen.p50(),
        seen.p99(),
        Usage.rssKib(contender.process()) / 1024.0);
  }

  static double median(List<Round> rounds, ToDoubleFunction<Round> figure) {
    var sorted = rounds.stream().mapToDouble(figure).sorted().toArray();
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }

  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "%.1f µs/request, %.0f requests/s, p50 %.2f ms, p99 %.2f ms, %.0f MiB",
        cpuMicros,
        perSecond,
        p50 / 1000,
        p99 / 1000,
        rssMib);
  }
}
