package io.serai.bench;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Measures each {@link Shape} against the same written by hand on Netty, validated by the same
 * scanner: what the language costs over code.
 *
 * <pre>mvn -Pbench verify -Dbench.table=Shapes</pre>
 *
 * <p>takes the options of {@link Bench} and writes {@code target/bench/shapes.md}. Both must answer
 * the same JSON before anything is measured.
 */
public final class Shapes {
  private Shapes() {}

  /** Takes its options from the system properties of {@link Bench}. */
  public static void main(String... args) throws Exception {
    var options = Options.ofSystem();
    Requirements.meet();
    var work = Files.createTempDirectory("serai-shapes");
    try (var running = new Running()) {
      int backend = running.add(ShapeContenders.backend(work)).port();
      var raw = running.add(ShapeContenders.raw(work, backend));
      var serai = running.add(ShapeContenders.serai(work, backend));
      for (var shape : Shape.values()) {
        mustAgree(raw, serai, shape);
      }
      var table = markdown(options, measure(options, List.of(raw, serai)));
      var out = Files.createDirectories(Path.of("target", "bench"));
      Files.writeString(out.resolve("shapes.md"), table);
      System.out.println();
      System.out.println(table);
    } finally {
      Bench.deleteTree(work);
    }
  }

  private static void mustAgree(Contender raw, Contender serai, Shape shape)
      throws IOException, InterruptedException {
    JsonNode expected = Answer.of(raw, shape.path());
    JsonNode answered = Answer.of(serai, shape.path());
    if (!expected.equals(answered)) {
      throw new IllegalStateException(
          "%s: by hand %s, the gateway %s".formatted(shape, expected, answered));
    }
  }

  private static Map<Shape, Map<String, List<Round>>> measure(
      Options options, List<Contender> contenders) throws IOException, InterruptedException {
    var all = new LinkedHashMap<Shape, Map<String, List<Round>>>();
    for (var shape : Shape.values()) {
      var rounds = new LinkedHashMap<String, List<Round>>();
      all.put(shape, rounds);
      var load = options.with(shape.connections(options));
      for (var contender : contenders) {
        Wrk.run(contender.port(), shape.path(), load.connections(), contender.warmup(options));
      }
      for (int i = 0; i < options.rounds(); i++) {
        for (var contender : contenders) {
          rounds
              .computeIfAbsent(contender.name(), name -> new ArrayList<>())
              .add(Round.measure(contender, shape.path(), load));
        }
      }
      System.out.println(row(shape, rounds).strip());
    }
    return all;
  }

  private static String markdown(Options options, Map<Shape, Map<String, List<Round>>> all) {
    var text = new StringBuilder();
    text.append(
        String.format(
            Locale.ROOT,
            "%d rounds of %d s each, medians; every part validated on both sides.%n%n",
            options.rounds(),
            options.seconds()));
    text.append("| shape | calls | by hand, µs CPU | Serai, µs CPU | ratio | by hand, p99 ms ")
        .append("| Serai, p99 ms |\n|---|--:|--:|--:|--:|--:|--:|\n");
    all.forEach((shape, rounds) -> text.append(row(shape, rounds)));
    return text.toString();
  }

  private static String row(Shape shape, Map<String, List<Round>> rounds) {
    var raw = rounds.getOrDefault("raw", List.of());
    var serai = rounds.getOrDefault("serai", List.of());
    double byHand = Round.median(raw, Round::cpuMicros);
    double ours = Round.median(serai, Round::cpuMicros);
    return String.format(
        Locale.ROOT,
        "| %s | %d | %.0f | %.0f | %.2f | %.1f | %.1f |%n",
        shape.title,
        shape.calls,
        byHand,
        ours,
        ours / byHand,
        Round.median(raw, Round::p99) / 1000,
        Round.median(serai, Round::p99) / 1000);
  }
}
