package io.serai.bench;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/**
 * Three times the load that the gateway can do, and whether it still does what it can: a page of
 * three parts and a heap of 128 MB. Capacity is what so many connections get as fast as they are
 * answered; then three times as many requests a second are due, whatever is answered.
 *
 * <pre>mvn -Pbench verify -Dbench.table=Overload</pre>
 *
 * <p>Judged is a gateway on one core whose bound is what its operator lets in at once: it fails if
 * less than nine tenths of the capacity are answered in time, if a refusal takes the gateway more
 * than a millisecond at the median, or if health or management are slow. Told besides is one whose
 * own time is the bound, two fifths of a core, so that whoever sends and answers on the other core
 * has time left: there refusals, each a fifth of a request, are paid with requests. {@code
 * -Dbench.seconds=10} makes it shorter, {@code -Dbench.rounds=1} too: the medians are judged.
 */
public final class Overload {
  private static final int TIMES = 3;
  private static final int CONNECTIONS = 4000;

  private static final Path METRICS = Path.of("target", "bench", "overload.metrics");
  private static final Pattern DURATION =
      Pattern.compile(
          "serai_request_duration_seconds_bucket\\{route=\"none\",unit=\"none\",le=\"([^\"]+)\"} (\\d+)");
  private static final HttpClient CLIENT =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  private static final String AT_ONCE = "admission.maxInFlight=100";
  private static final List<Load> LOADS =
      List.of(
          new Load("20 to 50 ms, 100 in flight, one core", 20, 50, 100, AT_ONCE, 100),
          new Load("20 to 50 ms, two fifths", 20, 50, 512, "", 40),
          new Load("at once, 100 in flight, two fifths", 0, 0, 100, AT_ONCE, 40));

  /**
   * What is asked of the gateway.
   *
   * @param least milliseconds that a backend takes
   * @param most milliseconds that it takes
   * @param connections that the capacity is measured with
   * @param setting a line, or empty
   * @param percent of a core for the gateway
   */
  private record Load(
      String name, int least, int most, int connections, String setting, int percent) {
    /** Whether it isn't the core that is the bound. */
    boolean isJudged() {
      return percent == 100;
    }

    List<String> settings() {
      var health = "listener.health.path=/up";
      return setting.isEmpty() ? List.of(health) : List.of(health, setting);
    }
  }

  private Overload() {}

  /** Takes its options from the system properties that the others take. */
  public static void main(String... args) throws Exception {
    var options = Options.ofSystem();
    Pinned.besideTheGateway();
    var wrong = new ArrayList<String>();
    var lines = new ArrayList<String>();
    lines.add(
        "| backends | capacity/s | due/s | good/s | of capacity | late | 503/s | other | unsent/s | core"
            + " | p50 of a 200, ms | 503 within 1 ms | p50 of a 503, ms | health, ms | management, ms | RSS MiB |");
    lines.add("|---|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|");
    for (var load : LOADS) {
      var rounds = new ArrayList<Double>();
      for (int i = 0; i < options.rounds(); i++) {
        rounds.add(measure(load, options, lines, wrong));
      }
      Collections.sort(rounds);
      double share = rounds.get(rounds.size() / 2);
      if (load.isJudged()) {
        must(share >= 0.9, load.name() + ": goodput is " + share + " of the capacity", wrong);
      }
    }
    var out = Files.createDirectories(Path.of("target", "bench"));
    Files.write(out.resolve("overload.md"), lines);
    lines.forEach(System.out::println);
    if (!wrong.isEmpty()) {
      throw new IllegalStateException(String.join("; ", wrong));
    }
  }

