package io.serai.entry;

import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import io.serai.request.Backlog;
import io.serai.request.Deadline;
import io.serai.request.Dispatch.Inner;
import io.serai.request.Dispatch.Reply;
import io.serai.request.Request;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The order of everything a request passes. Read this first: each line is a step, beside it why it
 * stands where it stands; the rest of the package is what the steps do.
 *
 * <pre>
 * connection: bytes to a head ─► atHead ─► body, if any ─► enter ─► Camel route ─► routed ─► leave
 *                                  │ 4xx, 503, 508, health   │    deadline, client gone ─┘
 *                                  └──── send: one inside ◄──┘
 * </pre>
 */
final class Walk {
  private static final Logger LOG = LoggerFactory.getLogger(Walk.class);
  private static final LongSupplier CLOCK = System::nanoTime;

  private final Step[] atHead;
  // Before the route, and on the loop: its cost is bounded by maxBody.
  private final MeetsSchema atBody = new MeetsSchema();
  private final OffLoop offLoop;
  private final ListenerStats stats;
  private final Admission admission;
  private final ListenerSettings limits;
  private final int maxCalls;
  private final boolean logged;

  Walk(
      ListenerSettings settings,
      String pseudonym,
      Supplier<Table> table,
      OffLoop offLoop,
      ListenerStats stats,
      Admission admission,
      BooleanSupplier ready,
      boolean logged) {
    this.logged = logged;
    this.offLoop = offLoop;
    this.stats = stats;
    this.admission = admission;
    this.limits = settings;
    this.maxCalls = settings.maxCalls();
    this.atHead =
        new Step[] {
          // First, so that every answer, a refusal too, carries the id.
          new Identify(pseudonym),
          // Before anything looks at the path: two spellings of one path must not be two paths.
          new Normalise(),
          // Before anything can shed it: a busy instance isn't a dead one.
          new HealthProbe(settings.healthPath(), ready),
          // Before a route is looked for: a circle must cost next to nothing.
          new LoopGuard(pseudonym),
          // Before anything that costs: under overload this is all that most requests pass.
          admission,
          // Before policies, which belong to routes. From here on the generation can't drain.
          new FindDoor(table),
          // Before the body: what won't be taken isn't worth its transfer.
          new Fits(admission),
          // Last, because it takes a place that others are refused for.
          new Admit(offLoop, admission),
        };
  }

  /** The head is there. Null if the request may go on, else its answer. */
  @Nullable Answer atHead(Visit visit) throws Malformed {
    stats.begin();
    for (var step : atHead) {
      var answer = step.pass(visit);
      if (answer != null) {
        return answer;
      }
    }
    return null;
  }

  /** Its body outgrew what there is for all bodies. */
  Answer noMemory(Visit visit) {
    return admission.noMemory(visit);
  }

  /** Where a connection counts what its client hasn't taken. */
  Backlog memory(Channel connection) {
    return admission.memory(connection);
  }

  /** The body is there too: the request becomes an exchange and enters its route. */
  void enter(Visit visit, EventLoop loop) {
    try {
      begin(visit, loop);
    } catch (Throwable e) {
      // No thread to be had, say.
      settled(visit, Failures.answer(visit, e));
    }
  }

  private void begin(Visit visit, EventLoop loop) {
    var refused = taken(visit);
    if (refused == null) {
      refused = atBody.pass(visit);
    }
    if (refused != null) {
      settled(visit, refused);
      return;
    }
    // One that streams is the backend's time too: it counts from its end; the connection keeps it.
    long due = visit.upload() == null ? visit.due() : visit.start() + Long.MAX_VALUE / 4;
    visit.request(
        new Request(
            visit.identity(),
            new LetIn(visit),
            new Deadline(due, CLOCK),
            loop,
            visit,
            maxCalls,
            visit.holding(),
            // Once only: what came inside another has none inside, or there would be no end of it.
            visit.whole() == null ? visit : null));
    var type = visit.served().way().lines(visit);
    if (type != null) {
      var lines = new PartLines(visit, type, () -> late(visit));
      visit.lines(lines);
      visit.request().tells(lines);
    }
    if (visit.isOffLoop()) {
      offLoop.begin(() -> route(visit));
    } else {
      route(visit);
    }
  }

  /** Before the schema, which is of JSON: what was sent is made what the route wants. */
  private @Nullable Answer taken(Visit visit) {
    var sent = visit.body();
    if (sent.length == 0) {
      return null;
    }
    var refused = visit.served().way().take(visit);
    boolean made = visit.body() != sent;
    return refused == null && made && !visit.holding().take(visit.body().length)
        ? noMemory(visit)
        : refused;
  }

