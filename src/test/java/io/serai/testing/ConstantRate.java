package io.serai.testing;

import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * Requests at a constant rate by clients that don't know of each other, a connection each. What one
 * took counts from the time it was due, so that a pause isn't hidden by the requests that were late
 * in it. Stops by itself after {@code atMost} seconds.
 */
public final class ConstantRate implements AutoCloseable {
  private static final int CLIENTS = 96;

  /**
   * One request that is over.
   *
   * @param due on {@link System#nanoTime}'s scale
   * @param nanos from due to the answer's last byte
   * @param status 0 if there was no answer
   * @param body of the answer, or why there was none
   */
  public record Ended(String path, long due, long nanos, int status, String body) {}

  private final int port;
  private final List<String> paths;
  private final long interval;
  private final long last;
  private final long start = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(50);
  private final AtomicLong next = new AtomicLong();
  private final Queue<Ended> ended = new ConcurrentLinkedQueue<>();
  private final List<Thread> clients = new ArrayList<>();
  private volatile boolean stopped;

  /**
   * Starts at once.
   *
   * @param perSecond requests a second over all paths together
   * @param paths asked for in turn
   */
  public ConstantRate(int port, int perSecond, int atMost, List<String> paths) {
    this.port = port;
    this.paths = paths;
    this.interval = TimeUnit.SECONDS.toNanos(1) / perSecond;
    this.last = (long) perSecond * atMost;
    for (int i = 0; i < CLIENTS; i++) {
      var client = new Thread(this::ask, "client-" + i);
      client.setDaemon(true);
      client.start();
      clients.add(client);
    }
  }

  private void ask() {
    RawClient client = null;
    for (long number = next.getAndIncrement(); number < last; number = next.getAndIncrement()) {
      long due = start + number * interval;
      for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
        if (stopped) {
          break;
        }
        LockSupport.parkNanos(this, left);
      }
      if (stopped) {
        break;
      }
      var path = paths.get((int) (number % paths.size()));
      client = ask(client, path, due);
    }
    if (client != null) {
      client.close();
    }
  }

  /** The connection for the next one, null if it is of no more use. */
  private RawClient ask(RawClient kept, String path, long due) {
    var client = kept;
    try {
      client = kept == null ? new RawClient(port) : kept;
      var answer = client.get(path).read();
      ended.add(new Ended(path, due, System.nanoTime() - due, answer.status(), answer.body()));
      if (!answer.header("Connection").equalsIgnoreCase("close")) {
        return client;
      }
    } catch (UncheckedIOException e) {
      ended.add(new Ended(path, due, System.nanoTime() - due, 0, String.valueOf(e.getCause())));
    }
    if (client != null) {
      client.close();
    }
    return null;
  }

  /** Those over by now that were due between the two times, in no order. */
  public List<Ended> between(long from, long to) {
    return ended.stream().filter(it -> it.due() - from >= 0 && it.due() - to < 0).toList();
  }

  /** Those over by now that may have been under way between the two times, in no order. */
  public List<Ended> underWay(long from, long to) {
    return ended.stream()
        .filter(it -> it.due() + it.nanos() - from >= 0 && it.due() - to < 0)
        .toList();
  }

  /** Sends no more and waits for what is out. */
  public void stop() throws InterruptedException {
    stopped = true;
    for (var client : clients) {
      LockSupport.unpark(client);
    }
    for (var client : clients) {
      client.join(TimeUnit.SECONDS.toMillis(15));
    }
  }

  @Override
  public void close() {
    stopped = true;
    clients.forEach(LockSupport::unpark);
  }
}
