package io.serai.entry;

import io.serai.request.BodyFlow;
import io.serai.request.Deadline;
import io.serai.request.Dispatch;
import io.serai.request.Holding;
import io.serai.request.Request;
import io.serai.request.Request.Identity;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicIntegerFieldUpdater;
import java.util.function.Consumer;
import org.apache.camel.AsyncCallback;
import org.apache.camel.Exchange;
import org.jspecify.annotations.Nullable;

/**
 * One request from its head to its answer: what the steps of the {@link Walk} know of it. Confined
 * to its connection's loop, but for the exchange, which lives on the request's lane. It is that
 * lane too: whatever goes on asynchronously comes by here, so that nothing thrown there gets lost.
 *
 * <p>A request that came inside another one's body is a visit like any; what it takes from the
 * other is its {@link Whole}.
 */
final class Visit implements AsyncCallback, Dispatch, Executor {
  private static final AtomicIntegerFieldUpdater<Visit> ROUTED =
      AtomicIntegerFieldUpdater.newUpdater(Visit.class, "routed");
  private static final AtomicIntegerFieldUpdater<Visit> HELD =
      AtomicIntegerFieldUpdater.newUpdater(Visit.class, "held");
  private static final byte[] NO_BODY = {};

  private final Walk walk;
  private final Recipient recipient;
  private final RequestHead head;
  private final long start;
  private final @Nullable Whole whole;
  private Identity identity = new Identity("", "");
  private @Nullable Target target;
  private Table.@Nullable Served served;
  private boolean offLoop;
  private @Nullable LoopGate gate;
  private Holding holding = Holding.NONE;
  private @Nullable Shed shed;
  private byte[] body = NO_BODY;
  private @Nullable BodyFlow upload;
  private String brokenOff = "";
  private @Nullable String contentType;
  private boolean unpacked;
  private @Nullable Request request;
  private @Nullable Exchange exchange;
  private @Nullable PartLines lines;
  private int lastStatus;
  private volatile boolean over;

  @SuppressWarnings("UnusedVariable") // read and written by ROUTED
  private volatile int routed;

  @SuppressWarnings("UnusedVariable") // read and written by HELD
  private volatile int held = 1;

  /**
   * What an inner request takes from the one that it came in.
   *
   * @param id of that one
   * @param latest by when the inner one is answered
   */
  record Whole(String id, Deadline latest) {}

  Visit(Walk walk, Recipient recipient, RequestHead head, long start) {
    this(walk, recipient, head, start, null);
  }

  /** One that may have come inside another. */
  Visit(Walk walk, Recipient recipient, RequestHead head, long start, @Nullable Whole whole) {
    this.walk = walk;
    this.recipient = recipient;
    this.head = head;
    this.start = start;
    this.whole = whole;
  }

  @Override
  public Runnable send(Inner inner, Consumer<Reply> done) {
    return walk.send(this, inner, done);
  }

  @Override
  public Reply refuse(int number, int status, String detail) {
    return walk.refuse(this, number, new Malformed(status, detail));
  }

  @Override
  public String id(int number) {
    return InnerHead.id(id(), number);
  }

  @Override
  public double likes(String mediaType) {
    var accept = head.header("accept");
    return accept == null ? 1 : Accepted.weight(accept, mediaType);
  }

  /** Camel is done with the exchange, on whatever thread. */
  @Override
  public void done(boolean doneSync) {
    // Once: a component that calls back twice must not answer twice.
    if (ROUTED.compareAndSet(this, 0, 1)) {
      walk.routed(this);
    }
  }

  /** The route has called back. */
  boolean isRouted() {
    return routed != 0;
  }

  /** Goes on with the route, where its steps run. */
  @Override
  public void execute(Runnable task) {
    walk.resume(this, task);
  }

  /** True once: what it holds of generation and threads is to be given back now. */
  boolean letGo() {
    return HELD.compareAndSet(this, 1, 0);
  }

  /** Who gets the answer. */
  Recipient recipient() {
    return recipient;
  }

  RequestHead head() {
    return head;
  }

  /** When the head was whole, on {@link System#nanoTime}. */
  long start() {
    return start;
  }

