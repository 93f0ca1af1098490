package io.serai.routes;

import io.serai.settings.Problem;
import io.serai.settings.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * The units of {@code conf/} and what they serve. A change of one rebuilds that one aside, swaps
 * one reference and drains the old; a unit that doesn't load is refused whole and serves on what it
 * served before.
 */
public final class Units implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Units.class);

  private final Path base;
  private final Path conf;
  private final Platform platform;
  private final boolean strict;
  private final Duration drain;
  private final Means means;
  private final Map<String, Standing> standings = new TreeMap<>();
  private final Intake intake;
  private List<Problem> confProblems = List.of();
  private List<String> pending = List.of();
  private boolean started;
  private volatile LiveSet live = new LiveSet("", "", List.of());
  private @Nullable ConfWatch watch;

  /**
   * Units of an instance, none live yet.
   *
   * @param base the instance directory, with {@code conf/} and {@code data/}
   * @param strict whether {@link #start} fails on a refused unit
   * @param drain how long a replaced generation may finish what it began
   */
  public Units(Path base, Platform platform, boolean strict, Duration drain) {
    this(base, platform, strict, drain, Clock.systemUTC());
  }

  Units(Path base, Platform platform, boolean strict, Duration drain, Clock clock) {
    this.base = base;
    this.conf = base.resolve("conf");
    this.platform = platform;
    this.strict = strict;
    this.drain = drain;
    var lastGood = new LastGood(base);
    this.means =
        new Means(
            platform,
            new Workshop(platform, drain, lastGood::vouchesFor),
            new UnitReader(conf),
            lastGood,
            threads("serai-build", Runtime.getRuntime().availableProcessors()),
            threads("serai-drain", 0),
            threads("serai-jmx", 1),
            drain,
            clock);
    this.intake = new Intake(means, standings);
  }

  private static ExecutorService threads(String name, int count) {
    java.util.concurrent.ThreadFactory factory =
        work -> {
          var thread = new Thread(work, name);
          thread.setDaemon(true);
          return thread;
        };
    return count == 0
        ? Executors.newCachedThreadPool(factory)
        : Executors.newFixedThreadPool(count, factory);
  }

  /**
   * Loads and serves everything, then watches {@code conf/}.
   *
   * @return what was refused, and warnings
   * @throws UnitsRefused if strict and a unit doesn't load
   */
  public List<Problem> start() throws UnitsRefused {
    List<Problem> problems;
    synchronized (this) {
      problems = apply();
      started = true;
    }
    watch = new ConfWatch(base, this::filesChanged);
    watch.start();
    return problems;
  }

  /**
   * Makes live what {@code conf/} says now.
   *
   * @return what was refused, and warnings
   */
  public synchronized List<Problem> reload() {
    try {
      return apply();
    } catch (UnitsRefused e) {
      return e.problems();
    }
  }

  /** Settings changed: builds anew what was built from them, and tries refused units again. */
  public synchronized List<Problem> settingsChanged(Settings settings) {
    LOG.debug("{} settings written", settings.written().size());
    return reload();
  }

  /** Checks everything without starting anything. */
  public List<Problem> checkOnly() {
    return new Check(base, platform).all();
  }

  /** What {@link #reload} would take up, by the files as they are now. */
  public synchronized Changes changes() {
    return intake.changes(Listing.of(conf));
  }

  /** What is served at this moment. */
  public LiveSet live() {
    return live;
  }

  /** Stops watching, then every context; call when nothing is served any more. */
  @Override
  public void close() {
    stop();
  }

  /** Stops watching, then every context; call when nothing is served any more. */
  public void stop() {
    if (watch != null) {
      watch.close();
    }
    synchronized (this) {
      standings
          .values()
          .forEach(
              standing -> {
                if (standing.generation() != null) {
                  standing.generation().discard();
                }
              });
      standings.clear();
    }
    means.builders().shutdownNow();
    means.register().shutdownNow();
    means.afterwards().shutdown();
    try {
      means.afterwards().awaitTermination(drain.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void filesChanged(Listing listing) {
    platform.filesChanged();
    synchronized (this) {
      if (platform.settings().get(RoutesKeys.RELOAD).equals("manual")) {
        notePending(listing);
      } else {
        reload();
      }
    }
  }

  private void notePending(Listing listing) {
    var changed = intake.changes(listing).units();
    if (!changed.equals(pending)) {
      LOG.info("Changed and waiting for reload (routes.reload=manual): {}", changed);
    }
    pending = changed;
    publish();
  }

  private List<Problem> apply() throws UnitsRefused {
    var turn = new Turn(means, standings, !started);
    var problems = intake.take(Listing.of(conf), turn, !started);
    turn.build();
    turn.settle();
    if (strict && !started && all(problems).stream().anyMatch(Problem::isError)) {
      turn.abandon();
      throw new UnitsRefused(all(problems));
    }
    turn.swap();
    tellOfConf(problems);
    confProblems = List.copyOf(problems);
    pending = List.of();
    publish();
    return all(problems);
  }

  /** Each once, until it has been otherwise. */
  private void tellOfConf(List<Problem> problems) {
    for (var problem : problems) {
      if (!confProblems.contains(problem)) {
        LOG.atLevel(problem.isError() ? Level.ERROR : Level.WARN).log("{}", problem);
      }
    }
  }

  private List<Problem> all(List<Problem> ofConf) {
    var all = new ArrayList<>(ofConf);
    standings.values().forEach(standing -> all.addAll(standing.problems()));
    return all.stream().distinct().sorted(Problem.IN_FILE_ORDER).toList();
  }

  private void publish() {
    live = LiveSets.draw(standings.values(), revision(), confProblems, pending);
  }

  private String revision() {
    try {
      return Files.readString(conf.resolve("REVISION")).strip();
    } catch (IOException e) {
      return "";
    }
  }
}
