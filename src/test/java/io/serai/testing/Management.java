package io.serai.testing;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.Proxy;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/** A started instance of {@link Installed}, as an operator sees it from outside. */
public final class Management {
  private static final int MOST_TRIES = 10;

  private final String address;
  private final long pid;

  private Management(String address, long pid) {
    this.address = address;
    this.pid = pid;
  }

  /** By what an instance says of itself in its {@code run/}. */
  public static Management of(Path base) throws IOException {
    var text = Files.readString(base.resolve("run/instance.json"));
    return new Management(
        member(text, "\"management\"\\s*:\\s*\"([^\"]+)\""),
        Long.parseLong(member(text, "\"pid\"\\s*:\\s*(\\d+)")));
  }

  private static String member(String text, String pattern) throws IOException {
    var found = Pattern.compile(pattern).matcher(text);
    if (!found.find()) {
      throw new IOException("no " + pattern + " in " + text);
    }
    return found.group(1);
  }

  public long pid() {
    return pid;
  }

  /** Every series of {@code /metrics} with its labels, as written. */
  public Map<String, Double> metrics() throws IOException {
    var url = URI.create("http://" + address + "/metrics").toURL();
    var connection = (HttpURLConnection) url.openConnection(Proxy.NO_PROXY);
    connection.setConnectTimeout(5000);
    connection.setReadTimeout(5000);
    var series = new TreeMap<String, Double>();
    try (var body = connection.getInputStream()) {
      var text = new String(body.readAllBytes(), StandardCharsets.UTF_8);
      text.lines()
          .filter(line -> !line.startsWith("#") && line.indexOf(' ') > 0)
          .forEach(
              line -> {
                int space = line.lastIndexOf(' ');
                var value = line.substring(space + 1).replace("Inf", "Infinity");
                series.put(line.substring(0, space), Double.valueOf(value));
              });
    }
    return series;
  }

  /** What the process holds after a full collection. */
  public Memory memory() throws IOException, InterruptedException {
    run(Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(), "" + pid, "GC.run");
    double heap = 0;
    double direct = 0;
    for (var series : metrics().entrySet()) {
      if (series.getKey().startsWith("jvm_memory_used_bytes{area=\"heap\"")) {
        heap += series.getValue();
      } else if (series.getKey().equals("jvm_buffer_memory_used_bytes{id=\"direct\"}")) {
        direct += series.getValue();
      }
    }
    return new Memory(heap, direct, resident());
  }

  private double resident() throws IOException {
    try (var lines = Files.lines(Path.of("/proc/" + pid + "/status"))) {
      return lines
              .filter(line -> line.startsWith("VmRSS:"))
              .mapToDouble(line -> Double.parseDouble(line.replaceAll("\\D", "")))
              .sum()
          * 1024;
    }
  }

  /**
   * Bytes.
   *
   * @param direct of buffers outside the heap
   * @param resident of the whole process
   */
  public record Memory(double heap, double direct, double resident) {
    @Override
    public String toString() {
      return "heap %.2f MiB, direct %.2f MiB, resident %.1f MiB"
          .formatted(heap / (1 << 20), direct / (1 << 20), resident / (1 << 20));
    }
  }

  /** Puts the process on these processors, with all its threads. */
  public static void pin(long pid, String processors) throws IOException, InterruptedException {
    for (int tries = 1; ; tries++) {
      try {
        run("taskset", "-a", "-c", "-p", processors, "" + pid);
        return;
      } catch (IOException e) {
        // It fails when a thread ends that it has just listed.
        if (tries == MOST_TRIES) {
          throw e;
        }
      }
    }
  }

  private static void run(String... command) throws IOException, InterruptedException {
    var process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    if (!process.waitFor(20, TimeUnit.SECONDS) || process.exitValue() != 0) {
      process.destroyForcibly();
      throw new IOException("failed: " + List.of(command));
    }
  }
}
