package io.serai.backend;

import io.netty.channel.EventLoop;
import io.netty.util.concurrent.Future;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Has the hosts of backends compared by how long they take: again and again, on one loop. */
final class LatencyWatch {
  private static final Logger LOG = LoggerFactory.getLogger(LatencyWatch.class);

  private final EventLoop loop;
  private volatile List<Backend> watched = List.of();
  private @Nullable Future<?> turns;

  LatencyWatch(EventLoop loop) {
    this.loop = loop;
  }

  /** From now on those of these that want it, and no others. */
  synchronized void update(Collection<Backend> backends) {
    watched = backends.stream().filter(Backend::comparesLatencies).toList();
    if (turns != null && watched.isEmpty()) {
      turns.cancel(false);
      turns = null;
    } else if (turns == null && !watched.isEmpty()) {
      long every = HostLatencies.SLICE_SECONDS;
      turns = loop.scheduleAtFixedRate(this::turn, every, every, TimeUnit.SECONDS);
    }
  }

  private void turn() {
    for (var backend : watched) {
      try {
        backend.compareLatencies();
      } catch (RuntimeException e) {
        // Thrown on, it would end all further turns.
        LOG.error("The hosts of backend {} can't be compared", backend.name(), e);
      }
    }
  }
}
