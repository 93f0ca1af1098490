package io.serai.entry;

import io.netty.channel.Channel;
import io.serai.request.Alarms;
import org.jspecify.annotations.Nullable;

/**
 * When a connection's patience ends. Nearly no time-out is ever reached, and each moves with every
 * phase: so one alarm looks, when it rings, what it is for by now. Confined to the loop.
 */
final class Due {
  private final Channel channel;
  private final Runnable over;
  private final Runnable ring = this::ring;
  private Alarms.@Nullable Alarm alarm;
  private long armedFor;
  private long at;

  /** Runs {@code over} when the time has come and the channel is still open. */
  Due(Channel channel, Runnable over) {
    this.channel = channel;
    this.over = over;
  }

  /** On {@link System#nanoTime}'s scale; sooner or later than it was. */
  void at(long time) {
    at = time;
    if (alarm == null) {
      arm();
    } else if (time - armedFor < 0) {
      alarm.cancel();
      arm();
    }
  }

  void never() {
    if (alarm != null) {
      alarm.cancel();
      alarm = null;
    }
  }

  private void arm() {
    armedFor = at;
    alarm = Alarms.of(channel.eventLoop()).at(at, ring);
  }

  private void ring() {
    alarm = null;
    if (!channel.isOpen()) {
      return;
    }
    if (at - System.nanoTime() > 0) {
      arm();
    } else {
      over.run();
    }
  }
}
