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
   * The elements of splits that ended under one name.
   *
   * @param count how many
   * @param failed how many of them failed; skipped and cancelled ones haven't
   * @param nanos how long the slowest took
   */
  public record Sum(String part, int count, int failed, long nanos) {}

  private final @Nullable Parts outer;
  private final List<Outcome> ended;
  private Map<String, Sum> sums = Map.of();

  public Parts() {
    this(null, 4);
  }

  private Parts(@Nullable Parts outer, int expected) {
    this.outer = outer;
    this.ended = new ArrayList<>(expected);
  }

  /** Parts of an element's own. */
  Parts within() {
    return new Parts(this, 1);
  }

  public synchronized void add(Outcome outcome) {
    ended.add(outcome);
  }

  /** The last outcome of that name, an element's own before those around it; or null. */
  public @Nullable Outcome get(String part) {
    synchronized (this) {
      for (int i = ended.size() - 1; i >= 0; i--) {
        if (ended.get(i).part().equals(part)) {
          return ended.get(i);
        }
      }
    }
    return outer == null ? null : outer.get(part);
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
      var so = sums.getOrDefault(part, new Sum(part, 0, 0, 0));
      sums.put(
          part,
          new Sum(
              part,
              so.count + 1,
              so.failed + (failed ? 1 : 0),
              Math.max(so.nanos, element.nanos())));
    }
  }

  /** The elements of all splits by name, in the order in which the first of each ended. */
  public synchronized List<Sum> sums() {
    return List.copyOf(sums.values());
  }
}
