package io.serai.launcher;

import io.serai.settings.Settings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/**
 * An instance on free ports that answers itself and ends, so that the JVM can keep the classes a
 * start needs ({@link ClassArchive}). Not for operators, hence in no list of verbs; {@link
 * Rehearsal} calls it. It lives in {@code data/startup/rehearsal/} and only looks at the real
 * {@code conf/}, as {@code check} does.
 */
final class Rehearse implements Verb {
  static final String NAME = "rehearse";

  /** Ends at once: the script has the JVM check the new archive as it begins. */
  static final String VERIFY = "--verify";

  // One of everything: parts and a fallback, one call after the other, merged, and what is refused.
  private static final List<String> REQUESTS =
      List.of(
          "GET /products/42",
          "GET /products/8",
          "GET /products/13",
          "GET /products/42/pickup",
          "GET /summaries/42",
          "HEAD /products/42",
          "POST /products/42",
          "GET /nothing");

  private final Supplier<Map<String, String>> backends;

  /** With what starts the backends and returns the settings that point at them. */
  Rehearse(Supplier<Map<String, String>> backends) {
    this.backends = backends;
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public String summary() {
    return "serve a few requests of its own, for the class archive";
  }

  @Override
  public Map<String, String> options() {
    return Map.of(VERIFY, "end at once");
  }

  @Override
  public ExitCode run(Call call) throws Exception {
    if (call.has(VERIFY)) {
      return ExitCode.DONE;
    }
    firstToGo();
    var stage =
        new Directories(
            call.directories().home(),
            ClassArchive.folder(call.directories()).resolve("rehearsal"));
    DemoConf.writeTo(stage);
    var settings = new LinkedHashMap<>(backends.get());
    settings.put("listener.host", "127.0.0.1");
    settings.put("listener.port", "0");
    settings.put("management.port", "0");
    var onStage =
        new Call(stage, List.of(), Set.of(), settings, false, Map.of(), call.out(), call.err());
    var code =
        new Lifetime(
                onStage,
                instance -> {
                  play(instance, call.settingsLoader().load().settings(), call.directories());
                  return false;
                })
            .run();
    DemoConf.delete(stage.base());
    return code;
  }

  /** When memory runs out, this is what to end, and not the instance beside it. */
  private static void firstToGo() {
    try {
      Files.writeString(Path.of("/proc/self/oom_score_adj"), "1000");
    } catch (IOException e) {
      // Not Linux.
    }
  }

  private static void play(Instance instance, Settings real, Directories directories) {
    try {
      int port = portOf(instance.listener());
      for (var request : REQUESTS) {
        answer(port, request);
      }
      for (var page : List.of("/health/ready", "/status", "/metrics")) {
        new Management(instance.management(), "").get(page);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    // The classes of the operator's own routes; what is wrong with them is told elsewhere.
    Assembly.check(new CheckRequest(directories, real, List.of()));
    instance.reload(false);
  }

  private static int portOf(String address) {
    return Integer.parseInt(address.substring(address.lastIndexOf(':') + 1));
  }

  private static void answer(int port, String request) throws IOException {
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      var head = request + " HTTP/1.1\r\nHost: rehearsal\r\nConnection: close\r\n\r\n";
      socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
      socket.getInputStream().readAllBytes();
    }
  }
}
