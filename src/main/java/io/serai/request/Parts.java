package io.serai.request;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The outcomes of one request so far, in the order in which they ended. Few per request, so a list
 * searched from its end beats a map; a lock nobody contends, because off-loop routes may end parts
 * on several threads.
 *
 * <p>An element of a split has parts of its own, which see those around it and are gone with it:
 * however many elements there are, what stays of them is a {@link Sum} by name.
 */
public final class Parts {
  /**
   * The exchange property with the outcomes that a request had when the last fallback of a circuit
   * breaker had come to its end: what isn't among them is no fallback's.
   */
  public static final String UP_TO_FALLBACK = "io.serai.PartsUpToFallback";

  /**
   * The elements of splits that ended under one name.
   *
   * @param count how many
   * @param failed how many of them failed; skipped and cancelled ones haven't
   * @param nanos how long the slowest took
   * @param attempts of all of them
   * @param reason of the first that was no plain success, else empty
   */
  public record Sum(String part, int count, int failed, long nanos, int attempts, String reason) {}

  private final @Nullable Parts outer;
  private final List<Outcome> ended;
  private final boolean latestOnly;
  private Map<String, Sum> sums = Map.of();

  public Parts() {
    this(null, 4, false);
  }

  private Parts(@Nullable Parts outer, int expected, boolean latestOnly) {
    this.outer = outer;
    this.ended = new ArrayList<>(expected);
    this.latestOnly = latestOnly;
  }

  /** Remembers the last outcome of each name: for what runs long and is reported to nobody. */
  public static Parts latest() {
    return new Parts(null, 4, true);
  }

  /** Puts another in the place of an outcome, if it is there. */
  @SuppressWarnings("ReferenceEquality") // that outcome, not an equal one
  public synchronized void replace(Outcome before, Outcome after) {
    for (int i = ended.size() - 1; i >= 0; i--) {
      if (ended.get(i) == before) {
        ended.set(i, after);
        return;
      }
    }
  }

  /** Parts of an element's own. */
  Parts within() {
    return new Parts(this, 1, false);
  }

  public synchronized void add(Outcome outcome) {
    if (latestOnly) {
      ended.removeIf(before -> before.part().equals(outcome.part()));
    }
    ended.add(outcome);
  }

  /**
   * The last outcome of that name, an element's own before those around it; or null. One that
   * nobody wanted any more counts only if there is no other: of several calls to one part the
   * winner's is the part.
   */
  public @Nullable Outcome get(String part) {
    var own = own(part);
    return own != null || outer == null ? own : outer.get(part);
  }

  private synchronized @Nullable Outcome own(String part) {
    Outcome ignored = null;
    for (int i = ended.size() - 1; i >= 0; i--) {
      var outcome = ended.get(i);
      if (outcome.part().equals(part)) {
        if (outcome.verdict() != Outcome.Verdict.IGNORED) {
          return outcome;
        }
        ignored = ignored == null ? outcome : ignored;
      }
    }
    return ignored;
  }

  /** In an element of a split only its own. */
  public synchronized List<Outcome> all() {
    return List.copyOf(ended);
  }

  /** Counts an element that has ended; seen by the whole request, from wherever it is counted. */
  public void sum(String part, Outcome element) {
    if (outer != null) {
      outer.sum(part, element);
      return;
    }
    boolean failed =
        element.verdict() == Outcome.Verdict.FAILURE && element.source() != Outcome.Source.SKIPPED;
    synchronized (this) {
      if (sums.isEmpty()) {
        sums = new LinkedHashMap<>();
      }
      var so = sums.getOrDefault(part, new Sum(part, 0, 0, 0, 0, ""));
      sums.put(
          part,
          new Sum(
              part,
              so.count + 1,
              so.failed + (failed ? 1 : 0),
              Math.max(so.nanos, element.nanos()),
              so.attempts + element.attempts(),
              so.reason.isEmpty() ? element.reason() : so.reason));
    }
  }

  /** The elements of all splits by name, in the order in which the first of each ended. */
  public synchronized List<Sum> sums() {
    return List.copyOf(sums.values());
  }
}
