package io.serai.fuzz;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
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
  /**
   * What is fuzzed.
   *
   * @param seeds inputs to begin with, as text in ISO 8859-1
   */
  private record Target(String type, List<String> seeds) {
    static Target of(String type, String... seeds) {
      return new Target(type, List.of(seeds));
    }

    String name() {
      return type.substring(type.lastIndexOf('.') + 1);
    }
  }

  private static final List<Target> TARGETS =
      List.of(
          Target.of("io.serai.json.JsonFuzz", "{\"a\":[1,-2.5e3,true,null,\"\\u00e9\"]}"),
          Target.of(
              "io.serai.entry.RequestFuzz",
              String.join(
                  "\r\n",
                  " POST /a?b=c HTTP/1.1",
                  "Host: a",
                  "Transfer-Encoding: chunked",
                  "",
                  "3;x=y",
                  "abc",
                  "0",
                  "X: y",
                  "",
                  "")),
          Target.of(
              "io.serai.backend.AnswerFuzz",
              " HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n",
              " HTTP/1.1 404 No\r\nContent-Length: 2\r\n\r\nno"),
          Target.of(
              "io.serai.formats.XmlFuzz",
              "<?xml version='1.0' encoding='ISO-8859-1'?><!-- c --><a x=\"1\" xmlns:n='u'><n:b>2</n:b>"
                  + "<b/><![CDATA[t]]>&lt;&#65;<?p i?></a>"),
          Target.of("io.serai.formats.CsvFuzz", "a;b\r\n\"x \"\"y\"\";\";\"\n1;2\n"),
          Target.of(
              "io.serai.formats.MultipartFuzz",
              String.join(
                  "\r\n",
                  "--b",
                  "Content-Disposition: form-data; name=\"a\"",
                  "",
                  "1",
                  "--b",
                  "Content-Disposition: form-data; name=f; filename*=UTF-8''x",
                  "Content-Type: text/plain",
                  "",
                  "x",
                  "--b--",
                  ""),
              "a=1&b=%C3%A9+&a=2"),
          Target.of(
              "io.serai.formats.PackedFuzz",
              "\u001f\u008b\b\0\0\0\0\0\0\u00ff\u0003\0\0\0\0\0\0\0\0\0"),
          Target.of(
              "io.serai.entry.batch.BatchFuzz",
              "[{\"id\":1,\"path\":\"/a\",\"headers\":{\"Accept\":\"x\"}},{\"path\":\"/b\",\"method\":\"POST\","
                  + "\"body\":{}}]",
              "{\"id\":\"a\",\"path\":\"/a\"}\n\n{\"path\":\"/b\"}\n"));

  private static final Pattern DONE = Pattern.compile("Done (\\d+) runs in (\\d+) second");
  private static final Pattern COVERAGE = Pattern.compile("cov: (\\d+)");

  private Fuzz() {}

  /** Takes {@code fuzz.seconds} for each target, and {@code fuzz.only}, simple names or nothing. */
  public static void main(String... args) throws IOException, InterruptedException {
    int seconds = Integer.parseInt(System.getProperty("fuzz.seconds", "60"));
    var only = List.of(System.getProperty("fuzz.only", "").split(","));
    var found = new ArrayList<String>();
    for (var target : TARGETS) {
      if (only.contains(target.name()) || only.equals(List.of(""))) {
        run(target, seconds, found);
      }
    }
    if (!found.isEmpty()) {
      throw new IllegalStateException("found something: " + String.join(", ", found));
    }
  }

  private static void run(Target target, int seconds, List<String> found)
      throws IOException, InterruptedException {
    var name = target.name();
    var folder = Files.createDirectories(Path.of("target", "fuzz", name));
    var corpus = Files.createDirectories(folder.resolve("corpus"));
    for (int i = 0; i < target.seeds().size(); i++) {
      var seed = target.seeds().get(i).getBytes(StandardCharsets.ISO_8859_1);
      Files.write(corpus.resolve("seed" + i), seed);
    }
    var log = folder.resolve("log");
    var command =
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx512m",
            "-XX:+UseSerialGC",
            "-cp",
            System.getProperty("java.class.path"),
            "com.code_intelligence.jazzer.Jazzer",
            "--target_class=" + target.type(),
            "--instrumentation_includes=io.serai.**:com.ctc.wstx.**",
            // Coverage is what is wanted; hooks are for sinks that no parser here has.
            "--custom_hook_excludes=**",
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
