package io.serai.testing;

import io.serai.aggregate.Apart;
import io.serai.aggregate.ApartStats;
import io.serai.backend.Backends;
import io.serai.circuit.Circuits;
import io.serai.circuit.SharingKeys;
import io.serai.circuit.Timing;
import io.serai.cluster.Cluster;
import io.serai.entry.Listener;
import io.serai.entry.ListenerSettings;
import io.serai.request.Loops;
import io.serai.routes.GatePlatform;
import io.serai.routes.LiveSet;
import io.serai.routes.Units;
import io.serai.settings.Problem;
import io.serai.settings.Settings;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * The real gateway in this process, from the listener to the backends, on a free port: its units
 * are files in a temporary instance directory.
 */
public final class Gateway implements AutoCloseable {
  private final HttpClient client = HttpClient.newHttpClient();
  private final ExecutorService detached = Executors.newCachedThreadPool();
  private final Loops loops;
  private final Backends backends;
  private final Circuits circuits;
  private final Listener listener;
  private final Units units;
  private final Apart apart;
  private final Cluster cluster;

  private Gateway(Path base, Map<String, String> texts, Cluster cluster) throws Exception {
    this.cluster = cluster;
    var all = new TreeMap<>(texts);
    all.put("listener.host", "127.0.0.1");
    all.put("listener.port", "0");
    var settings = Settings.of(all);
    loops = Loops.start(ListenerSettings.loops(settings));
    circuits = new Circuits(Timing.real(), settings.get(SharingKeys.SHARED_WINDOW));
    backends = new Backends(loops, detached, settings, circuits);
    listener = Listener.prepare(ListenerSettings.of(settings), loops, () -> true);
    apart = new Apart(cluster, settings, backends::detached);
    var platform = new GatePlatform(listener, backends, () -> settings, () -> {}, circuits, apart);
    units = new Units(base, platform, true, Duration.ofSeconds(5));
    units.start();
    listener.open();
  }

  /**
   * Starts it with one unit; fails if the unit is refused.
   *
   * @param base an empty directory
   * @param settings by key
   * @param route a route file's text
   */
  public static Gateway start(Path base, Map<String, String> settings, String route)
      throws Exception {
    Files.createDirectories(base.resolve("conf"));
    Files.writeString(base.resolve("conf/unit.camel.yaml"), route);
    return start(base, settings);
  }

  /**
   * Starts it with the units that are there; fails if one is refused.
   *
   * @param base an instance directory with its {@code conf/}
   * @param settings by key
   */
  public static Gateway start(Path base, Map<String, String> settings) throws Exception {
    return new Gateway(base, settings, Cluster.alone());
  }

  /** The same in a cluster, to be begun by the caller; closed with it. */
  public static Gateway open(Path base, Map<String, String> settings, Cluster cluster)
      throws Exception {
    return new Gateway(base, settings, cluster);
  }

  public int port() {
    return listener.port();
  }

  /** Of its route files and backends. */
  public Circuits circuits() {
    return circuits;
  }

  /** Of its aggregations whose parts arrive apart. */
  public ApartStats apart() {
    return apart.stats();
  }

  public LiveSet live() {
    return units.live();
  }

  /** Reads {@code conf/} anew; what is wrong with it. */
  public List<Problem> reload() {
    return units.reload();
  }

  public HttpResponse<String> get(String path) throws IOException, InterruptedException {
    var uri = URI.create("http://127.0.0.1:" + port() + path);
    return client.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString());
  }

  @Override
  public void close() {
    listener.close();
    units.close();
    backends.close();
    loops.close();
    detached.shutdownNow();
    cluster.close();
  }
}
