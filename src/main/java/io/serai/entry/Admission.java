package io.serai.entry;

import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import io.netty.util.concurrent.FastThreadLocal;
import io.serai.request.Backlog;
import io.serai.request.BodyBudget;
import io.serai.request.Loops;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Turns requests away at the door, as soon as there are more than can be done: those inside are
 * finished, and those outside know at once. Costs a request that is let in a few comparisons and
 * one volatile read.
 */
final class Admission implements Step, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Admission.class);
  private static final long LOOK = TimeUnit.MILLISECONDS.toNanos(100);
  private static final int NONE = -1;

  private final AdmissionSettings settings;
  private final ListenerStats stats;
  private final BodyBudget budget;
  private final ShedAnswer answer;
  private final Map<Shed, Shedding> shedding = new EnumMap<>(Shed.class);
  private final List<LoopGate> gates = new ArrayList<>();
  private final FastThreadLocal<LoopGate> gateHere = new FastThreadLocal<>();
  // The one thing that every request reads: the limit, or NONE while memory is short.
  private volatile int most;
  private volatile int memory;
  private volatile boolean closed;

  Admission(ListenerSettings listener, Loops loops, ListenerStats stats) {
    var settings = listener.admission();
    this.settings = settings;
    this.stats = stats;
    this.most = settings.maxInFlight();
    this.budget = new BodyBudget(loops, settings.maxBuffered());
    this.answer = new ShedAnswer(settings.retryAfter());
    long maxLag = settings.maxLag().toNanos();
    shedding.put(Shed.IN_FLIGHT, new Shedding(Shed.IN_FLIGHT, settings.maxInFlight()));
    shedding.put(Shed.LAG, new Shedding(Shed.LAG, settings.maxLag().toMillis()));
    shedding.put(Shed.MEMORY, new Shedding(Shed.MEMORY, settings.maxMemory()));
    shedding.put(Shed.BODIES, new Shedding(Shed.BODIES, settings.maxBuffered()));
    long offLoop = (long) listener.offLoopThreads() + listener.offLoopQueue();
    shedding.put(Shed.OFF_LOOP, new Shedding(Shed.OFF_LOOP, offLoop));
    shedding.put(Shed.UNSENT, new Shedding(Shed.UNSENT, settings.maxBuffered()));
    for (var loop : loops.group()) {
      gates.add(
          new LoopGate(
              (EventLoop) loop,
              budget,
              new LoopLag(maxLag > 0 ? maxLag : Long.MAX_VALUE),
              new LoopWindow(settings.maxInFlight()),
              gateHere::remove));
    }
  }

  /** Watches loops and memory from now on. Until then, as long as nobody does, all are well. */
  void start() {
    for (var gate : gates) {
      try {
        gate.loop()
            .execute(
                () -> {
                  gateHere.set(gate);
                  gate.start();
                });
      } catch (RejectedExecutionException e) {
        return; // the loops are going down
      }
    }
    var thread = new Thread(this::watch, "serai-admission");
    thread.setDaemon(true);
    thread.start();
  }

  @Override
  public @Nullable Answer pass(Visit visit) {
    int limit = most;
    int inFlight = stats.inFlightHere();
    if (inFlight > limit) {
      return limit == NONE
          ? shed(visit, Shed.MEMORY, memory)
          : shed(visit, Shed.IN_FLIGHT, inFlight);
    }
    var gate = gateHere.getIfExists();
    if (gate != null) {
      if (gate.isShut(visit.start())) {
        return shed(visit, Shed.LAG, TimeUnit.NANOSECONDS.toMillis(gate.lag().seen()));
      }
      visit.entered(gate);
    }
    return null;
  }

  /** The answer to a request whose body there is no memory for. */
  Answer noMemory(Visit visit) {
    return shed(visit, Shed.BODIES, budget.held());
  }

  /** The answer to a request whose route may block, when there is no room for it. */
  Answer noThread(Visit visit, int inFlight) {
    return shed(visit, Shed.OFF_LOOP, inFlight);
  }

  private Answer shed(Visit visit, Shed reason, long value) {
    of(reason).count(value);
    visit.shed(reason);
    return answer.to(reason, visit.id());
  }

  private void watch() {
    var use = new MemoryUse();
    boolean told = false;
    while (!closed) {
      try {
        look(use, System.nanoTime());
      } catch (Throwable e) {
        // Short of memory itself, say. What it saw last must not turn requests away for ever.
        most = settings.maxInFlight();
        if (!told) {
          told = true;
          LOG.error("Admission can't see how full memory is, and lets requests in meanwhile", e);
        }
      }
      LockSupport.parkNanos(this, LOOK);
    }
    shedding.values().forEach(each -> each.close(System.nanoTime()));
  }

  private void look(MemoryUse use, long now) {
    if (settings.maxMemory() > 0) {
      memory = use.percent(now);
      most = memory > settings.maxMemory() ? NONE : settings.maxInFlight();
    }
    shedding.values().forEach(each -> each.look(now));
  }

  private Shedding of(Shed reason) {
    return Objects.requireNonNull(shedding.get(reason));
  }

  /** Turned away so far, by reason. */
  Map<String, Long> totals() {
    var totals = new LinkedHashMap<String, Long>();
    shedding.forEach((reason, each) -> totals.merge(reason.label(), each.total(), Long::sum));
    return totals;
  }

  /** How late the latest loop is, nanoseconds. */
  long lag() {
    return gates.stream().mapToLong(gate -> gate.lag().seen()).max().orElse(0);
  }

  /** Of the memory for bodies: what a connection's client hasn't taken. */
  Backlog memory(Channel connection) {
    return budget.backlog(
        connection.eventLoop(),
        () -> {
          of(Shed.UNSENT).count(budget.owed());
          connection.close();
        });
  }

  /** What all bodies take, bytes. */
  long buffered() {
    return budget.held();
  }

  @Override
  public void close() {
    closed = true;
    gates.forEach(LoopGate::close);
  }
}