  /** What it came in, null for one that a client sent by itself. */
  @Nullable Whole whole() {
    return whole;
  }

  /**
   * When its answer is due, on {@link System#nanoTime}. Counts from the head: a slow body is the
   * client's own time.
   */
  long due() {
    long own = start + served().way().terms().deadline().toNanos();
    return whole != null && whole.latest.at() - own < 0 ? whole.latest.at() : own;
  }

  Identity identity() {
    return identity;
  }

  String id() {
    return identity.id();
  }

  void identify(Identity found) {
    identity = found;
  }

  Target target() {
    return known(target);
  }

  boolean hasTarget() {
    return target != null;
  }

  void target(Target parsed) {
    target = parsed;
  }

  Table.Served served() {
    return known(served);
  }

  boolean isServed() {
    return served != null;
  }

  void serve(Table.Served found) {
    served = found;
  }

  boolean isOffLoop() {
    return offLoop;
  }

  /** Counted among the requests that may block. */
  void offLoop() {
    offLoop = true;
  }

  /** What its bodies take of the memory there is for all. */
  Holding holding() {
    return holding;
  }

  /** It was let in there; to be {@link #left} when it is over. */
  void entered(LoopGate by) {
    gate = by;
    holding = by.enter();
  }

  /** Gives place and memory back to its loop. */
  void left() {
    if (gate != null) {
      gate.leave();
      gate = null;
    }
    holding.end();
  }

  /** Why it was turned away at the door, null if it wasn't. */
  @Nullable Shed shed() {
    return shed;
  }

  void shed(Shed reason) {
    shed = reason;
  }

  byte[] body() {
    return body;
  }

  void body(byte[] whole) {
    body = whole;
  }

  /** Its body, if that goes on as it comes; else null. */
  @Nullable BodyFlow upload() {
    return upload;
  }

  void upload(BodyFlow coming) {
    upload = coming;
  }

  /** Bytes of its body so far. */
  long bytesIn() {
    return upload == null ? body.length : upload.bytes();
  }

  /** Why its answer isn't whole, in a word for the log; empty if it is. */
  String brokenOff() {
    return brokenOff;
  }

  void breakOff(String reason) {
    brokenOff = reason;
  }

  /** The body came packed, and is no more. */
  void unpacked(byte[] plain) {
    body = plain;
    unpacked = true;
  }

  boolean isUnpacked() {
    return unpacked;
  }

  /** The body was made another. */
  void body(byte[] made, String type) {
    body = made;
    contentType = type;
  }

  /** The client's own, unless its body was made another; the same object each time. */
  @Nullable String contentType() {
    if (contentType == null && (body.length > 0 || upload != null)) {
      contentType = head.header("content-type");
    }
    return contentType;
  }

  Request request() {
    return known(request);
  }

  @Nullable Request begun() {
    return request;
  }

  void request(Request begun) {
    request = begun;
  }

  /** Where parts are told as they come; null if they aren't. */
  @Nullable PartLines lines() {
    return lines;
  }

  void lines(PartLines told) {
    lines = told;
  }

  /** Its answer ended otherwise than its head had said. */
  void endsWith(int status) {
    lastStatus = status;
  }

  /** What is counted and logged of an answer whose head said that. */
  int status(int ofHead) {
    return lastStatus > 0 ? lastStatus : ofHead;
  }

  Exchange exchange() {
    return known(exchange);
  }

  void exchange(Exchange opened) {
    exchange = opened;
  }

  /** The decoded value of a path parameter, or null if the path has none of that name. */
  @Nullable String pathParameter(String name) {
    var names = served().pattern().names();
    for (int i = 0; i < names.size(); i++) {
      if (names.get(i).equals(name) && !name.isEmpty()) {
        return target().segments()[i];
      }
    }
    return null;
  }

  /** Answered, or nobody waits for an answer any more. */
  boolean isOver() {
    return over;
  }

  void over() {
    over = true;
  }

  private static <T> T known(@Nullable T found) {
    if (found == null) {
      throw new IllegalStateException("asked for before its step in the walk");
    }
    return found;
  }
}