  private static double measure(Load load, Options options, List<String> lines, List<String> wrong)
      throws Exception {
    var work = Files.createTempDirectory("serai-overload");
    var loops = Transport.oneLoop();
    var backends = Transport.oneLoop();
    try (var running = new Running()) {
      int backend = Contenders.freePort();
      SlowBackend.start(backends, backend, load.least(), load.most());
      var gateway =
          running.add(
              Contenders.serai(
                  "serai",
                  Contenders.CONTENDER_CORE,
                  work,
                  backend,
                  "product-page.camel.yaml",
                  Part.read("product-page.camel.yaml"),
                  "-Xmx128m",
                  load.settings()));
      int management = managementPort(work);
      var loop = loops.next();
      var port = gateway.port();
      // Whatever happens later is to be compiled before, refusals and scrapes too: that takes long
      // with a share of a core.
      metrics(management);
      var warm = Flood.closed(loop, port, load.connections(), options.warmup());
      Flood.open(loop, port, CONNECTIONS, TIMES * warm.goodPerSecond(), 2 * options.warmup());
      if (load.percent() < 100 && !Quota.set(gateway.process(), load.percent())) {
        System.out.println("No control groups: the load, and not the gateway, may be the bound.");
      }
      warm = Flood.closed(loop, port, load.connections(), options.warmup());
      Flood.open(loop, port, CONNECTIONS, TIMES * warm.goodPerSecond(), 2 * options.warmup());
      var full = Flood.closed(loop, port, load.connections(), options.seconds());
      double capacity = full.goodPerSecond();
      var before = metrics(management);
      var health = new Probe("http://127.0.0.1:" + port + "/up");
      var manage = new Probe("http://127.0.0.1:" + management + "/health/ready");
      long cpu = Usage.cpuMicros(gateway.process());
      var seen = Flood.open(loop, port, CONNECTIONS, TIMES * capacity, options.seconds());
      cpu = Usage.cpuMicros(gateway.process()) - cpu;
      health.stop();
      manage.stop();
      var after = metrics(management);
      Files.createDirectories(METRICS.getParent());
      Files.writeString(METRICS, after);
      double quick = withinMilli(before, after);
      double share = seen.goodPerSecond() / capacity;
      lines.add(
          "| %s | %.0f | %.0f | %.0f | %.2f | %d | %.0f | %d | %.0f | %.2f | %.0f | %.3f | %.1f | %s | %s | %d |"
              .formatted(
                  load.name(),
                  capacity,
                  TIMES * capacity,
                  seen.goodPerSecond(),
                  share,
                  seen.late(),
                  seen.shed() / seen.seconds(),
                  seen.other(),
                  seen.unsent() / seen.seconds(),
                  cpu / 1e6 / seen.seconds(),
                  seen.goodMicros() / 1000,
                  quick,
                  seen.shedMicros() / 1000,
                  health,
                  manage,
                  Usage.rssKib(gateway.process()) / 1024));
      Files.copy(
          work.resolve("serai.log"),
          METRICS.resolveSibling("overload.log"),
          StandardCopyOption.REPLACE_EXISTING);
      must(gateway.process().isAlive(), "the gateway has ended", wrong);
      must(quick >= 0.5, "most refusals took more than a millisecond", wrong);
      must(seen.shed() > 0, "nothing was refused, so it was no overload", wrong);
      if (load.isJudged()) {
        must(health.most95() <= 100, "health took " + health, wrong);
        must(manage.most95() <= 100, "management took " + manage, wrong);
      }
      return share;
    } finally {
      loops.shutdownGracefully(0, 1, TimeUnit.SECONDS).await();
      backends.shutdownGracefully(0, 1, TimeUnit.SECONDS).await();
      Bench.deleteTree(work);
    }
  }

  private static void must(boolean holds, String otherwise, List<String> wrong) {
    if (!holds) {
      wrong.add(otherwise);
    }
  }

  private static int managementPort(Path work) throws IOException {
    return Files.readAllLines(work.resolve("serai/conf/serai.properties")).stream()
        .filter(line -> line.startsWith("management.port="))
        .mapToInt(line -> Integer.parseInt(line.substring("management.port=".length())))
        .findFirst()
        .orElseThrow();
  }

  private static String metrics(int management) throws IOException, InterruptedException {
    var uri = URI.create("http://127.0.0.1:" + management + "/metrics");
    return CLIENT.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString()).body();
  }

  /** Of the answers that no route gave, those given within a millisecond of the request's head. */
  private static double withinMilli(String before, String after) {
    double all = bucket(after, "+Inf") - bucket(before, "+Inf");
    return all == 0 ? 1 : (bucket(after, "0.001") - bucket(before, "0.001")) / all;
  }

  private static double bucket(String metrics, String bound) {
    var line = DURATION.matcher(metrics);
    while (line.find()) {
      if (line.group(1).equals(bound)) {
        return Double.parseDouble(line.group(2));
      }
    }
    return 0;
  }

  /** Asks ten times a second, on a thread of its own, how long an answer takes. */
  private static final class Probe {
    private final List<Long> micros = Collections.synchronizedList(new ArrayList<>());
    private final Thread thread;
    private volatile boolean stopped;

    Probe(String url) {
      var request = HttpRequest.newBuilder(URI.create(url)).timeout(Duration.ofSeconds(5)).build();
      thread =
          new Thread(
              () -> {
                while (!stopped) {
                  ask(request);
                }
              });
      thread.setDaemon(true);
      thread.start();
    }

    private void ask(HttpRequest request) {
      long start = System.nanoTime();
      try {
        int status = CLIENT.send(request, BodyHandlers.ofString()).statusCode();
        long took = (System.nanoTime() - start) / 1000;
        micros.add(status == 200 ? took : TimeUnit.SECONDS.toMicros(status));
        Thread.sleep(100);
      } catch (IOException e) {
        micros.add(TimeUnit.SECONDS.toMicros(999));
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        stopped = true;
      }
    }

    void stop() throws InterruptedException {
      stopped = true;
      thread.join(10_000);
    }

    private double at(double quantile) {
      var sorted = new ArrayList<>(micros);
      Collections.sort(sorted);
      return sorted.isEmpty()
          ? 999_000
          : sorted.get((int) (quantile * (sorted.size() - 1))) / 1000.0;
    }

    double most95() {
      return at(0.95);
    }

    @Override
    public String toString() {
      return "%.1f, p95 %.1f, most %.1f".formatted(at(0.5), at(0.95), at(1));
    }
  }
}
