package io.serai.request;

import static java.util.Objects.requireNonNull;

import io.netty.channel.EventLoop;
import io.netty.util.concurrent.FastThreadLocal;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Time-outs of one event loop on a wheel of 4 ms slots. Nearly every time-out is cancelled, and a
 * request sets several; a wheel does both in constant time without allocation beyond the alarm,
 * where the loop's own queue is a heap. Rings never early and at most two slots late.
 *
 * <p>Confined to its loop: {@link #of} and everything on the result are called there.
 */
public final class Alarms {
  private static final Logger LOG = LoggerFactory.getLogger(Alarms.class);
  private static final long SLOT_NANOS = TimeUnit.MILLISECONDS.toNanos(4);
  private static final int SLOTS = 2048; // one turn takes 8 s, longer alarms go round again
  private static final FastThreadLocal<Alarms> OF_LOOP = new FastThreadLocal<>();

  private final EventLoop loop;
  private final Alarm[] slots = new Alarm[SLOTS];
  private long lastTick = Math.floorDiv(System.nanoTime(), SLOT_NANOS);
  private int pending;
  private boolean ticking;

  private Alarms(EventLoop loop) {
    this.loop = loop;
    for (int i = 0; i < SLOTS; i++) {
      slots[i] = new Alarm(this, 0, () -> {});
    }
  }

  /** The wheel of the calling loop. */
  public static Alarms of(EventLoop loop) {
    assert loop.inEventLoop();
    var alarms = OF_LOOP.get();
    if (alarms == null) {
      alarms = new Alarms(loop);
      OF_LOOP.set(alarms);
    }
    return alarms;
  }

  /** Runs the action on the loop once {@link System#nanoTime} has reached the given time. */
  public Alarm at(long nanoTime, Runnable action) {
    if (!ticking) {
      ticking = true;
      lastTick = Math.floorDiv(System.nanoTime(), SLOT_NANOS);
      loop.schedule(this::tick, SLOT_NANOS, TimeUnit.NANOSECONDS);
    }
    // Rounded up, and never into the slot that is being emptied.
    long tick = Math.max(-Math.floorDiv(-nanoTime, SLOT_NANOS), lastTick + 1);
    var alarm = new Alarm(this, tick, action);
    alarm.link(slots[slot(tick)]);
    pending++;
    return alarm;
  }

  private void tick() {
    long now = Math.floorDiv(System.nanoTime(), SLOT_NANOS);
    while (lastTick < now) {
      lastTick++;
      ring(slots[slot(lastTick)]);
    }
    if (pending > 0) {
      loop.schedule(this::tick, SLOT_NANOS, TimeUnit.NANOSECONDS);
    } else {
      ticking = false;
    }
  }

  private void ring(Alarm slot) {
    // What is due moves to a list of its own first: an action may cancel any alarm or set new ones.
    var due = new Alarm(this, 0, () -> {});
    for (var alarm = slot.next; alarm != null; ) {
      var next = alarm.next;
      if (alarm.tick <= lastTick) {
        alarm.unlink();
        alarm.link(due);
      }
      alarm = next;
    }
    for (var alarm = due.next; alarm != null; alarm = due.next) {
      alarm.cancel();
      run(alarm.action);
    }
  }

  private static void run(Runnable action) {
    try {
      action.run();
    } catch (Throwable e) {
      // One broken time-out, an error too, must not silence the others of this loop for good.
      LOG.error("A time-out's action failed", e);
    }
  }

  private static int slot(long tick) {
    return (int) Math.floorMod(tick, (long) SLOTS);
  }

  /** One time-out, until it rings or is cancelled. */
  public static final class Alarm {
    private final Alarms owner;
    private final long tick;
    private final Runnable action;
    private @Nullable Alarm previous;
    private @Nullable Alarm next;

    private Alarm(Alarms owner, long tick, Runnable action) {
      this.owner = owner;
      this.tick = tick;
      this.action = action;
    }

    private void link(Alarm head) {
      previous = head;
      next = head.next;
      if (next != null) {
        next.previous = this;
      }
      head.next = this;
    }

    /** Takes it off the wheel; after it has rung or been cancelled, nothing happens. */
    public void cancel() {
      if (previous != null) {
        unlink();
        owner.pending--;
      }
    }

    private void unlink() {
      requireNonNull(previous).next = next;
      if (next != null) {
        next.previous = previous;
      }
      previous = null;
      next = null;
    }
  }
}
