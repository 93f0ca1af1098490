package io.serai.testing;

import io.serai.testing.ConstantRate.Ended;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import java.util.stream.DoubleStream;

/** How long something took, in milliseconds. */
public record Spread(int count, double least, double p50, double p95, double p99, double most) {

  /** Of one value at least. */
  public static Spread of(DoubleStream millis) {
    var sorted = millis.sorted().toArray();
    return new Spread(
        sorted.length,
        sorted[0],
        at(50, sorted),
        at(95, sorted),
        at(99, sorted),
        sorted[sorted.length - 1]);
  }

  public static Spread of(List<Ended> requests) {
    return of(requests.stream().mapToDouble(it -> it.nanos() / 1e6));
  }

  private static double at(int percent, double[] sorted) {
    return sorted[Math.min(sorted.length - 1, sorted.length * percent / 100)];
  }

  /** Of each figure the median over all rounds. */
  public static Spread median(List<Spread> rounds) {
    return new Spread(
        (int) middle(rounds, Spread::count),
        middle(rounds, Spread::least),
        middle(rounds, Spread::p50),
        middle(rounds, Spread::p95),
        middle(rounds, Spread::p99),
        middle(rounds, Spread::most));
  }

  /** What a quarter of the rounds is above. */
  public static double upperQuartile(List<Spread> rounds, ToDoubleFunction<Spread> figure) {
    var values = rounds.stream().mapToDouble(figure).sorted().toArray();
    return values[values.length * 3 / 4];
  }

  private static double middle(List<Spread> rounds, ToDoubleFunction<Spread> figure) {
    var values = rounds.stream().mapToDouble(figure).toArray();
    Arrays.sort(values);
    int half = values.length / 2;
    return values.length % 2 == 1 ? values[half] : (values[half - 1] + values[half]) / 2;
  }

  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "%5d times, ms: least %.2f, p50 %.2f, p95 %.2f, p99 %.2f, most %.1f",
        count,
        least,
        p50,
        p95,
        p99,
        most);
  }
}
