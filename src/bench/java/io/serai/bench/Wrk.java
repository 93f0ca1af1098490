package io.serai.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/** One run of wrk at full load, pinned beside the backends. */
final class Wrk {
  private static final Pattern REQUESTS = Pattern.compile("(\\d+) requests in ([\\d.]+)(s|m)");
  private static final Pattern TIME = Pattern.compile("([\\d.]+)(us|ms|s)");

  /**
   * What wrk saw.
   *
   * @param p50 and p99 microseconds
   */
  record Result(long requests, double seconds, double p50, double p99) {}

  private Wrk() {}

  static Result run(int port, String path, int connections, int seconds)
      throws IOException, InterruptedException {
    var process =
        new ProcessBuilder(
                "taskset",
                "-c",
                Contenders.LOAD_CORE,
                "wrk",
                "-t1",
                "-c" + connections,
                "-d" + seconds + "s",
                "--latency",
                "http://127.0.0.1:" + port + path)
            .redirectErrorStream(true)
            .start();
    var text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.waitFor() != 0 || text.contains("Non-2xx") || text.contains("Socket errors")) {
      throw new IllegalStateException("wrk against port " + port + " saw failures:\n" + text);
    }
    var requests = REQUESTS.matcher(text);
    if (!requests.find()) {
      throw new IllegalStateException("wrk says nothing we can read:\n" + text);
    }
    double took = Double.parseDouble(requests.group(2)) * (requests.group(3).equals("m") ? 60 : 1);
    return new Result(
        Long.parseLong(requests.group(1)), took, percentile(text, "50%"), percentile(text, "99%"));
  }

  private static double percentile(String text, String label) {
    var time = TIME.matcher(text);
    if (!time.find(text.indexOf(label) + label.length())) {
      throw new IllegalStateException("no " + label + " in:\n" + text);
    }
    double value = Double.parseDouble(time.group(1));
    return switch (time.group(2)) {
      case "us" -> value;
      case "ms" -> value * 1_000;
      default -> value * 1_000_000;
    };
  }
}