  private void route(Visit visit) {
    if (visit.isOver()) {
      // It waited for a thread until its deadline.
      settled(visit, null);
      return;
    }
    var broken = Journey.begin(visit);
    if (broken != null) {
      settled(visit, broken);
    }
  }

  /** Everything asynchronous comes back by here: a step after a backend call may block as well. */
  void resume(Visit visit, Runnable task) {
    if (visit.isOffLoop()) {
      offLoop.execute(() -> Journey.goOn(visit, task));
    } else {
      Journey.goOn(visit, task);
    }
  }

  /** The route is through, on whatever thread. */
  void routed(Visit visit) {
    settled(visit, Journey.end(visit));
  }

  /** The exchange is over; its answer, if anybody wants it, goes out on the loop. */
  private void settled(Visit visit, @Nullable Answer answer) {
    if (answer == null || answer.flow() == null) {
      giveBack(visit);
    } // Else when all of it is out: the generation isn't drained before.
    var lines = visit.lines();
    if (lines != null) {
      lines.end(answer);
    } else if (answer != null) {
      visit.recipient().answer(visit, answer);
    }
  }

  /** Its answer is out, or nobody gets the rest. One that tells lines has a route that goes on. */
  void streamedOut(Visit visit) {
    if (visit.lines() == null) {
      giveBack(visit);
    }
  }

  /** What the request held of its generation and of the off-loop threads; once, if asked twice. */
  void giveBack(Visit visit) {
    if (!visit.letGo()) {
      return;
    }
    if (visit.isOffLoop()) {
      offLoop.release();
    }
    if (visit.isServed()) {
      visit.served().doors().leave();
    }
  }

  /** The deadline is over and the route hasn't answered: the client gets to know, the route not. */
  Answer late(Visit visit) {
    long millis = TimeUnit.NANOSECONDS.toMillis(visit.due() - visit.start());
    return Answer.problem(504, "no answer within the deadline of " + millis + "ms", visit.id())
        .reported(visit.served().way().terms().report());
  }

  /** Nothing of a request's body or of its answer has moved for too long. */
  void stoodStill(Visit visit, long bytesOut) {
    LOG.warn(
        "Request {} of route {} stood still for {} ms and is ended: {} bytes had come from its"
            + " client, {} had gone there",
        visit.id(),
        visit.served().way().routeId(),
        visit.served().way().terms().streamIdle().toMillis(),
        visit.bytesIn(),
        bytesOut);
  }

  /** Its body stopped on the way: the client stopped sending, or nobody takes it. */
  Answer noBody(Visit visit) {
    var upload = visit.upload();
    boolean wanted = upload != null && upload.isDry();
    return Answer.problem(
        wanted ? 408 : 504,
        wanted ? "nothing more of the body came" : "nobody takes the body",
        visit.id());
  }

  /**
   * The answer is out, or the client has gone: what still runs for it is told, then it is counted
   * and logged.
   *
   * @param status 499 if the client didn't wait
   */
  void leave(Visit visit, int status, long bytes) {
    var request = visit.begun();
    try {
      if (request != null) {
        // Cancels reads that are still out, their outcome has no more use.
        request.end();
      }
    } catch (Throwable e) {
      // It is counted all the same, or a drain would wait for it.
      broke(visit, e);
    }
    visit.left();
    long nanos = System.nanoTime() - visit.start();
    stats.count(visit, status, bytes, nanos);
    if (logged) {
      AccessLog.log(visit, status, bytes, nanos);
    }
  }

  /** What came was no request; it is answered, and counted and logged all the same. */
  void unread(Malformed malformed, String id, int bytes) {
    stats.malformed(malformed.status(), bytes);
    AccessLog.malformed(malformed.status(), id, malformed.detail());
  }

  /** One out of the body of another comes in, by the same steps as any. */
  Runnable send(Visit outer, Inner inner, Consumer<Reply> done) {
    stats.inner();
    var visit = new InnerVisit(this, outer.request().loop(), done);
    visit.begin(outer, inner, limits);
    return visit::gone;
  }

  /** The same for one that is none. */
  Reply refuse(Visit outer, int number, Malformed malformed) {
    stats.inner();
    return InnerVisit.refused(this, InnerHead.id(outer.id(), number), malformed);
  }

  void broke(Visit visit, Throwable cause) {
    LOG.error("Request {} broke the listener", visit.id(), cause);
  }
}
