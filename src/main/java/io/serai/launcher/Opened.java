package io.serai.launcher;

import java.util.ArrayDeque;
import java.util.Deque;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What an instance has opened so far: closed the last one first, also when a start fails. */
final class Opened implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Opened.class);

  private final Deque<AutoCloseable> floors = new ArrayDeque<>();

  <T extends AutoCloseable> T add(T floor) {
    floors.push(floor);
    return floor;
  }

  /** All of it, whatever one of them throws. */
  @Override
  public void close() {
    while (!floors.isEmpty()) {
      try {
        floors.pop().close();
      } catch (Exception e) {
        LOG.warn("not closed cleanly", e);
      }
    }
  }
}
