package io.serai.request;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The outcomes of one request so far, in the order in which they ended. Few per request, so a list
 * searched from its end beats a map; a lock nobody contends, because off-loop routes may end parts
 * on several threads.
 */
public final class Parts {
  private final List<Outcome> ended = new ArrayList<>(4);
  private final boolean latestOnly;

  public Parts() {
    this(false);
  }

  private Parts(boolean latestOnly) {
    this.latestOnly = latestOnly;
  }

  /** Remembers the last outcome of each name: for what runs long and is reported to nobody. */
  public static Parts latest() {
    return new Parts(true);
  }

  public synchronized void add(Outcome outcome) {
    if (latestOnly) {
      ended.removeIf(before -> before.part().equals(outcome.part()));
    }
    ended.add(outcome);
  }

  /**
   * The last outcome of that name, or null. One that nobody wanted any more counts only if there is
   * no other: of several calls to one part the winner's is the part.
   */
  public synchronized @Nullable Outcome get(String part) {
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

  public synchronized List<Outcome> all() {
    return List.copyOf(ended);
  }
}
