package io.serai.aggregate;

import io.serai.cluster.Cluster;
import io.serai.cluster.Shelf;
import io.serai.cluster.ShelfRule;
import io.serai.request.Request;
import io.serai.settings.Settings;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Aggregations whose parts arrive apart: {@code #cluster} as an {@code aggregationRepository}. It
 * belongs to the platform, so that what is open goes on when a unit is loaded anew; {@link
 * ApartStep}s come and go with their units.
 */
public final class Apart {
  /** By which route files know it, {@code #cluster}. */
  public static final String BEAN = "cluster";

  private static final Logger LOG = LoggerFactory.getLogger(Apart.class);

  /** No client waits, so whoever makes one may be slow; this only bounds what goes wrong. */
  static final long DETACHED_MILLIS = 30_000;

  /** Between the id of a step and what its parts are correlated by. */
  private static final char SEPARATOR = '\n';

  private final Map<String, List<ApartStep>> steps = new ConcurrentHashMap<>();
  private final Map<CompletedBy, LongAdder> completed = new EnumMap<>(CompletedBy.class);
  private final LongAdder failed = new LongAdder();
  private final LongAdder takenOver = new LongAdder();
  private final LongAdder dropped = new LongAdder();
  private final ApartPlaces places = new ApartPlaces();
  private final Supplier<Request> detached;
  private final Shelf shelf;
  final long life;
  final int maxBytes;

  /**
   * Opens the shelf of a cluster that hasn't begun.
   *
   * @param detached makes requests for what no client waits for
   */
  public Apart(Cluster cluster, Settings settings, Supplier<Request> detached) {
    for (var by : CompletedBy.values()) {
      completed.put(by, new LongAdder());
    }
    this.detached = detached;
    this.life = settings.get(ApartKeys.LIFE).toMillis();
    this.maxBytes = Math.toIntExact(settings.get(ApartKeys.MAX_BYTES));
    this.shelf = cluster.shelf(new OnShelf(), settings.get(ApartKeys.MEMORY));
  }

  /** One that keeps everything in this process. */
  public static Apart alone(Settings settings, Supplier<Request> detached) {
    return new Apart(Cluster.alone(), settings, detached);
  }

  private final class OnShelf implements ShelfRule {
    @Override
    public Change change(byte @Nullable [] held, byte[] wish, long now, double full) {
      return ApartRule.change(held, wish, now, full);
    }

    @Override
    public byte[] merge(byte[] one, byte[] other, long now) {
      return ApartRule.merge(one, other, now);
    }

    @Override
    public boolean isDue(byte[] held, long now, double full) {
      return ApartRule.isDue(held, now, full);
    }

    @Override
    public void due(String key) {
      takeDue(key);
    }
  }

  static String key(String step, String correlation) {
    return step + SEPARATOR + correlation;
  }

  CompletableFuture<ApartAnswer> change(String key, ApartWish wish) {
    return shelf.change(key, wish.bytes()).thenApply(ApartAnswer::read);
  }

  /** One for what no client waits for. */
  Request detached() {
    return detached.get();
  }

  void add(String id, ApartStep step) {
    steps.computeIfAbsent(id, same -> new CopyOnWriteArrayList<>()).add(step);
  }

  void remove(String id, ApartStep step) {
    steps.computeIfPresent(
        id,
        (same, these) -> {
          these.remove(step);
          return these.isEmpty() ? null : these;
        });
  }

  /** The latest: while a unit is loaded anew there are two. */
  private @Nullable ApartStep step(String id) {
    var these = steps.get(id);
    try {
      return these == null ? null : these.get(these.size() - 1);
    } catch (IndexOutOfBoundsException e) {
      return null; // gone in this moment
    }
  }

  /** For those that no client waits for. */
  ApartPlaces places() {
    return places;
  }

  private void takeDue(String key) {
    int end = key.indexOf(SEPARATOR);
    var step = step(key.substring(0, Math.max(0, end)));
    // The place is had before the shelf is asked: what it gives out has begun, and many may be due.
    var place = places.ask(key, step == null ? null : step.runs());
    if (place == null) {
      return; // Told again at the next round; a backend that is just back isn't to be hammered.
    }
    // Without the route it can't be completed here; another gateway may have it.
    var wish =
        step == null
            ? new ApartWish.Drop()
            : new ApartWish.TakeDue(UUID.randomUUID(), DETACHED_MILLIS + ApartStep.GRACE_MILLIS);
    var asked = change(key, wish);
    asked.whenComplete(
        (answer, failure) -> {
          if (failure == null && answer.kind() == ApartAnswer.Kind.TAKEN && step != null) {
            step.completeDue(key, answer, place.begin());
            return;
          }
          place.free();
          if (failure != null) {
            LOG.debug("{}: not looked after: {}", shown(key), failure.toString());
          } else if (answer.kind() == ApartAnswer.Kind.DROPPED) {
            dropped(key, answer.state(), "its life is over (apart.life)");
          }
        });
    if (!asked.isDone()) {
      place.freeIfLate(asked);
    }
  }

  // What happened, for operators.

  void completed(String key, ApartState state) {
    completed.getOrDefault(state.by(), failed).increment();
    if (state.by() == CompletedBy.TIMEOUT || state.by() == CompletedBy.INTERVAL) {
      LOG.info("{}: completed by {} with {}", shown(key), state.by().label(), state.names());
    }
  }

  void failed(String key, ApartState state, String reason, String next) {
    failed.increment();
    LOG.warn("{}: {} not completed: {}; {}", shown(key), state.names(), reason, next);
  }

  void takenOver(String key, ApartState state) {
    takenOver.increment();
    LOG.warn(
        "{}: taken over, whoever began to complete it hasn't ended; done anew with"
            + " Idempotency-Key {}",
        shown(key),
        state.id());
  }

  void dropped(String key, @Nullable ApartState state, String reason) {
    dropped.increment();
    LOG.error("{}: dropped with {}: {}", shown(key), names(state), reason);
  }

  private static List<String> names(@Nullable ApartState state) {
    return state == null ? List.of() : state.names();
  }

  /** A client chose half of it: no line breaks into the log. */
  static String shown(String key) {
    var shown = new StringBuilder(key.replaceFirst("\n", " "));
    for (int i = 0; i < shown.length(); i++) {
      if (Character.isISOControl(shown.charAt(i))) {
        shown.setCharAt(i, '?');
      }
    }
    return shown.toString();
  }

  public ApartStats stats() {
    var held = shelf.held();
    var by = new EnumMap<CompletedBy, Long>(CompletedBy.class);
    completed.forEach((reason, count) -> by.put(reason, count.sum()));
    return new ApartStats(
        held.keys(), held.bytes(), by, failed.sum(), takenOver.sum(), dropped.sum());
  }
}
