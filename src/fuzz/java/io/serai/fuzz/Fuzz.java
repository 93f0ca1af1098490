package io.serai.fuzz;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Runs each target for a while in a process of its own, coverage-guided by Jazzer.
 *
 * <pre>mvn -Pfuzz verify -Dfuzz.seconds=600 -Dfuzz.only=JsonFuzz,RequestFuzz</pre>
 *
 * <p>An exception that a target lets through, an input that takes longer than ten seconds, and a
 * process of more than a gigabyte are findings: the run fails, the input lies in {@code
 * target/fuzz/<target>/}, and what has been reached stays there for the next run to begin with.
 */
public final class Fuzz {
  private static final List<String> TARGETS =
      List.of(
          "io.serai.json.JsonFuzz",
          "io.serai.entry.RequestFuzz",
          "io.serai.backend.AnswerFuzz",
          "io.serai.formats.XmlFuzz",
          "io.serai.formats.CsvFuzz",
          "io.serai.formats.MultipartFuzz",
          "io.serai.formats.PackedFuzz",
          "io.serai.entry.batch.BatchFuzz");

  private static final Pattern DONE = Pattern.compile("Done (\\d+) runs in (\\d+) second");
  private static final Pattern COVERAGE = Pattern.compile("cov: (\\d+)");

  private Fuzz() {}

  /** Takes {@code fuzz.seconds} for each target, and {@code fuzz.only}, simple names or nothing. */
  public static void main(String... args) throws IOException, InterruptedException {
    int seconds = Integer.parseInt(System.getProperty("fuzz.seconds", "60"));
    var only = List.of(System.getProperty("fuzz.only", "").split(","));
    var found = new ArrayList<String>();
    for (var target : TARGETS) {
      var name = target.substring(target.lastIndexOf('.') + 1);
      if (only.contains(name) || only.equals(List.of(""))) {
        run(target, name, seconds, found);
      }
    }
    if (!found.isEmpty()) {
      throw new IllegalStateException("found something: " + String.join(", ", found));
    }
  }

  private static void run(String target, String name, int seconds, List<String> found)
      throws IOException, InterruptedException {
    var folder = Files.createDirectories(Path.of("target", "fuzz", name));
    var corpus = Files.createDirectories(folder.resolve("corpus"));
    var log = folder.resolve("log");
    var command =
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx512m",
            "-XX:+UseSerialGC",
            "-cp",
            System.getProperty("java.class.path"),
            "com.code_intelligence.jazzer.Jazzer",
            "--target_class=" + target,
            "--instrumentation_includes=io.serai.**",
            // Coverage is what is wanted; hooks are for sinks that no parser here has.
            "--hooks=false",
            "--reproducer_path=" + folder,
            corpus.toString(),
            "-artifact_prefix=" + folder + "/",
            "-max_total_time=" + seconds,
            "-timeout=10",
            "-rss_limit_mb=1024",
            "-max_len=65536",
            "-print_final_stats=1");
    var process =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start();
    int code = process.waitFor();
    var text = Files.readString(log);
    System.out.printf(
        "%s: %s, %s edges, %s%n",
        name,
        last(DONE, text, "$1 runs in $2 s"),
        last(COVERAGE, text, "$1"),
        code == 0 ? "nothing found" : "see " + log);
    if (code != 0) {
      found.add(name);
    }
  }

  private static String last(Pattern pattern, String text, String as) {
    var seen = "?";
    var matcher = pattern.matcher(text);
    while (matcher.find()) {
      seen = pattern.matcher(matcher.group()).replaceFirst(as);
    }
    return seen;
  }
}
