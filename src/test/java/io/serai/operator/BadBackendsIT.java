package io.serai.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.serai.testing.ConstantRate;
import io.serai.testing.ConstantRate.Ended;
import io.serai.testing.Installed;
import io.serai.testing.Management;
import io.serai.testing.Spread;
import io.serai.testing.StubBackend;
import io.serai.testing.StubBackend.Script;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Backends that misbehave, each in its own way and all the time, under load: each part ends at its
 * own time, no connection serves another call, and the gateway holds no more at the end than in the
 * middle. No circuit spares it any of it.
 */
@Timeout(300)
class BadBackendsIT {
  private static final int PER_SECOND = 50;

  /** Some of what is measured after a collection is the measuring. */
  private static final double HEAP_GROWTH = 8 << 20;

  private static final double DIRECT_GROWTH = 4 << 20;
  private static final int LATE_MS = 50;

  /** A part begins a moment after the clock that its time is counted by. */
  private static final int EARLY_MS = 5;

  private static final String HALF =
      "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 9\r\n\r\n{";

  @TempDir Path folder;

  /** With the time that its part has, or 0 if it needs none. */
  private enum Ill {
    DRIPS(200),
    SILENT(300),
    STOPS(400),
    RESETS(0),
    GARBLES(0);

    private final int millis;

    Ill(int millis) {
      this.millis = millis;
    }

    private Script script() {
      return switch (this) {
        case DRIPS -> Script.json("{\"a\":1}").dripping(Duration.ofSeconds(1));
        case SILENT -> Script.hang();
        case STOPS -> Script.raw(HALF).then(Script.hang());
        case RESETS -> Script.raw(HALF).then(Script.reset());
        case GARBLES -> Script.raw("SSH-2.0-OpenSSH_9.2\r\n\r\n");
      };
    }

    private String part() {
      return name().toLowerCase(Locale.ROOT);
    }

    private String step() {
      return """
                        - to: { uri: "backend:%s/part", parameters: { as: %s, optional: true, timeout: %dms } }
          """
          .formatted(part(), part(), millis == 0 ? 1000 : millis);
    }
  }

  @Test
  void eachPartEndsAtItsTimeAndNothingIsKept() throws Exception {
    run(12)
        .forEach(
            (ill, took) ->
                assertThat(took.p50()).as("median of " + ill).isLessThan(ill.millis + LATE_MS));
  }

  @Test
  @Tag("slow")
  void forAMinuteTheyEndWithinFiftyMillisecondsOfTheirTime() throws Exception {
    run(60)
        .forEach(
            (ill, took) ->
                assertThat(took.p95()).as("p95 of " + ill).isLessThan(ill.millis + LATE_MS));
  }

  /** What each part took. */
  private Map<Ill, Spread> run(int seconds) throws Exception {
    var stubs = new EnumMap<Ill, StubBackend>(Ill.class);
    try (var good = StubBackend.start().otherwise(Script.json("1"));
        var installed = Installed.unpack(folder.resolve("serai"))) {
      for (var ill : Ill.values()) {
        stubs.put(ill, StubBackend.start().otherwise(ill.script()));
      }
      var base = instance(installed, good, stubs);
      var started = installed.serai("start", "--base", base.toString());
      assertThat(started.code()).as(started.out()).isZero();
      var management = Management.of(base);
      List<Ended> answers;
      try (var load =
          new ConstantRate(Installed.port(base), PER_SECOND, 2 * seconds, List.of("/page"))) {
        TimeUnit.SECONDS.sleep(seconds / 2);
        var middle = management.memory();
        TimeUnit.SECONDS.sleep(seconds - seconds / 2);
        var end = management.memory();
        load.stop();
        System.out.printf("in the middle %s%n   at the end %s%n", middle, end);
        assertThat(end.heap() - middle.heap()).as("heap, bytes more").isLessThan(HEAP_GROWTH);
        assertThat(end.direct() - middle.direct())
            .as("direct, bytes more")
            .isLessThan(DIRECT_GROWTH);
        answers = load.between(0, System.nanoTime());
      }
      assertThat(answers).hasSizeGreaterThan(PER_SECOND * seconds / 2);
      assertThat(answers)
          .allMatch(it -> it.status() == 200 && it.body().startsWith("{\"good\":1,"));
      for (var ill : Ill.values()) {
        assertUsedOnce(ill, stubs.get(ill));
      }
      assertThat(good.connections())
          .as("of the good one, kept and used again")
          .isLessThan(good.requests().size() / 2);
      return figures(answers);
    } finally {
      stubs.values().forEach(StubBackend::close);
    }
  }

  private static void assertUsedOnce(Ill ill, StubBackend stub) {
    var used = stub.requests().stream().map(StubBackend.Seen::connection).toList();
    assertThat(used).as("connections of the one that " + ill).doesNotHaveDuplicates();
    // One that came too late for its call waits for another; those that carried one are closed. A
    // dripping stub learns that nobody listens when it next sends.
    await()
        .atMost(Duration.ofSeconds(20))
        .untilAsserted(
            () ->
                assertThat(stub.openConnections())
                    .as("open at the one that " + ill)
                    .isLessThanOrEqualTo(stub.connections() - used.size()));
  }

  private Path instance(Installed installed, StubBackend good, Map<Ill, StubBackend> stubs)
      throws Exception {
    var urls =
        stubs.entrySet().stream()
            .map(it -> "backend." + it.getKey().part() + ".url=" + it.getValue().url());
    var settings =
        Stream.concat(
                urls,
                Stream.of(
                    "backend.good.url=" + good.url(),
                    "backend.default.circuit=false",
                    "backend.default.retries=0",
                    "gateway.report=body"))
            .toArray(String[]::new);
    var base = installed.instance(folder.resolve("instance"), settings);
    Files.writeString(
        base.resolve("conf/page.camel.yaml"),
        """
        - route:
            id: page
            from:
              uri: "gateway:/page"
              steps:
                - multicast:
                    parallelProcessing: true
                    aggregationStrategy: "#keyed"
                    steps:
                      - to: { uri: "backend:good/part", parameters: { as: good } }
        """
            + Stream.of(Ill.values()).map(Ill::step).collect(Collectors.joining()));
    return base;
  }

  private static Map<Ill, Spread> figures(List<Ended> answers) {
    var figures = new EnumMap<Ill, Spread>(Ill.class);
    for (var ill : Ill.values()) {
      var ms = Pattern.compile("\"name\":\"" + ill.part() + "\"[^}]*?\"ms\":([0-9.]+)");
      var took =
          answers.stream()
              .flatMap(it -> ms.matcher(it.body()).results())
              .mapToDouble(it -> Double.parseDouble(it.group(1)));
      var spread = Spread.of(took);
      System.out.println(ill + " has " + ill.millis + " ms: " + spread);
      assertThat(spread.count()).isEqualTo(answers.size());
      assertThat(spread.least()).isGreaterThanOrEqualTo(Math.max(0, ill.millis - EARLY_MS));
      figures.put(ill, spread);
    }
    return figures;
  }
}
