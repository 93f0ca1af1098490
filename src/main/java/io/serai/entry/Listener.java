package io.serai.entry;

import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.serai.request.Loops;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The one HTTP listener; outlives every generation. */
public final class Listener implements AutoCloseable {
  private static final Duration WARM_UP = Duration.ofSeconds(1);

  private final ListenerStats stats = new ListenerStats();
  private final Connections connections;
  private final OffLoop offLoop;
  private final LoopWatchdog watchdog;
  private final Admission admission;
  private final boolean watched;
  private final Supplier<Channel> bind;
  private final String pseudonym;
  private volatile Table table = Table.EMPTY;
  private List<Doors> live = List.of();
  private @Nullable Channel server;

  private Listener(ListenerSettings settings, Loops loops, BooleanSupplier ready, boolean logged) {
    connections = new Connections(stats, settings.maxConnections());
    offLoop = new OffLoop(settings.offLoopThreads(), settings.offLoopQueue());
    pseudonym = "serai-" + (settings.name().isEmpty() ? random() : settings.name());
    admission = new Admission(settings, loops, stats);
    stats.admission(admission);
    watched = logged;
    var walk = new Walk(settings, pseudonym, () -> table, offLoop, stats, admission, ready, logged);
    bind = () -> bind(settings, loops, walk);
    watchdog = new LoopWatchdog(loops.group(), settings.loopBlockWarning());
  }

  /**
   * A listener that has no port yet, so that it can be told what to serve before the first client
   * comes.
   *
   * @param loops of the platform; closing the listener leaves them
   * @param ready what {@code listener.health.path} answers; asked on a loop, must not block
   */
  public static Listener prepare(ListenerSettings settings, Loops loops, BooleanSupplier ready) {
    return new Listener(settings, loops, ready, true);
  }

  /** The same for requests of the house itself: none of them is in the access log. */
  public static Listener unseen(ListenerSettings settings, Loops loops) {
    return new Listener(settings, loops, () -> true, false);
  }

  /**
   * Listens from now on.
   *
   * @throws ListenFailed if the port can't be had
   */
  public synchronized void open() {
    server = bind.get();
    watchdog.start(WARM_UP);
    if (watched) {
      admission.start();
    }
  }

  private Channel bind(ListenerSettings settings, Loops loops, Walk walk) {
    var bootstrap =
        loops
            .listening()
            .option(ChannelOption.SO_BACKLOG, 4096)
            .option(ChannelOption.SO_REUSEADDR, true)
            .childHandler(
                new ChannelInitializer<>() {
                  @Override
                  protected void initChannel(Channel channel) {
                    channel.pipeline().addLast(new Connection(walk, settings, connections));
                  }
                });
    var address =
        settings.host().isEmpty()
            ? new InetSocketAddress(settings.port())
            : new InetSocketAddress(settings.host(), settings.port());
    var bound = bootstrap.bind(address).awaitUninterruptibly();
    var failure = bound.cause();
    if (failure != null) {
      throw ListenFailed.of(settings, failure);
    }
    return bound.channel();
  }

  private static String random() {
    return String.format(Locale.ROOT, "%08x", ThreadLocalRandom.current().nextInt());
  }

  /** Serves exactly these from now on: one volatile write. */
  public synchronized void serve(Collection<Doors> live) {
    this.live.forEach(doors -> doors.onChange(() -> {}));
    this.live = List.copyOf(live);
    // A route that is stopped or started by itself, through JMX or control bus, changes the table.
    this.live.forEach(doors -> doors.onChange(this::rebuild));
    rebuild();
  }

  private synchronized void rebuild() {
    table = Table.of(live, stats);
  }

  /** The port listened on, also when the settings said 0; 0 while it isn't open. */
  public synchronized int port() {
    return server == null ? 0 : ((InetSocketAddress) server.localAddress()).getPort();
  }

  /** What this instance calls itself in {@code Via} headers. */
  public String pseudonym() {
    return pseudonym;
  }

  public ListenerStats stats() {
    return stats;
  }

  /** How off-loop routes run: {@code virtual threads} or {@code threads}. */
  public String offLoopThreads() {
    return offLoop.isVirtual() ? "virtual threads" : "threads";
  }

  /**
   * From now on every answer announces {@code Connection: close}, and connections that have been
   * quiet for a second are closed. New ones are still taken.
   */
  public void beginDrain() {
    connections.drain();
  }

  /** Takes no new connection from now on; those that are open go on. */
  public synchronized void stopAccepting() {
    if (server != null) {
      server.close().awaitUninterruptibly();
    }
  }

  /**
   * Waits until every client has gone: answered, told that the connection closes, and closed.
   *
   * @return false if a request is still in flight when the time is over
   */
  public boolean awaitDrained(Duration timeout) {
    long end = System.nanoTime() + timeout.toNanos();
    while (stats.inFlight() > 0 || stats.connections() > 0) {
      if (System.nanoTime() - end >= 0 || Thread.currentThread().isInterrupted()) {
        return stats.inFlight() == 0;
      }
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(2));
    }
    return true;
  }

  /** Closes the port and every connection; the loops stay. */
  @Override
  public void close() {
    stopAccepting();
    connections.close();
    watchdog.close();
    admission.close();
    offLoop.close();
  }
}
