package io.serai.backend;

import io.netty.channel.EventLoop;
import io.serai.circuit.Circuit;
import io.serai.request.Loops;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** One base URL of a backend, with a pool of connections on each loop that has called it. */
final class Host {
  final Origin origin;
  final HostOptions options;
  final Loops loops;
  final Names names;
  final @Nullable Tls tls;
  final AtomicInteger inUse = new AtomicInteger();

  /** {@code HTTP/1.1}, the end of the request line, and the Host line. */
  final byte[] afterTarget;

  final byte[] pathPrefix;
  final Ejection ejection;
  final Health health;
  final SlowStart slowStart;
  final DeadAddresses dead = new DeadAddresses(System::nanoTime);

  /** Null where nobody asks. */
  volatile @Nullable HostLatencies latencies;

  /** Of this host alone, null where there is no other. */
  volatile @Nullable Circuit circuit;

  private volatile int closings; // of its circuit, as far as they are told
  private final int perLoop;
  private final int queuePerLoop;
  private volatile Pool[] pools = {};
  private volatile boolean retired;

  /**
   * A host without connections.
   *
   * @param backend whose it is, for the log
   */
  Host(String backend, Origin origin, HostOptions options, Loops loops, Names names) {
    this.origin = origin;
    this.options = options;
    this.loops = loops;
    this.names = names;
    var shown = "backend " + backend + " (" + origin.host() + ":" + origin.port() + ")";
    this.slowStart = new SlowStart(shown, System::nanoTime);
    this.ejection = new Ejection(shown, System::nanoTime, () -> slowStart.begin("it was out"));
    this.health = new Health(shown, () -> slowStart.begin("it was unhealthy"));
    this.tls = origin.tls() && !origin.isService() ? new Tls(origin, options) : null;
    this.afterTarget =
        (" HTTP/1.1\r\nHost: " + origin.authority() + "\r\n").getBytes(StandardCharsets.US_ASCII);
    this.pathPrefix = origin.path().getBytes(StandardCharsets.US_ASCII);
    int count = 0;
    for (var unused : loops.group()) {
      count++;
    }
    this.perLoop = Math.max(1, options.maxConnections() / count);
    this.queuePerLoop = (options.maxQueue() + count - 1) / count;
  }

  /** The pool of the calling loop. A few loops in an array are found sooner than in a map. */
  Pool pool(EventLoop loop) {
    for (var pool : pools) {
      if (pool.loop() == loop) {
        return pool;
      }
    }
    return add(new Pool(this, loop, perLoop, queuePerLoop));
  }

  private synchronized Pool add(Pool pool) {
    var more = Arrays.copyOf(pools, pools.length + 1);
    more[pools.length] = pool;
    pools = more;
    return pool;
  }

  /** No longer in the settings: what is idle closes now, what is busy after its answer. */
  void retire() {
    retired = true;
    for (var pool : pools) {
      pool.loop().execute(pool::closeIdle);
    }
  }

  /** Whether it is to be known how long it takes. */
  void measured(boolean wanted) {
    if (!wanted) {
      latencies = null;
    } else if (latencies == null) {
      latencies = new HostLatencies();
    }
  }

  HostLatencies.Median median() {
    var known = latencies;
    return known == null ? new HostLatencies.Median(0, 0) : known.median();
  }

  /** A slice of its latencies is over; what led to its ejection doesn't count after it. */
  void turn() {
    var known = latencies;
    if (known != null && ejection.isOut()) {
      known.forget();
    } else if (known != null) {
      known.turn();
    }
  }

  /** By this circuit of its own from now on, or by none. */
  void guardedBy(@Nullable Circuit other) {
    if (other != null && (other != circuit || !slowStart.isOn())) {
      closings = other.closings();
    }
    circuit = other;
  }

  /** What part of its share it gets now, of {@link SlowStart#WHOLE}. */
  int part() {
    var own = circuit;
    if (own != null && own.closings() != closings) {
      closings = own.closings();
      slowStart.begin("its circuit was open");
    }
    return slowStart.part();
  }

  /** Whether it is to be chosen. */
  boolean isIn() {
    return health.isWell() && !ejection.isOut() && mayPass();
  }

  /** Whether its circuit would let a call pass. */
  boolean mayPass() {
    var own = circuit;
    return own == null || own.mayPass();
  }

  HostStats stats(int weight) {
    return new HostStats(
        origin.url(),
        standing(weight),
        weight,
        part() * 100 / SlowStart.WHOLE,
        inUse.get(),
        open(),
        idle());
  }

  private String standing(int weight) {
    if (origin.isService()) {
      return "unknown";
    }
    if (weight == 0) {
      return "drained";
    }
    if (!health.isWell()) {
      return "unhealthy";
    }
    if (ejection.isOut()) {
      return "ejected";
    }
    return !mayPass() ? "open" : part() < SlowStart.WHOLE ? "warming" : "in";
  }

  boolean isRetired() {
    return retired;
  }

  int open() {
    int open = 0;
    for (var pool : pools) {
      open += pool.open();
    }
    return open;
  }

  int idle() {
    int idle = 0;
    for (var pool : pools) {
      idle += pool.idle();
    }
    return idle;
  }
}
