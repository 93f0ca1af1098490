package io.serai.aggregate;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.serai.request.Deadline;
import io.serai.request.Request;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The callers that share one bulk call. Guarded by the lock of its {@link BulkStep}.
 *
 * <pre>
 *  OPEN ─ as many as go together, or time is up ─► BEGUN ─► each goes on with its slice
 *    └─ all have left ─► gone                        └─ all have left ─► the call is cancelled
 * </pre>
 */
final class BulkCall {
  final String key;
  private final long openedAt;
  private final List<HeldCaller> callers = new ArrayList<>();
  private final List<byte[]> items = new ArrayList<>();
  private final List<Integer> places = new ArrayList<>();
  private long cameAt;
  private int live;
  private @Nullable Request request;

  /**
   * Nobody is in it yet.
   *
   * @param key what its callers have in common
   */
  BulkCall(String key, long now) {
    this.key = key;
    this.openedAt = now;
  }

  /** One more; how many there are now. */
  int add(HeldCaller caller, long now) {
    callers.add(caller);
    cameAt = now;
    return callers.size();
  }

  /** One has left before it began; whether that was the last. */
  boolean remove(HeldCaller caller) {
    callers.remove(caller);
    return callers.isEmpty();
  }

  /** One of them, in whose place it may run. */
  HeldCaller anyone() {
    return callers.get(0);
  }

  /**
   * When it begins if nobody else comes.
   *
   * @param timeout nanoseconds since the last came, 0 for any time
   * @param interval nanoseconds since the first came, 0 for any time
   */
  long due(long timeout, long interval) {
    if (timeout > 0 && interval > 0) {
      long quiet = cameAt + timeout;
      long old = openedAt + interval;
      return quiet - old < 0 ? quiet : old;
    }
    return timeout > 0 ? cameAt + timeout : openedAt + interval;
  }

  /** Nobody else comes. The request that its steps see, for as long as the most patient caller. */
  Request begin(Request host) {
    live = callers.size();
    Deadline latest = host.deadline();
    var known = new HashMap<String, Integer>();
    for (var caller : callers) {
      places.add(known.computeIfAbsent(new String(caller.item, ISO_8859_1), item -> add(caller)));
      if (caller.request.deadline().left() > latest.left()) {
        latest = caller.request.deadline();
      }
    }
    var begun = host.shared(latest);
    request = begun;
    return begun;
  }

  private int add(HeldCaller caller) {
    items.add(caller.item);
    return items.size() - 1;
  }

  boolean isBegun() {
    return request != null;
  }

  /** One has left since; the request to end if that was the last, else null. */
  @Nullable Request leave() {
    return --live == 0 ? request : null;
  }

  /** The distinct items, in the order in which they came. */
  List<byte[]> items() {
    return items;
  }

  List<HeldCaller> callers() {
    return callers;
  }

  /** Where among the distinct items that of the caller is. */
  int place(int caller) {
    return places.get(caller);
  }

  /** When the first came. */
  long openedAt() {
    return openedAt;
  }
}
