package io.serai.aggregate;

import io.serai.aggregate.ApartAnswer.Kind;
import io.serai.aggregate.ApartState.Stage;
import io.serai.aggregate.ApartWish.Failed.Next;
import io.serai.cluster.ShelfRule.Change;
import io.serai.json.JsonMerge.Collision;
import java.util.Arrays;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * How an aggregation goes from stage to stage, where it is kept. Pure: all it knows is what it is
 * given.
 *
 * <pre>
 *   nothing ─ first part ─► OPEN ─ last part, or due ─► TAKEN ─ done ─► CLOSED ─ later ─► nothing
 *                            ▲ │                         │ │ └─ done, not to be closed ─► nothing
 *                            │ └─ life over ─► nothing   │ └─ lease over ─► TAKEN by another
 *                            └────────── failed ─────────┘
 * </pre>
 */
final class ApartRule {
  /** Closed keys are forgotten early when so much of the room is taken: parts go first. */
  private static final double CLOSED_GO = 0.5;

  /** Each further part costs as much as all before it. */
  static final int MOST_PARTS = 1000;

  private static final long LONGEST_PAUSE = 60_000;
  private static final int MOST_TAKES = 5;

  private ApartRule() {}

  static Change change(byte @Nullable [] held, byte[] wished, long now, double full) {
    var wish = ApartWish.read(wished);
    var before = held == null ? null : ApartBytes.read(held);
    if (wish == null || (held != null && before == null)) {
      return unchanged(held, Kind.NOT_UNDERSTOOD, null);
    }
    if (before != null && before.stage() == Stage.CLOSED && isOver(before, now, full)) {
      before = null;
      held = null;
    }
    if (wish instanceof ApartWish.Add add) {
      return add(held, before, add, now, full);
    }
    if (before == null) {
      return unchanged(null, Kind.NOTHING, null);
    }
    if (wish instanceof ApartWish.TakeNow take) {
      return before.stage() == Stage.OPEN && before.id().equals(take.id())
          ? take(before.taken(take.token(), take.by(), now + take.lease()))
          : unchanged(held, Kind.NOTHING, null);
    }
    if (wish instanceof ApartWish.TakeDue take) {
      return takeDue(held, before, take, now);
    }
    if (wish instanceof ApartWish.Done done) {
      return before.stage() == Stage.TAKEN && before.id().equals(done.id())
          ? changed(
              done.closedFor() > 0 ? before.closed(now + done.closedFor()) : null,
              Kind.NOTHING,
              null)
          : unchanged(held, Kind.NOTHING, null);
    }
    if (wish instanceof ApartWish.Failed failed) {
      return failed(held, before, failed, now);
    }
    return before.endsAt() <= now && before.wakeAt() <= now
        ? changed(null, Kind.DROPPED, before.inShort())
        : unchanged(held, Kind.NOTHING, null);
  }

  private static boolean isOver(ApartState closed, long now, double full) {
    return closed.wakeAt() <= now || full > CLOSED_GO;
  }

  static boolean isDue(byte[] held, long now, double full) {
    return ApartBytes.isKnown(held)
        && (ApartBytes.wakeAt(held) <= now || (full > CLOSED_GO && ApartBytes.isClosed(held)));
  }

  private static Change add(
      byte @Nullable [] held,
      @Nullable ApartState before,
      ApartWish.Add add,
      long now,
      double full) {
    var terms = add.terms();
    if (before != null && before.stage() == Stage.CLOSED && terms.closes()) {
      return unchanged(held, Kind.CLOSED, null);
    }
    if (before != null && before.stage() == Stage.TAKEN) {
      // Asked again by the network, as the first answer got lost.
      boolean again = before.taker().equals(add.token());
      return unchanged(held, again ? Kind.TAKEN : Kind.BUSY, again ? before : null);
    }
    boolean first = before == null || before.stage() == Stage.CLOSED;
    var so = first || before == null ? ApartState.first(add.token(), now, terms.life()) : before;
    var parts = new TreeMap<>(so.parts());
    var there = parts.get(add.name());
    if (there != null && add.again() == Collision.FAIL && !Arrays.equals(there, add.body())) {
      return unchanged(held, Kind.THERE_ALREADY, so.inShort());
    }
    if (there == null && parts.size() >= MOST_PARTS) {
      return unchanged(held, Kind.TOO_LARGE, null);
    }
    if (there == null || add.again() != Collision.FIRST) {
      parts.put(add.name(), add.body());
    }
    var path = first ? new TreeMap<>(add.path()) : common(so.path(), add.path());
    var after = so.with(path, parts, terms.size(), now);
    if (after.partBytes() > terms.maxBytes()) {
      return unchanged(held, Kind.TOO_LARGE, null);
    }
    if (full >= 1 && after.partBytes() > so.partBytes()) {
      return unchanged(held, Kind.FULL, null);
    }
    var complete = add.complete();
    if (complete == null && terms.size() > 0 && parts.size() >= terms.size()) {
      complete = CompletedBy.SIZE;
    }
    after = waiting(after, terms);
    if (complete != null) {
      return take(after.taken(add.token(), complete, now + add.lease()));
    }
    return changed(after, Kind.KEPT, add.wantsAll() ? after : after.inShort());
  }

