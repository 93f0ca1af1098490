package io.serai.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Measures what staying up costs: the page of {@link Bench} by this gateway with circuits, retries
 * and their budget, two hosts to balance over and a cluster that shares its circuits, against the
 * same with all of it off.
 *
 * <pre>mvn -Pbench verify -Dbench.table=Resilience</pre>
 *
 * <p>takes the options of {@link Bench} and writes {@code target/bench/resilience.md}. The other
 * member of the cluster idles beside the load.
 */
public final class Resilience {
  private static final String PATH = "/products/42";
  private static final String HEAP = "-Xmx256m";
  private static final String UNIT = "product-page.camel.yaml";
  private static final List<String> PARTS = List.of("catalog", "stock", "reviews");

  private Resilience() {}

  /** Takes its options from the system properties of {@link Bench}. */
  public static void main(String... args) throws Exception {
    var options = Options.ofSystem();
    Requirements.meet();
    var work = Files.createTempDirectory("serai-resilience");
    try (var running = new Running()) {
      int backend = running.add(Contenders.backend(work)).port();
      int ours = Contenders.freePort();
      int other = Contenders.freePort();
      var off = Stream.of("backend.default.circuit=false", "backend.default.retries=0");
      var contenders = new ArrayList<Contender>();
      contenders.add(running.add(serai("off", work, backend, off.toList())));
      contenders.add(running.add(serai("circuits", work, backend, List.of())));
      contenders.add(running.add(serai("hosts", work, backend, twoHosts(backend).toList())));
      var all = Stream.concat(twoHosts(backend), member(ours, other)).toList();
      contenders.add(running.add(serai("on", work, backend, all)));
      running.add(
          Contenders.serai(
              "neighbour",
              Contenders.LOAD_CORE,
              work,
              backend,
              UNIT,
              Part.read(UNIT),
              HEAP,
              Stream.concat(twoHosts(backend), member(other, ours)).toList()));
      for (var contender : contenders) {
        Answer.mustBeRight(contender, PATH);
      }
      var table = markdown(options, measure(options, contenders, ours));
      var out = Files.createDirectories(Path.of("target", "bench"));
      Files.writeString(out.resolve("resilience.md"), table);
      System.out.println();
      System.out.println(table);
    } finally {
      Bench.deleteTree(work);
    }
  }

  private static Contender serai(String name, Path work, int backend, List<String> settings)
      throws IOException, InterruptedException {
    return Contenders.serai(
        name, Contenders.CONTENDER_CORE, work, backend, UNIT, Part.read(UNIT), HEAP, settings);
  }

  /** Of each backend two hosts, which are two addresses of the same server. */
  private static Stream<String> twoHosts(int backend) {
    return PARTS.stream()
        .map(
            part ->
                Stream.of("127.0.0.1", "127.0.0.2")
                    .map(host -> "http://" + host + ":" + backend + "/" + part)
                    .collect(Collectors.joining(",", "backend." + part + ".url=", "")));
  }

  private static Stream<String> member(int own, int other) {
    return Stream.of(
        "cluster.name=bench",
        "cluster.port=" + own,
        "cluster.members=127.0.0.1:" + own + ",127.0.0.1:" + other);
  }

  /** The rounds of each, and beside those of the member what passed between the two. */
  private record Measured(Map<String, List<Round>> rounds, double bytesPerRequest) {}

  private static Measured measure(Options options, List<Contender> contenders, int memberPort)
      throws IOException, InterruptedException {
    var rounds = new LinkedHashMap<String, List<Round>>();
    for (var contender : contenders) {
      Wrk.run(contender.port(), PATH, options.connections(), contender.warmup(options));
    }
    long bytes = 0;
    double requests = 0;
    for (int i = 1; i <= options.rounds(); i++) {
      for (var contender : contenders) {
        long before = MemberBytes.at(memberPort);
        var round = Round.measure(contender, PATH, options);
        if (contender.name().equals("on")) {
          bytes += MemberBytes.at(memberPort) - before;
          requests += round.perSecond() * options.seconds();
        }
        rounds.computeIfAbsent(contender.name(), name -> new ArrayList<>()).add(round);
        System.out.println(contender.name() + ", round " + i + ": " + round);
      }
    }
    return new Measured(rounds, bytes / requests);
  }

  private static String markdown(Options options, Measured measured) {
    var text = new StringBuilder();
    text.append(
        String.format(
            Locale.ROOT,
            "%d connections, %d rounds of %d s, medians. Between the members: %.2f bytes a request.%n%n",
            options.connections(),
            options.rounds(),
            options.seconds(),
            measured.bytesPerRequest()));
    text.append("| Serai with | µs CPU/request | ÷ off | requests/s | p99 ms | RSS MiB |\n")
        .append("|---|--:|--:|--:|--:|--:|\n");
    double off = Round.median(measured.rounds().getOrDefault("off", List.of()), Round::cpuMicros);
    measured
        .rounds()
        .forEach(
            (name, of) ->
                text.append(
                    String.format(
                        Locale.ROOT,
                        "| %s | %.1f | %.2f | %.0f | %.2f | %.0f |%n",
                        name,
                        Round.median(of, Round::cpuMicros),
                        Round.median(of, Round::cpuMicros) / off,
                        Round.median(of, Round::perSecond),
                        Round.median(of, Round::p99) / 1000,
                        Round.median(of, Round::rssMib))));
    return text.toString();
  }
}
