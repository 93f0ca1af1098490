package io.serai.launcher;

import io.serai.aggregate.Apart;
import io.serai.backend.Backends;
import io.serai.circuit.Circuits;
import io.serai.circuit.Granted;
import io.serai.circuit.SharingKeys;
import io.serai.circuit.State;
import io.serai.circuit.Timing;
import io.serai.circuit.shared.SharedCircuits;
import io.serai.circuit.shared.SharedView;
import io.serai.cluster.Cluster;
import io.serai.cluster.ClusterSettings;
import io.serai.cluster.ClusterState;
import io.serai.cluster.Member;
import io.serai.entry.Listener;
import io.serai.entry.ListenerSettings;
import io.serai.manage.Beans;
import io.serai.manage.Controls;
import io.serai.manage.ManageSettings;
import io.serai.manage.ManagementServer;
import io.serai.manage.Readiness;
import io.serai.manage.Readings;
import io.serai.request.Loops;
import io.serai.routes.Changes;
import io.serai.routes.GatePlatform;
import io.serai.routes.LiveSet;
import io.serai.routes.RoutesKeys;
import io.serai.routes.Units;
import io.serai.routes.UnitsRefused;
import io.serai.settings.Problem;
import io.serai.settings.Settings;
import io.serai.settings.SettingsLoader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The assembled house: starts the floors from the ground up, stops them from the roof down. Knows
 * nothing of processes, signals and files; {@link Lifetime} does.
 */
final class Instance implements Controls {
  private static final Logger LOG = LoggerFactory.getLogger(Instance.class);

  /** Beyond what the rest of a start takes. */
  private static final Duration WARM_UP_AT_MOST = Duration.ofMillis(300);

  private static final Problem STOPPING =
      Problem.error(
          "",
          0,
          0,
          "the instance is stopping, nothing is reloaded",
          "",
          "The next start reads everything anew");

  /** What an instance is started with. */
  record Start(
      Directories directories,
      SettingsLoader loader,
      Settings settings,
      String token,
      boolean strict) {}

  private final Start start;
  private final Shutdown shutdown;
  private final Cluster cluster;
  private final Loops loops;
  private final Circuits circuits;
  private final Supplier<List<SharedView>> sharedCircuits;
  private final Backends backends;
  private final Apart apart;
  private final Listener listener;
  private final Units units;
  private final ManagementServer management;
  private final SettingsInForce settings;
  private final Opened opened = new Opened();
  private volatile Readiness readiness = Readiness.STARTING;
  private boolean leaving;

  private Instance(Start start, Function<Loops, WarmUp.Trial> trial) {
    this.start = start;
    var atStart = start.settings();
    this.shutdown = Shutdown.of(atStart);
    this.circuits = new Circuits(Timing.real(), atStart.get(SharingKeys.SHARED_WINDOW));
    try {
      // First, so that it ends last: what ends before it may still tell the others.
      cluster = opened.add(cluster(atStart));
      sharedCircuits = shareCircuits();
      loops = opened.add(Loops.start(ListenerSettings.loops(atStart)));
      var warmUp = WarmUp.begin(trial.apply(loops));
      backends = opened.add(new Backends(loops, timersLane(), atStart, circuits));
      apart = new Apart(cluster, atStart, backends::detached);
      settings = new SettingsInForce(start.loader(), atStart, backends);
      listener = opened.add(Listener.prepare(ListenerSettings.of(atStart), loops, this::isReady));
      units =
          opened.add(
              new Units(
                  start.directories().base(),
                  new GatePlatform(
                      listener, backends, settings::get, this::filesChanged, circuits, apart),
                  start.strict(),
                  shutdown.timeout()));
      var readings = readings();
      management =
          opened.add(
              ManagementServer.open(ManageSettings.of(atStart), start.token(), readings, this));
      opened.add(Beans.register(readings, this));
      startUnits();
      warmUp.await(WARM_UP_AT_MOST);
      // Only now: a balancer that sees an open port sends requests to it.
      listener.open();
      readiness = Readiness.READY;
      // Only now: it takes processor time for seconds, and nobody waits for it.
      cluster.begin();
    } catch (RuntimeException | Error e) {
      opened.close();
      throw e;
    } catch (IOException e) {
      opened.close();
      throw new UncheckedIOException(e.getMessage(), e);
    }
  }

  /** Returns once it serves; an exception means that nothing of it is left. */
  static Instance start(Start start) {
    return start(start, FirstRequest::new);
  }

  /** The same with another warm-up. */
  static Instance start(Start start, Function<Loops, WarmUp.Trial> trial) {
    var wrong = Assembly.wrongTogether(start.settings());
    if (wrong.stream().anyMatch(Problem::isError)) {
      throw new Failure("the settings are wrong", wrong);
    }
    wrong.forEach(problem -> LOG.warn("{}", problem));
    var instance = new Instance(start, trial);
    LOG.info(
        "ready: listening on {} ({}, off-loop routes on {}), management on {}",
        instance.listener(),
        instance.loops.transport(),
        instance.listener.offLoopThreads(),
        instance.management());
    return instance;
  }

