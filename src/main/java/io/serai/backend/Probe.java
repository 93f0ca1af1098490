package io.serai.backend;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.EventLoop;
import io.serai.request.Alarms;
import io.serai.request.Holding;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Checks one host again and again, on a connection of its own: neither does a check wait for calls,
 * nor a call for a check. Confined to its loop.
 *
 * <pre>
 *   NEW ─→ RESTING ─→ WAITING for a connection ─→ SENT ─→ RESTING …
 *             └───────────────┴──────────────────────┴──→ STOPPED
 * </pre>
 */
final class Probe implements Caller {
  private static final long MAX_BODY = 1 << 20;

  private enum State {
    /** Not on its loop yet. */
    NEW,
    /** Between two checks. */
    RESTING,
    /** A connection is being opened. */
    WAITING,
    /** Its request is out. */
    SENT,
    /** No longer wanted. */
    STOPPED
  }

  private final Host host;
  private final ProbeTerms terms;
  private final EventLoop loop;
  private final Pool pool;
  private final byte[] request;
  private State state = State.NEW;
  private long begun;
  private boolean repeated;
  private @Nullable Connection connection;
  private Alarms.@Nullable Alarm alarm;

  Probe(Host host, ProbeTerms terms, EventLoop loop) {
    this.host = host;
    this.terms = terms;
    this.loop = loop;
    this.pool = new Pool(host, loop, 1, 0);
    this.request =
        ("GET "
                + terms.path()
                + new String(host.afterTarget, StandardCharsets.US_ASCII)
                + "Accept: */*\r\nUser-Agent: serai-health\r\n\r\n")
            .getBytes(StandardCharsets.US_ASCII);
  }

  ProbeTerms terms() {
    return terms;
  }

  void start() {
    loop.execute(this::check);
  }

  /**
   * Ends it.
   *
   * @param last whether nobody goes on checking the host
   */
  void stop(boolean last) {
    loop.execute(
        () -> {
          abandon();
          clear();
          state = State.STOPPED;
          pool.closeIdle();
          if (last) {
            host.health.unchecked();
          }
        });
  }

  private void check() {
    if (state == State.STOPPED) {
      return;
    }
    begun = System.nanoTime();
    repeated = false;
    state = State.WAITING;
    alarm = Alarms.of(loop).at(begun + terms.timeout(), this::timeOver);
    pool.take(this);
  }

  private void timeOver() {
    alarm = null;
    abandon();
    failed("no answer within " + TimeUnit.NANOSECONDS.toMillis(terms.timeout()) + "ms");
  }

  private void abandon() {
    if (state == State.WAITING) {
      pool.leave(this);
    } else if (connection != null) {
      connection.close();
      connection = null;
    }
  }

  private void failed(String reason) {
    host.health.failed(terms.unhealthy(), reason);
    rest();
  }

  private void rest() {
    clear();
    connection = null;
    state = State.RESTING;
    alarm = Alarms.of(loop).at(begun + terms.interval(), this::check);
  }

  private void clear() {
    if (alarm != null) {
      alarm.cancel();
      alarm = null;
    }
  }

  @Override
  public long now() {
    return begun;
  }

  @Override
  public boolean isWaiting() {
    return state == State.WAITING;
  }

  @Override
  public boolean isHead() {
    return false;
  }

  @Override
  public ResponseHeaders wanted() {
    return ResponseHeaders.NONE;
  }

  @Override
  public long maxBody() {
    return MAX_BODY;
  }

  @Override
  public Holding holding() {
    return Holding.NONE;
  }

  @Override
  public void queued(long nanos) {
    // The connection of the check before is still being opened; our own time bounds that.
  }

  @Override
  public void noCapacity(String reason) {
    rest(); // The connection of the check before is still being closed.
  }

  @Override
  public void connectFailed(Fault fault) {
    if (fault.end() == Figures.End.CAPACITY) {
      rest(); // Ours, so it says nothing of the host.
    } else {
      failed(fault.reason());
    }
  }

  @Override
  public boolean isOut() {
    return false;
  }

  @Override
  public ByteBuf sending(Connection by) {
    state = State.SENT;
    connection = by;
    return Unpooled.wrappedBuffer(request);
  }

  @Override
  public void unsent(boolean hadBeenOut) {
    broken(Fault.RESET, true, true);
  }

  @Override
  public void answered(Answer answer, long at) {
    if (terms.statuses().get(answer.status())) {
      host.health.passed(terms.healthy());
      rest();
    } else {
      failed("answered " + answer.status());
    }
  }

  @Override
  public void broken(Fault fault, boolean nothing, boolean reused) {
    connection = null;
    if (nothing && reused && !repeated) {
      repeated = true;
      state = State.WAITING;
      pool.takeFresh(this);
    } else {
      failed(fault.reason());
    }
  }
}
