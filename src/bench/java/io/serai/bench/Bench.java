package io.serai.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Measures what one aggregated request costs: this gateway, nginx with Lua's {@code capture_multi},
 * and a hand-written Netty aggregator that splices with and without validating each part.
 *
 * <pre>mvn -Pbench verify</pre>
 *
 * <p>builds the distribution, gets the peers and takes about four minutes; the tables go to the
 * terminal, to {@code target/bench/bench.md} and {@code target/bench/bench.json}. {@code
 * -Dbench.rounds=2 -Dbench.seconds=2 -Dbench.warmup=3} makes it quick and coarse, {@code
 * -Dbench.only=nginx,raw} leaves contenders out, {@code -Dbench.connections=64} changes the load.
 *
 * <p>A contender has core 0 for itself; load and backends share core 1. Rounds are interleaved, so
 * that what disturbs the machine disturbs all; figures are medians of the rounds. Compare figures
 * of one run only, by their ratios. Half load is an open loop: the same requests per second to
 * everyone, half of what the slowest can take, latency from the time a request was due.
 *
 * <p>A percentile at full load tells how 32 connections queue for one core, not what the contender
 * adds; read that at half load against the line of the backend alone.
 */
public final class Bench {
  private static final String PATH = "/products/42";

  private Bench() {}

  /** Takes its options from the system properties named above. */
  public static void main(String... args) throws Exception {
    var options = Options.ofSystem();
    Requirements.meet();
    var work = Files.createTempDirectory("serai-bench");
    try (var running = new Running()) {
      int backend = running.add(Contenders.backend(work)).port();
      var contenders = start(options, work, backend, running);
      var rounds = measureFullLoad(options, contenders);
      // First what there is: half load can fail on a machine that is busy otherwise.
      write(new Report(options, rounds, Map.of()));
      var half = measureHalfLoad(options, backend, contenders, rounds);
      var report = new Report(options, rounds, half);
      write(report);
      System.out.println();
      System.out.println(report.markdown());
    } finally {
      deleteTree(work);
    }
  }

  private static void write(Report report) throws IOException {
    var out = Files.createDirectories(Path.of("target", "bench"));
    Files.writeString(out.resolve("bench.md"), report.markdown());
    Files.writeString(out.resolve("bench.json"), report.json());
  }

  static void deleteTree(Path root) throws IOException {
    try (var paths = Files.walk(root)) {
      for (var path : paths.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }

  private static List<Contender> start(Options options, Path work, int backend, Running running)
      throws IOException, InterruptedException {
    var contenders = new ArrayList<Contender>();
    for (var name : options.only()) {
      var missing = Contenders.whyNot(name);
      if (missing.isEmpty()) {
        var contender = running.add(Contenders.start(name, work, backend));
        Answer.mustBeRight(contender, PATH);
        contenders.add(contender);
      } else {
        System.out.println(name + ": left out, " + missing);
      }
    }
    return contenders;
  }

  private static Map<String, List<Round>> measureFullLoad(
      Options options, List<Contender> contenders) throws IOException, InterruptedException {
    var rounds = new LinkedHashMap<String, List<Round>>();
    for (var contender : contenders) {
      System.out.println(contender.name() + ": warming up");
      Wrk.run(contender.port(), PATH, options.connections(), contender.warmup(options));
    }
    for (int i = 1; i <= options.rounds(); i++) {
      for (var contender : contenders) {
        var round = Round.measure(contender, PATH, options);
        rounds.computeIfAbsent(contender.name(), name -> new ArrayList<>()).add(round);
        System.out.println(contender.name() + ", round " + i + ": " + round);
      }
    }
    return rounds;
  }

  private static Map<String, OpenLoop.Latency> measureHalfLoad(
      Options options, int backend, List<Contender> contenders, Map<String, List<Round>> rounds)
      throws IOException, InterruptedException {
    double slowest =
        rounds.values().stream()
            .mapToDouble(of -> Round.median(of, Round::perSecond))
            .min()
            .orElseThrow();
    var ports = new LinkedHashMap<String, Integer>();
    ports.put("backend alone", backend);
    contenders.forEach(contender -> ports.put(contender.name(), contender.port()));
    System.out.println("half load: " + Math.round(slowest / 2) + " requests/s to each");
    return OpenLoop.measure(ports, (int) (slowest / 2), options);
  }
}
