package io.serai.backend;

import io.netty.buffer.ByteBuf;
import io.serai.request.BodyFlow;
import io.serai.request.Holding;
import org.jspecify.annotations.Nullable;

/** Whoever a connection is for: a call, or a check of a host's health. On the pool's loop only. */
interface Caller {

  /** About the present moment; exact enough for the age of a connection. */
  long now();

  /** Whether it still wants a connection. */
  boolean isWaiting();

  boolean isHead();

  ResponseHeaders wanted();

  /** The longest body it takes, in bytes. */
  long maxBody();

  /** What the body is counted into. */
  Holding holding();

  /** All connections are taken; a place in line for so long. */
  void queued(long nanos);

  void noCapacity(String reason);

  /** No connection; nothing was sent. */
  void connectFailed(Fault fault);

  /** Whether its answer goes on as it comes. */
  default boolean isStreamed() {
    return false;
  }

  /** What follows the bytes that are sent, null for nothing. */
  default @Nullable BodyFlow upload() {
    return null;
  }

  /** Whether a trailer of that goes with it. */
  default boolean passesTrailer(String name) {
    return false;
  }

  /** All of that is out. */
  default void uploaded() {}

  /** Of an answer that goes on as it comes the head is there, and this is its body. */
  default void begun(Answer head, BodyFlow body, long at) {
    throw new IllegalStateException("it isn't streamed");
  }

  /** That body is over: whole if there is no fault. */
  default void ended(@Nullable Fault fault) {}

  /** Whether a byte of it has gone out before. */
  boolean isOut();

  /** The connection sends these bytes, and releases them. */
  ByteBuf sending(Connection by);

  /** The kept connection had been closed before anything was sent. */
  void unsent(boolean hadBeenOut);

  void answered(Answer answer, long at);

  /**
   * The connection ended before the answer did.
   *
   * @param nothing whether not a byte of an answer had come
   * @param reused whether the backend may simply have closed an idle connection
   */
  void broken(Fault fault, boolean nothing, boolean reused);
}