  private static ApartState waiting(ApartState state, ApartWish.Terms terms) {
    long quiet = terms.timeout() > 0 ? state.cameAt() + terms.timeout() : Long.MAX_VALUE;
    long old = terms.interval() > 0 ? state.openedAt() + terms.interval() : Long.MAX_VALUE;
    return quiet <= old
        ? state.open(quiet, CompletedBy.TIMEOUT)
        : state.open(old, CompletedBy.INTERVAL);
  }

  private static SortedMap<String, String> common(
      SortedMap<String, String> one, Map<String, String> other) {
    var both = new TreeMap<>(one);
    both.entrySet().retainAll(other.entrySet());
    return both;
  }

  private static Change takeDue(
      byte @Nullable [] held, ApartState before, ApartWish.TakeDue take, long now) {
    if (before.wakeAt() > now) {
      return unchanged(held, Kind.NOTHING, null);
    }
    if (before.stage() == Stage.OPEN) {
      return before.due() == CompletedBy.LIFE
          ? changed(null, Kind.DROPPED, before.inShort())
          : take(before.taken(take.token(), before.due(), now + take.lease()));
    }
    // Whoever took it hasn't ended in time. It was complete, so its life doesn't end for that; but
    // one that nobody lives through isn't to go on for ever.
    if (before.endsAt() <= now && before.takes() >= MOST_TAKES) {
      return changed(null, Kind.DROPPED, before.inShort());
    }
    return take(before.taken(take.token(), before.by(), now + take.lease()));
  }

  private static Change failed(
      byte @Nullable [] held, ApartState before, ApartWish.Failed failed, long now) {
    if (before.stage() != Stage.TAKEN || !before.taker().equals(failed.token())) {
      return unchanged(held, Kind.NOTHING, null);
    }
    if (failed.next() == Next.DROP) {
      return changed(null, Kind.DROPPED, before.inShort());
    }
    long pause = Math.min(LONGEST_PAUSE, 1_000L << Math.min(before.takes() - 1, 10));
    var after =
        failed.next() == Next.AGAIN
            ? before.open(now + pause, before.by())
            : before.open(Math.max(before.dueAt(), now + pause), before.due());
    return changed(after, Kind.KEPT, after.inShort());
  }

  /**
   * Nothing that either side took is dropped, and a document may be delivered by both; but where
   * one side has closed the key, what came to the other is late.
   */
  static byte[] merge(byte[] one, byte[] other, long now) {
    var a = ApartBytes.read(one);
    var b = ApartBytes.read(other);
    if (a == null || b == null) {
      return one; // of a later release, whose rule it will be
    }
    if (a.stage() == Stage.CLOSED || b.stage() == Stage.CLOSED) {
      boolean later = a.stage() != Stage.CLOSED || (b.stage() == Stage.CLOSED && later(a, b));
      return later ? one : other;
    }
    boolean aIsNewer = a.cameAt() >= b.cameAt();
    var newer = aIsNewer ? a : b;
    var older = aIsNewer ? b : a;
    var parts = new TreeMap<>(older.parts());
    parts.putAll(newer.parts());
    if (a.stage() == Stage.TAKEN && b.stage() == Stage.TAKEN) {
      boolean aIsLast = later(a, b);
      if ((aIsLast ? a : b).parts().keySet().equals(parts.keySet())) {
        return aIsLast ? one : other;
      }
    }
    var first = first(a, b);
    var both =
        first.with(
            common(a.path(), b.path()),
            Collections.unmodifiableSortedMap(parts),
            a.size(),
            newer.cameAt());
    boolean complete = both.size() > 0 && parts.size() >= both.size();
    return (complete ? both.open(now, CompletedBy.SIZE) : both.open(newer.dueAt(), newer.due()))
        .bytes();
  }

  private static boolean later(ApartState one, ApartState other) {
    return one.wakeAt() >= other.wakeAt();
  }

  /** Whose id both have from now on; the same whichever side is asked. */
  private static ApartState first(ApartState a, ApartState b) {
    int order = Long.compare(a.openedAt(), b.openedAt());
    return (order == 0 ? a.id().compareTo(b.id()) : order) <= 0 ? a : b;
  }

  private static Change take(ApartState taken) {
    return changed(taken, Kind.TAKEN, taken);
  }

  private static Change changed(@Nullable ApartState after, Kind kind, @Nullable ApartState told) {
    return new Change(after == null ? null : after.bytes(), ApartAnswer.bytes(kind, told));
  }

  private static Change unchanged(byte @Nullable [] held, Kind kind, @Nullable ApartState told) {
    return new Change(held, ApartAnswer.bytes(kind, told));
  }
}
