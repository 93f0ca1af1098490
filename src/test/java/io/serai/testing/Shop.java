package io.serai.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.serai.backend.Backends;
import io.serai.request.Loops;
import io.serai.routes.Check;
import io.serai.routes.GatePlatform;
import io.serai.routes.LiveSet;
import io.serai.settings.Problem;
import io.serai.settings.Settings;
import io.serai.testing.StubBackend.Seen;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.awaitility.core.ThrowingRunnable;

/** A gateway that serves a folder of route files, with a stub for each backend they name. */
public final class Shop implements AutoCloseable {
  private static final Pattern BACKEND = Pattern.compile("\\bbackend:([a-z]+)/");

  private final Map<String, StubBackend> stubs = new TreeMap<>();
  private final Map<String, String> settings = new TreeMap<>();
  private final Path base;
  private final Gateway gateway;

  private Shop(Path files, Path base, String unit) throws Exception {
    this.base = base;
    copy(files, base.resolve("conf").resolve(unit));
    for (var name : backends(files)) {
      var stub = StubBackend.start();
      stubs.put(name, stub);
      settings.put("backend." + name + ".url", stub.url());
    }
    gateway = Gateway.start(base, settings);
  }

  /**
   * Opens it in an empty directory.
   *
   * @param files what is copied into its {@code conf/}
   * @param unit the folder in {@code conf/} that they become, empty for {@code conf/} itself
   */
  public static Shop open(Path files, Path base, String unit) throws Exception {
    return new Shop(files, base, unit);
  }

  /** Opens the vocabulary's examples in an empty directory, as one unit. */
  public static Shop vocabulary(Path base) throws Exception {
    return open(Path.of("src/test/resources/vocabulary"), base, "shop");
  }

  private static Set<String> backends(Path files) throws IOException {
    var names = new TreeSet<String>();
    try (var all = Files.walk(files)) {
      for (var file : all.filter(each -> each.toString().endsWith(".yaml")).toList()) {
        BACKEND
            .matcher(Files.readString(file))
            .results()
            .forEach(found -> names.add(found.group(1)));
      }
    }
    return names;
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
  public List<Problem> check() {
    var read = Settings.of(settings);
    try (var loops = Loops.start(1);
        var backends = new Backends(loops, Runnable::run, read)) {
      return new Check(base, new GatePlatform(null, backends, () -> read, () -> {})).all();
    }
  }

  public LiveSet live() {
    return gateway.live();
  }

  public StubBackend backend(String name) {
    return stubs.get(name);
  }

  public RawClient.Answer get(String path, String... lines) {
    return ask("GET", path, "", lines);
  }

  public RawClient.Answer ask(String method, String path, String body, String... lines) {
    try (var client = new RawClient(gateway.port())) {
      client.request(method, path, body, lines);
      return method.equals("HEAD") ? client.readHead() : client.read();
    }
  }

  /** The requests that a backend has seen since it was last forgotten. */
  public List<Seen> seen(String backend) {
    return backend(backend).requests();
  }

  /** The same as {@code GET /path?query}. */
  public List<String> calls(String backend) {
    return seen(backend).stream().map(seen -> seen.method() + " " + seen.target()).toList();
  }

  /** Nobody has seen anything. */
  public void forget() {
    stubs.values().forEach(stub -> stub.requests().clear());
  }

  /** Classes are loaded and connections open: a printed deadline is none for a first call. */
  public void warmUp(String path) {
    await().atMost(Duration.ofSeconds(60)).until(() -> get(path).status() == 200);
    get(path);
    forget();
  }

  /**
   * Asks and asserts anew until it holds, since a pause of a busy machine may be longer than a
   * printed timeout.
   */
  public void holds(ThrowingRunnable asking) {
    await()
        .atMost(Duration.ofSeconds(60))
        .untilAsserted(
            () -> {
              forget();
              asking.run();
            });
  }

  /** Waits until a call that nobody waits for has been seen. */
  public void awaitCalls(String backend, int count) {
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
