package io.serai.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * What bodies of gigabytes cost that pass through, against nginx's {@code proxy_pass} without
 * buffering, and what the requests beside them feel of it.
 *
 * <pre>mvn -Pbench verify -Dbench.table=PassThrough</pre>
 *
 * <p>First a GiB each way, as fast as may be, through each contender in turn. Then the page of
 * {@link Bench} at a constant rate, by this gateway with a heap of 128 MB, in turns alone and
 * beside one download and one upload of a gigabit a second at most each; the same of the backend,
 * so that what the load side does to itself is seen. Both ends of what passes give way to the pages
 * and their backend on the core they share: elsewhere they would be other machines. Takes the
 * options of {@link Bench}; writes {@code target/bench/passthrough.md}.
 */
public final class PassThrough {
  private static final long GIB = 1L << 30;
  private static final long GIGABIT = 125_000_000;

  /** Small enough that what isn't over in time, and so not counted, is next to nothing. */
  private static final long TRANSFER = GIB / 64;

  private static final int PAGES_PER_SECOND = 500;
  private static final String BACKEND = "backend by itself";
  private static final String UNIT = "product-page.camel.yaml";

  private PassThrough() {}

  /** Takes its options from the system properties of {@link Bench}. */
  public static void main(String... args) throws Exception {
    var options = Options.ofSystem();
    Requirements.meet();
    Pinned.besideTheGateway();
    var work = Files.createTempDirectory("serai-passthrough");
    try (var running = new Running();
        var origin = new Origin()) {
      var nginx = Map.of("origin", "" + origin.port());
      var contenders = new ArrayList<Contender>();
      contenders.add(
          running.add(
              Contenders.nginx(
                  "nginx", Contenders.CONTENDER_CORE, work, "passthrough.nginx.conf", nginx)));
      int backend = running.add(Contenders.backend(work)).port();
      var serai =
          Contenders.serai(
              "serai",
              Contenders.CONTENDER_CORE,
              work,
              backend,
              UNIT,
              Part.read(UNIT) + "\n" + Part.read("files.camel.yaml"),
              "-Xmx128m",
              List.of("backend.files.url=http://127.0.0.1:" + origin.port()));
      contenders.add(running.add(serai));
      var text = fast(options, contenders);
      boolean givesWay = Pinned.givingWay();
      text += "\n" + beside(options, serai, backend, givesWay);
      var out = Files.createDirectories(Path.of("target", "bench"));
      Files.writeString(out.resolve("passthrough.md"), text);
      System.out.println();
      System.out.println(text);
    } finally {
      Bench.deleteTree(work);
    }
  }

  /** One GiB one way. */
  private record Passed(double mibPerSecond, double cpuMillis, double rssMib) {}

  private static String fast(Options options, List<Contender> contenders) throws IOException {
    var down = new LinkedHashMap<String, List<Passed>>();
    var up = new LinkedHashMap<String, List<Passed>>();
    long warm = TimeUnit.SECONDS.toNanos(options.warmup());
    for (var contender : contenders) {
      long start = System.nanoTime();
      while (System.nanoTime() - start < warm) {
        pass(contender, true);
        pass(contender, false);
      }
    }
    for (int i = 0; i < options.rounds(); i++) {
      for (var contender : contenders) {
        var name = contender.name();
        down.computeIfAbsent(name, any -> new ArrayList<>()).add(pass(contender, true));
        up.computeIfAbsent(name, any -> new ArrayList<>()).add(pass(contender, false));
      }
    }
    var text = new StringBuilder();
    text.append(
        String.format(Locale.ROOT, "A GiB each way, %d times, medians.%n%n", options.rounds()));
    text.append("| | way | MiB/s | ÷ nginx | CPU ms/GiB | ÷ nginx | RSS MiB |\n");
    text.append("|---|---|--:|--:|--:|--:|--:|\n");
    rows(text, "down", down);
    rows(text, "up", up);
    return text.toString();
  }

  private static void rows(StringBuilder text, String way, Map<String, List<Passed>> rounds) {
    var first = rounds.values().iterator().next();
    rounds.forEach(
        (name, of) ->
            text.append(
                String.format(
                    Locale.ROOT,
                    "| %s | %s | %.0f | %.2f | %.0f | %.2f | %.0f |%n",
                    name,
                    way,
                    median(of.stream().map(Passed::mibPerSecond)),
                    median(of.stream().map(Passed::mibPerSecond))
                        / median(first.stream().map(Passed::mibPerSecond)),
                    median(of.stream().map(Passed::cpuMillis)),
                    median(of.stream().map(Passed::cpuMillis))
                        / median(first.stream().map(Passed::cpuMillis)),
                    median(of.stream().map(Passed::rssMib)))));
  }

