package io.serai.bench;

import io.netty.channel.EventLoop;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.ToDoubleFunction;

/**
 * Measures what request batching spares: a thousand callers, each after a price of its own, fifty
 * at most or 5 ms to a bulk call, against the same callers answered one by one.
 *
 * <pre>mvn -Pbench verify -Dbench.table=Batching</pre>
 *
 * <p>takes rounds, seconds and warmup of {@link Bench} and writes {@code target/bench/batching.md}.
 * Every answer is held against what its caller asked for. Fails if one was wrong, if fewer than
 * 100,000 were held, or if the backend got more than a twentieth of the calls.
 */
public final class Batching {
  private static final int CALLERS = 1000;
  private static final int LEAST_HELD = 100_000;
  private static final List<String> PATHS = List.of("/one-by-one/", "/batched/");

  /** One round by one of the routes. */
  private record Measured(Callers.Seen seen, double cpuMicros, double callsPerRequest) {}

  private Batching() {}

  /** Takes its options from the system properties that the others take. */
  public static void main(String... args) throws Exception {
    var options = Options.ofSystem();
    Pinned.besideTheGateway();
    var work = Files.createTempDirectory("serai-batching");
    var loops = Transport.oneLoop();
    var backends = Transport.oneLoop();
    try (var running = new Running()) {
      int port = Contenders.freePort();
      var prices = new PriceBackend();
      prices.start(backends, port);
      var gateway =
          running.add(
              Contenders.serai(
                  "serai",
                  Contenders.CONTENDER_CORE,
                  work,
                  port,
                  "prices.camel.yaml",
                  Part.read("prices.camel.yaml"),
                  "-Xmx256m",
                  List.of(
                      "backend.prices.url=http://127.0.0.1:" + port,
                      "backend.prices.maxConnections=1000",
                      "admission.maxInFlight=2000")));
      report(options, measure(options, loops.next(), gateway, prices));
    } finally {
      loops.shutdownGracefully(0, 1, TimeUnit.SECONDS).await();
      backends.shutdownGracefully(0, 1, TimeUnit.SECONDS).await();
      Bench.deleteTree(work);
    }
  }

  private static Map<String, List<Measured>> measure(
      Options options, EventLoop loop, Contender gateway, PriceBackend prices) throws Exception {
    var rounds = new LinkedHashMap<String, List<Measured>>();
    for (var path : PATHS) {
      Callers.run(loop, gateway.port(), path, CALLERS, options.warmup());
      rounds.put(path, new ArrayList<>());
    }
    for (int i = 1; i <= options.rounds(); i++) {
      for (var each : rounds.entrySet()) {
        long calls = prices.calls();
        long cpu = Usage.cpuMicros(gateway.process());
        var seen = Callers.run(loop, gateway.port(), each.getKey(), CALLERS, options.seconds());
        double requests = seen.right() + seen.wrong();
        var measured =
            new Measured(
                seen,
                (Usage.cpuMicros(gateway.process()) - cpu) / requests,
                (prices.calls() - calls) / requests);
        each.getValue().add(measured);
        System.out.println(each.getKey() + ", round " + i + ": " + measured);
      }
    }
    return rounds;
  }

  private static void report(Options options, Map<String, List<Measured>> rounds)
      throws IOException {
    var text = new StringBuilder();
    text.append(
        String.format(
            Locale.ROOT,
            "%d callers, %d rounds of %d s, medians; the backend takes 2 ms.%n%n",
            CALLERS,
            options.rounds(),
            options.seconds()));
    text.append("| | µs CPU/request | ÷ one by one | backend calls/request | requests/s | p50 ms |")
        .append(" p99 ms | held | wrong |\n|---|--:|--:|--:|--:|--:|--:|--:|--:|\n");
    double alone = median(rounds.getOrDefault("/one-by-one/", List.of()), Measured::cpuMicros);
    rounds.forEach((path, of) -> text.append(row(path, of, alone)));
    var out = Files.createDirectories(Path.of("target", "bench"));
    Files.writeString(out.resolve("batching.md"), text);
    System.out.println();
    System.out.println(text);
    judge(rounds.getOrDefault("/batched/", List.of()));
  }

  private static String row(String path, List<Measured> of, double alone) {
    double cpu = median(of, Measured::cpuMicros);
    return String.format(
        Locale.ROOT,
        "| `%s` | %.1f | %.2f | %.3f | %.0f | %.1f | %.1f | %d | %d |%n",
        path,
        cpu,
        cpu / alone,
        median(of, Measured::callsPerRequest),
        median(of, each -> each.seen().right() / each.seen().seconds()),
        median(of, each -> each.seen().p50()) / 1000,
        median(of, each -> each.seen().p99()) / 1000,
        of.stream().mapToLong(each -> each.seen().right()).sum(),
        of.stream().mapToLong(each -> each.seen().wrong()).sum());
  }

  private static void judge(List<Measured> batched) {
    long held = batched.stream().mapToLong(each -> each.seen().right()).sum();
    long wrong = batched.stream().mapToLong(each -> each.seen().wrong()).sum();
    double calls = median(batched, Measured::callsPerRequest);
    if (wrong > 0 || held < LEAST_HELD || calls > 0.05) {
      throw new IllegalStateException(
          "%d wrong (expected: 0), %d held (expected: %d at least), %.3f backend calls a request"
                  .formatted(wrong, held, LEAST_HELD, calls)
              + " (expected: 0.05 at most)");
    }
  }

  private static double median(List<Measured> rounds, ToDoubleFunction<Measured> figure) {
    var sorted = rounds.stream().mapToDouble(figure).sorted().toArray();
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }
}
