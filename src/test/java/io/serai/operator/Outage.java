package io.serai.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.serai.operator.MortalBackend.Death;
import io.serai.testing.ConstantRate;
import io.serai.testing.ConstantRate.Ended;
import io.serai.testing.Installed;
import io.serai.testing.Management;
import io.serai.testing.StubBackend;
import io.serai.testing.StubBackend.Script;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * An instance with two units under load at a constant rate. All backends of one can die, each in
 * its own way; that of the other stays well.
 */
final class Outage implements AutoCloseable {
  private static final Duration LONG = Duration.ofSeconds(30);
  private static final int PER_SECOND = Integer.getInteger("serai.outage.rate", 200);
  private static final String WELL = "/well";

  /** Has a part of each backend that can die, none required. */
  static final String PAGE = "/page";

  /** The same, all required. */
  private static final String STRICT = "/strict";

  private static final String WELL_ROUTE =
      """
      - route:
          id: well
          from:
            uri: "gateway:/well"
            steps:
              - to: "backend:well/part"
      """;

  private static final String MORTAL_ROUTE =
      """
      - route:
          id: %s
          from:
            uri: "gateway:/%s"
            steps:
              - multicast:
                  parallelProcessing: true
                  aggregationStrategy: "#keyed"
                  steps:
      """;

  private final StubBackend well = StubBackend.start().otherwise(Script.json("{\"well\":1}"));
  private final List<MortalBackend> mortals =
      Stream.of(Death.values()).map(MortalBackend::new).toList();
  private final Installed installed;
  private final Management management;
  private final ConstantRate load;

  /** Half of the requests are for the unit that stays well. */
  Outage(Path folder, String... settings) throws Exception {
    installed = Installed.unpack(folder.resolve("serai"));
    var lines = new ArrayList<>(List.of(settings));
    // Whatever a busy machine adds isn't to be taken for the outage's doing.
    lines.addAll(List.of("gateway.deadline=10s", "backend.well.timeout=10s"));
    lines.add("backend.well.url=" + well.url());
    for (var mortal : mortals) {
      lines.add("backend." + name(mortal) + ".url=" + mortal.url());
      lines.add("backend." + name(mortal) + ".timeout=300ms");
      lines.add("backend." + name(mortal) + ".attemptTimeout=100ms");
    }
    var base = installed.instance(folder.resolve("instance"), lines.toArray(String[]::new));
    Files.writeString(base.resolve("conf/well.camel.yaml"), WELL_ROUTE);
    Files.writeString(
        base.resolve("conf/mortal.camel.yaml"), route("page", true) + route("strict", false));
    var started = installed.serai("start", "--base", base.toString());
    assertThat(started.code()).as(started.out()).isZero();
    management = Management.of(base);
    var paths = List.of(WELL, PAGE, WELL, STRICT);
    load = new ConstantRate(Installed.port(base), PER_SECOND, 600, paths);
  }

  private String route(String id, boolean optional) {
    var text = new StringBuilder(MORTAL_ROUTE.formatted(id, id));
    for (var mortal : mortals) {
      text.append(
          """
                        - to: { uri: "backend:%s/part", parameters: { as: %s, optional: %s } }
          """
              .formatted(name(mortal), name(mortal), optional));
    }
    return text.toString();
  }

  private static String name(MortalBackend mortal) {
    return mortal.death().name().toLowerCase(Locale.ROOT);
  }

  /** The process of the gateway. */
  long pid() {
    return management.pid();
  }

  /** The load goes on; what is measured is the time itself. */
  void goOn(int seconds) throws InterruptedException {
    TimeUnit.SECONDS.sleep(seconds);
  }

  /** All die, one after another. */
  void begin(Duration between) throws InterruptedException {
    for (var mortal : mortals) {
      mortal.die();
      TimeUnit.NANOSECONDS.sleep(between.toNanos());
    }
  }

  /** Until no circuit lets calls pass, but for probes. */
  void awaitOpen() {
    await()
        .atMost(LONG)
        .untilAsserted(
            () ->
                assertThat(series("serai_circuit_state{circuit=\"backend:%s\",state=\"closed\"}"))
                    .containsOnly(0.0));
  }

  /** All come back; until the unit's answers are whole again. */
  void end() throws IOException {
    for (var mortal : mortals) {
      mortal.live();
    }
    long from = System.nanoTime();
    await()
        .atMost(LONG)
        .until(
            () ->
                ofMortal(from, System.nanoTime()).stream()
                    .anyMatch(it -> it.path().equals(STRICT) && it.status() == 200));
  }

  void stop() throws InterruptedException {
    load.stop();
  }

  /** What came of the requests to the unit that stays well. */
  List<Ended> ofWell(long from, long to) {
    return load.between(from, to).stream().filter(it -> it.path().equals(WELL)).toList();
  }

  /** What came of those to the unit that dies; each calls each of its backends. */
  List<Ended> ofMortal(long from, long to) {
    return load.between(from, to).stream().filter(it -> !it.path().equals(WELL)).toList();
  }

  /** How many calls may have been under way to each backend of the unit that dies. */
  int offered(long from, long to) {
    return (int) load.underWay(from, to).stream().filter(it -> !it.path().equals(WELL)).count();
  }

  /**
   * So far, at one backend after another.
   *
   * @param seen requests that the backend read
   * @param retries attempts beyond the first, the gateway says
   * @param rejected calls turned away by a circuit, the gateway says
   */
  record Calls(List<Double> seen, List<Double> retries, List<Double> rejected) {
    Calls since(Calls before) {
      return new Calls(
          less(seen, before.seen), less(retries, before.retries), less(rejected, before.rejected));
    }

    private static List<Double> less(List<Double> after, List<Double> before) {
      return IntStream.range(0, after.size())
          .mapToObj(at -> after.get(at) - before.get(at))
          .toList();
    }

    @Override
    public String toString() {
      return "by %s: seen %s, retries %s, rejected %s"
          .formatted(List.of(Death.values()), seen, retries, rejected);
    }
  }

  Calls calls() throws IOException {
    return new Calls(
        mortals.stream().map(it -> (double) it.seen()).toList(),
        series("serai_backend_retries_total{backend=\"%s\"}"),
        series("serai_backend_calls_total{backend=\"%s\",outcome=\"circuit\"}"));
  }

  private List<Double> series(String name) throws IOException {
    var metrics = management.metrics();
    return mortals.stream().map(it -> metrics.getOrDefault(name.formatted(name(it)), 0.0)).toList();
  }

  @Override
  public void close() throws IOException {
    load.close();
    installed.close();
    for (var mortal : mortals) {
      mortal.close();
    }
    well.close();
  }
}