  private static Passed pass(Contender contender, boolean down) throws IOException {
    long before = Usage.cpuMicros(contender.process());
    long start = System.nanoTime();
    if (down) {
      Bulk.download(contender.port(), GIB, 0);
    } else {
      Bulk.upload(contender.port(), GIB, 0);
    }
    double seconds = (System.nanoTime() - start) / 1e9;
    var passed =
        new Passed(
            1024 / seconds,
            (Usage.cpuMicros(contender.process()) - before) / 1000.0,
            Usage.rssKib(contender.process()) / 1024.0);
    System.out.println(contender.name() + (down ? " down: " : " up: ") + passed);
    return passed;
  }

  private static String beside(Options options, Contender serai, int backend, boolean givesWay)
      throws IOException, InterruptedException {
    var alone = new ArrayList<Map<String, OpenLoop.Latency>>();
    var together = new ArrayList<Map<String, OpenLoop.Latency>>();
    var bytes = new AtomicLong();
    double early = 0;
    double late = 0;
    double seconds = 0;
    load(serai, backend, options);
    for (int i = 0; i < options.rounds(); i++) {
      alone.add(load(serai, backend, options));
      var over = new AtomicBoolean();
      long start = System.nanoTime();
      var down = endless(over, bytes, () -> Bulk.download(serai.port(), TRANSFER, GIGABIT));
      var up = endless(over, bytes, () -> Bulk.upload(serai.port(), TRANSFER, GIGABIT));
      together.add(load(serai, backend, options));
      seconds += (System.nanoTime() - start) / 1e9;
      late = Usage.rssKib(serai.process()) / 1024.0;
      early = i == 0 ? late : early;
      over.set(true);
      down.join();
      up.join();
    }
    var text = new StringBuilder();
    text.append(
        String.format(
            Locale.ROOT,
            "%d pages a second, %d turns of %d s, medians; beside them %.1f GiB passed, %.0f MiB a"
                + " second, both ways together, whose ends %s. RSS %.0f MiB after the first turn,"
                + " %.0f after the last.%n%n",
            PAGES_PER_SECOND,
            options.rounds(),
            2 * options.seconds(),
            (double) bytes.get() / GIB,
            bytes.get() / seconds / (1 << 20),
            givesWay ? "gave way" : "couldn't give way",
            early,
            late));
    text.append("| pages | p50 ms | p99 ms | p99.9 ms |\n|---|--:|--:|--:|\n");
    for (var name : List.of(BACKEND, serai.name())) {
      row(text, name + ", alone", alone.stream().map(each -> each.get(name)).toList());
      row(text, name + ", beside", together.stream().map(each -> each.get(name)).toList());
    }
    return text.toString();
  }

  /** The page by this gateway and by its backend, which nothing passes through. */
  private static Map<String, OpenLoop.Latency> load(Contender serai, int backend, Options options)
      throws IOException, InterruptedException {
    var ports = new LinkedHashMap<String, Integer>();
    ports.put(BACKEND, backend);
    ports.put(serai.name(), serai.port());
    var seen = OpenLoop.measure(ports, PAGES_PER_SECOND, options);
    System.out.println("pages: " + seen);
    return seen;
  }

  /** A transfer of so many bytes as one has. */
  private interface Transfer {
    void run() throws IOException;
  }

  private static CompletableFuture<Void> endless(
      AtomicBoolean over, AtomicLong bytes, Transfer transfer) {
    return CompletableFuture.runAsync(
        () -> {
          try {
            while (!over.get()) {
              transfer.run();
              if (!over.get()) {
                bytes.addAndGet(TRANSFER);
              }
            }
          } catch (IOException e) {
            throw new IllegalStateException(e);
          }
        },
        task -> new Thread(task).start());
  }

  private static void row(StringBuilder text, String name, List<OpenLoop.@Nullable Latency> some) {
    var of = some.stream().filter(Objects::nonNull).toList();
    text.append(
        String.format(
            Locale.ROOT,
            "| %s | %.2f | %.2f | %.2f |%n",
            name,
            median(of.stream().map(OpenLoop.Latency::p50)) / 1000,
            median(of.stream().map(OpenLoop.Latency::p99)) / 1000,
            median(of.stream().map(OpenLoop.Latency::p999)) / 1000));
  }

  private static double median(java.util.stream.Stream<Double> figures) {
    var sorted = figures.sorted().toList();
    return sorted.get(sorted.size() / 2);
  }
}