  private void startUnits() {
    try {
      units.start();
    } catch (UnitsRefused e) {
      throw new Failure("a unit is refused, and --strict was asked for", e.problems());
    }
  }

  /** Where routes without a client, a timer's, go on after a call. */
  private ExecutorService timersLane() {
    var lane =
        Executors.newCachedThreadPool(
            task -> {
              var thread = new Thread(task, "serai-detached");
              thread.setDaemon(true);
              return thread;
            });
    opened.add(lane::shutdown);
    return lane;
  }

  private static Cluster cluster(Settings settings) {
    var own = ClusterSettings.of(settings);
    var written = ListenerSettings.of(settings).name();
    var name = written.isEmpty() ? HostName.ofThisMachine() : written;
    return Cluster.of(own, Member.self(own, name, Build.THIS.version()));
  }

  /** With the others, if there may be any; alone, a circuit needs nobody's permission. */
  private Supplier<List<SharedView>> shareCircuits() {
    if (cluster.state() == ClusterState.ALONE) {
      return List::of;
    }
    var shared = opened.add(SharedCircuits.in(cluster, circuits));
    circuits.watchedBy(shared);
    return shared::views;
  }

  private Readings readings() {
    return new Readings(
        Build.THIS.version(),
        Instant.now(),
        this::listener,
        () -> readiness,
        this::live,
        () -> listener.stats().snapshot(),
        backends::stats,
        circuits::stats,
        sharedCircuits,
        apart::stats,
        cluster);
  }

  Settings settings() {
    return settings.get();
  }

  /** What is served; refused settings and a cluster that can't be opened degrade the whole. */
  private LiveSet live() {
    var problems = new ArrayList<>(settings.refusal());
    if (cluster.state() == ClusterState.FAILED) {
      problems.add(Problem.error("", 0, 0, cluster.reason(), "", ""));
    }
    return units.live().with(problems);
  }

  private boolean isReady() {
    return readiness == Readiness.READY;
  }

  /** {@code host:port} as bound, empty until it is. */
  String listener() {
    var host = ListenerSettings.of(start.settings()).host();
    int port = listener.port();
    return port == 0 ? "" : (host.isEmpty() ? "0.0.0.0" : host) + ":" + port;
  }

  /** {@code host:port} as bound. */
  String management() {
    return management.address();
  }

  /** Readiness 503 from now on, until the stop that follows; serving goes on. */
  synchronized void beginDrain() {
    leaving = true;
    drain();
  }

  @Override
  public synchronized void drain() {
    if (readiness == Readiness.READY) {
      readiness = Readiness.DRAINING;
      LOG.info("draining: not ready any more, serving goes on");
    }
  }

  @Override
  public synchronized void undrain() {
    if (readiness == Readiness.DRAINING && !leaving) {
      readiness = Readiness.READY;
      LOG.info("ready again");
    }
  }

  @Override
  public Granted force(String names, @Nullable State forced, String by) {
    LOG.info("circuits {}: {} asked for by {}", names, forced == null ? "reset" : forced, by);
    return circuits.force(names, forced, by);
  }

  /** Files in {@code conf/} changed and are at rest: {@code backend.*} goes live on save. */
  private synchronized void filesChanged() {
    boolean manual = settings().get(RoutesKeys.RELOAD).equals("manual");
    if (readiness != Readiness.STOPPING && !manual) {
      settings.saved();
    }
  }

  /** Reads settings and units anew. Wrong settings are refused whole, a wrong unit by itself. */
  @Override
  public synchronized Controls.Reloaded reload(boolean checkOnly) {
    LOG.info(checkOnly ? "reload asked for, only to check" : "reload asked for");
    if (readiness == Readiness.STOPPING) {
      LOG.warn("reload: {}", STOPPING);
      return new Controls.Reloaded(true, List.of(STOPPING));
    }
    var saved = settings.read();
    var problems = new ArrayList<>(saved.refusal());
    var next = saved.settings();
    if (checkOnly) {
      problems.addAll(settings.waiting(next));
      problems.addAll(Assembly.check(new CheckRequest(start.directories(), next, List.of())));
    } else {
      problems.addAll(settings.take(saved));
      problems.addAll(units.settingsChanged(next));
    }
    problems.forEach(problem -> LOG.warn("reload: {}", problem));
    return new Controls.Reloaded(
        problems.stream().anyMatch(Problem::isError),
        problems,
        checkOnly ? units.changes() : Changes.NONE);
  }

  /** {@code Connection: close} on answers, no new connections, then what is in flight. */
  void stop() {
    synchronized (this) {
      readiness = Readiness.STOPPING;
    }
    LOG.info(
        "stopping: no new connections, what is in flight has {} ms", shutdown.timeout().toMillis());
    listener.beginDrain();
    listener.stopAccepting();
    if (!listener.awaitDrained(shutdown.timeout())) {
      LOG.warn(
          "{} requests cut: not answered within shutdown.timeout",
          listener.stats().snapshot().inFlight());
    }
    // Before the units: a request that still comes must find a closed connection, not a 404.
    listener.close();
    opened.close();
    LOG.info("stopped");
  }
}
