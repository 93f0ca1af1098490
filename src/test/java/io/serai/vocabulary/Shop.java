package io.serai.vocabulary;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.serai.backend.Backends;
import io.serai.request.Loops;
import io.serai.routes.Check;
import io.serai.routes.GatePlatform;
import io.serai.routes.LiveSet;
import io.serai.settings.Problem;
import io.serai.settings.Settings;
import io.serai.testing.Gateway;
import io.serai.testing.RawClient;
import io.serai.testing.StubBackend;
import io.serai.testing.StubBackend.Seen;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.awaitility.core.ThrowingRunnable;

/**
 * The folder {@code src/test/resources/vocabulary} as the one unit of a gateway, with a stub for
 * each backend it names.
 */
final class Shop implements AutoCloseable {
  private static final Path FILES = Path.of("src/test/resources/vocabulary");
  private static final List<String> BACKENDS =
      List.of(
          "catalog",
          "profiles",
          "loyalty",
          "recommender",
          "bestsellers",
          "orders",
          "sellers",
          "books",
          "music",
          "pricing",
          "stock",
          "payments");

  private final Map<String, StubBackend> stubs = new TreeMap<>();
  private final Map<String, String> settings = new TreeMap<>();
  private final Path base;
  private final Gateway gateway;

  private Shop(Path base) throws Exception {
    this.base = base;
    copy(FILES, base.resolve("conf/shop"));
    for (var name : BACKENDS) {
      var stub = StubBackend.start();
      stubs.put(name, stub);
      settings.put("backend." + name + ".url", stub.url());
    }
    gateway = Gateway.start(base, settings);
  }

  /** Opens it in an empty directory. */
  static Shop open(Path base) throws Exception {
    return new Shop(base);
  }

  private static void copy(Path from, Path to) throws IOException {
    try (var files = Files.walk(from)) {
      for (var file : files.toList()) {
        var target = to.resolve(from.relativize(file).toString());
        if (Files.isDirectory(file)) {
          Files.createDirectories(target);
        } else {
          Files.copy(file, target);
        }
      }
    }
  }

  /** What a check says of the folder. */
  List<Problem> check() {
    var read = Settings.of(settings);
    try (var loops = Loops.start(1);
        var backends = new Backends(loops, Runnable::run, read)) {
      return new Check(base, new GatePlatform(null, backends, () -> read, () -> {})).all();
    }
  }

  LiveSet live() {
    return gateway.live();
  }

  StubBackend backend(String name) {
    return stubs.get(name);
  }

  RawClient.Answer get(String path, String... lines) {
    return ask("GET", path, "", lines);
  }

  RawClient.Answer ask(String method, String path, String body, String... lines) {
    try (var client = new RawClient(gateway.port())) {
      client.request(method, path, body, lines);
      return method.equals("HEAD") ? client.readHead() : client.read();
    }
  }

  /** The requests that a backend has seen since it was last forgotten. */
  List<Seen> seen(String backend) {
    return backend(backend).requests();
  }

  /** The same as {@code GET /path?query}. */
  List<String> calls(String backend) {
    return seen(backend).stream().map(seen -> seen.method() + " " + seen.target()).toList();
  }

  /** Nobody has seen anything. */
  void forget() {
    stubs.values().forEach(stub -> stub.requests().clear());
  }

  /** Classes are loaded and connections open: a printed deadline is none for a first call. */
  void warmUp(String path) {
    await().atMost(Duration.ofSeconds(60)).until(() -> get(path).status() == 200);
    get(path);
    forget();
  }

  /**
   * Asks and asserts anew until it holds, since a pause of a busy machine may be longer than a
   * printed timeout.
   */
  void holds(ThrowingRunnable asking) {
    await()
        .atMost(Duration.ofSeconds(60))
        .untilAsserted(
            () -> {
              forget();
              asking.run();
            });
  }

  /** Waits until a call that nobody waits for has been seen. */
  void awaitCalls(String backend, int count) {
    await()
        .atMost(Duration.ofSeconds(20))
        .untilAsserted(() -> assertThat(calls(backend)).hasSize(count));
  }

  @Override
  public void close() {
    gateway.close();
    stubs.values().forEach(StubBackend::close);
  }
}
