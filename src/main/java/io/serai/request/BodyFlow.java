package io.serai.request;

import io.netty.buffer.ByteBuf;
import java.util.ArrayDeque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A body of any size in pieces, on its way from a source to a taker; what isn't taken holds back
 * the source. It may be the body of a message: steps hand it on and don't look into it. Once only,
 * and confined to the request's loop, but for {@link #length}.
 *
 * <pre>
 *             into          end
 *   WAITING ───────► FLOWING ───► WHOLE
 *      └────────────────┼───────► BROKEN     fail, by the source
 *                       └───────► CANCELLED  by the taker, or whoever drops it
 * </pre>
 */
public final class BodyFlow {
  /** The length of a body that nobody has announced. */
  public static final long UNKNOWN = -1;

  /** Where it comes from. Until {@link #resume} it adds next to nothing. */
  public interface Source {
    /** There is room for more. */
    void resume();

    /** Nobody takes the rest; nothing more is to be added. */
    void cancel();

    /** The same, because for too long nothing came although there was room. */
    default void late() {
      cancel();
    }
  }

  /** Where it goes. */
  public interface Taker {
    /** The next piece, the taker's to release. */
    void piece(ByteBuf piece);

    /**
     * That was all of it.
     *
     * @param trailers names and values in turn
     */
    void whole(List<String> trailers);

    /** No more comes, and it isn't whole. */
    void broken(String reason);

    /** The same, because for too long there was no room although more was to come. */
    default void late() {
      broken("no room");
    }

    /** How many bytes of what it was given wait for room. */
    long pending();
  }

  private final long length;
  private final Source source;
  private final ArrayDeque<ByteBuf> waiting = new ArrayDeque<>();
  private @Nullable Taker taker;
  private @Nullable List<String> trailers;
  private @Nullable String reason;
  private boolean withHead;
  private boolean endsInTime;
  private boolean paused;
  private boolean over;
  private long bytes;

  /**
   * One that nothing was added to.
   *
   * @param length in bytes, as announced, or {@link #UNKNOWN}
   */
  public BodyFlow(long length, Source source) {
    this.length = length;
    this.source = source;
  }

  /** In bytes, as announced, or {@link #UNKNOWN}. */
  public long length() {
    return length;
  }

  /** The headers of the message that it is the body of are its own: none is the client's. */
  public BodyFlow withHead() {
    withHead = true;
    return this;
  }

  /** Its source ends it in time whatever happens: that nothing comes for long says nothing. */
  public BodyFlow endsInTime() {
    endsInTime = true;
    return this;
  }

  /** Whether it waits for a source that ends it in time. */
  public boolean isAwaited() {
    return endsInTime && isDry();
  }

  /** Whether they are. */
  public boolean hasHead() {
    return withHead;
  }

  // The source's side.

  /** The next piece, from now on the flow's to release; dropped if the flow is over. */
  public void add(ByteBuf piece) {
    if (over) {
      piece.release();
      return;
    }
    bytes += piece.readableBytes();
    if (taker == null) {
      waiting.add(piece);
    } else {
      taker.piece(piece);
    }
  }

  /** Whether the source may add more; if not, {@link Source#resume} says when. */
  public boolean wantsMore() {
    return taker != null && !paused && !over;
  }

  /**
   * It is whole.
   *
   * @param trailers names and values in turn
   */
  public void end(List<String> trailers) {
    if (over) {
      return;
    }
    over = true;
    this.trailers = trailers;
    tellEnd();
  }

  /** No more comes, and it isn't whole. */
  public void fail(String reason) {
    if (over) {
      return;
    }
    over = true;
    this.reason = reason;
    tellEnd();
  }

  // The taker's side.

  /** From now on it goes there; what waits goes at once. */
  public void into(Taker taker) {
    this.taker = taker;
    for (var piece = waiting.poll(); piece != null; piece = waiting.poll()) {
      taker.piece(piece);
    }
    if (over) {
      tellEnd();
    } else if (!paused) {
      source.resume();
    }
  }

  /** No room for now. */
  public void pause() {
    paused = true;
  }

  /** There is room again. */
  public void resume() {
    if (paused && !over) {
      paused = false;
      source.resume();
    }
  }

  /** Nobody takes the rest. Harmless once it is over. */
  public void cancel() {
    waiting.forEach(ByteBuf::release);
    waiting.clear();
    if (!over) {
      over = true;
      source.cancel();
    }
  }

  /**
   * Nothing moves: whoever of the two it waits for hears that it was late. Harmless once it is
   * over.
   */
  public void standStill() {
    boolean dry = isDry();
    waiting.forEach(ByteBuf::release);
    waiting.clear();
    if (over) {
      return;
    }
    over = true;
    if (dry) {
      source.late();
      return;
    }
    reason = "stood still";
    source.cancel();
    if (taker != null) {
      taker.late();
    }
  }

  // Anybody's.

  /** Whether there is room for more, and whatever has come has been passed on. */
  public boolean isDry() {
    return wantsMore() && pending() == 0;
  }

  private long pending() {
    return taker == null ? 0 : taker.pending();
  }

  /** Whether no more comes: it is whole, broken or cancelled. */
  public boolean isOver() {
    return over;
  }

  /** Whether there is a taker. */
  public boolean isTaken() {
    return taker != null;
  }

  /** Bytes that the source has added. */
  public long bytes() {
    return bytes;
  }

  /** Bytes of them that the taker has passed on. */
  public long taken() {
    return taker == null ? 0 : bytes - pending();
  }

  private void tellEnd() {
    if (taker == null) {
      return;
    }
    if (trailers != null) {
      taker.whole(trailers);
    } else if (reason != null) {
      taker.broken(reason);
    }
  }

  @Override
  public String toString() {
    return "a body in pieces";
  }
}
