package io.serai.entry;

import io.serai.request.BodyFlow;
import io.serai.request.Request;
import org.apache.camel.Exchange;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A request's journey through its Camel route, on its lane. Whatever is thrown there, an error too:
 * a client must not wait for nobody, nor a generation for a request that is no more.
 */
final class Journey {
  private static final Logger LOG = LoggerFactory.getLogger(Journey.class);

  private Journey() {}

  /** Sets out with an exchange. Null if it did, else the answer. */
  static @Nullable Answer begin(Visit visit) {
    var way = visit.served().way();
    try {
      var exchange = way.exchange(visit);
      exchange.setProperty(Request.PROPERTY, visit.request());
      visit.exchange(exchange);
    } catch (Throwable e) {
      return Failures.answer(visit, e);
    }
    try {
      way.processor().process(visit.exchange(), visit);
    } catch (Throwable e) {
      escaped(visit, e);
    }
    return null;
  }

  /** A step's continuation. What escapes from it would be seen by nobody who knows the request. */
  static void goOn(Visit visit, Runnable task) {
    try {
      task.run();
    } catch (Throwable e) {
      escaped(visit, e);
    }
  }

  /** A step has to report, not to throw; one that throws has left its exchange for good. */
  private static void escaped(Visit visit, Throwable thrown) {
    if (visit.isRouted()) {
      LOG.error(
          "Request {} was over when something still ran for it and broke", visit.id(), thrown);
      return;
    }
    try {
      var exchange = visit.exchange();
      exchange.setException(thrown);
      runWhatIsInLine(exchange);
      if (!visit.isRouted()) {
        leaveRoutes(exchange);
      }
    } finally {
      visit.done(false);
    }
  }

  /**
   * An error breaks off Camel's executor with callbacks still in line on this thread. They lead the
   * exchange, failed by now, to its end; else the next request on the thread would run into them.
   */
  private static void runWhatIsInLine(Exchange exchange) {
    var reactive = exchange.getContext().getCamelContextExtension().getReactiveExecutor();
    boolean more = true;
    while (more) {
      try {
        more = reactive.executeFromQueue();
      } catch (Throwable e) {
        LOG.error("A step's end broke as well", e);
      }
    }
  }

  /** Camel counts by route what is in flight, and its stop waits for what no step took out. */
  private static void leaveRoutes(Exchange exchange) {
    var inflight = exchange.getContext().getInflightRepository();
    var work = exchange.getUnitOfWork();
    for (var route = work.popRoute(); route != null; route = work.popRoute()) {
      inflight.remove(exchange, route.getRouteId());
    }
  }

  /** What goes on as it comes and nobody gets: it holds buffers, and whoever sends it. */
  private static void dropFlow(Visit visit, @Nullable Answer answer) {
    if (visit.exchange().getMessage().getBody() instanceof BodyFlow flow
        && (answer == null || answer.flow() != flow)) {
      var loop = visit.request().loop();
      if (loop.inEventLoop()) {
        flow.cancel();
      } else {
        loop.execute(flow::cancel);
      }
    }
  }

  /** In that order: what is told is begun before it counts as answered. */
  private static boolean isTold(Visit visit) {
    var lines = visit.lines();
    return lines != null && lines.isBegun();
  }

  /**
   * The route is through: its answer, or null if nobody waits for one. What the route says is read
   * on its lane, because reading may block.
   */
  static @Nullable Answer end(Visit visit) {
    var exchange = visit.exchange();
    var way = visit.served().way();
    Answer answer = null;
    try {
      // Nobody waits: after the deadline, or the client has gone. The late answer is dropped.
      if (!visit.isOver() || isTold(visit)) {
        var thrown = exchange.getException();
        answer = thrown == null ? way.answer(visit, exchange) : Failures.answer(visit, thrown);
      }
    } catch (Throwable e) {
      answer = Failures.answer(visit, e);
    }
    var lines = visit.lines();
    if (lines != null
        && Boolean.TRUE.equals(exchange.getExchangeExtension().getErrorHandlerHandled())) {
      lines.madeOtherwise();
    }
    dropFlow(visit, answer);
    try {
      // Only now: a body in a file or a buffer lives until the exchange is released.
      way.release(exchange);
    } catch (Throwable e) {
      // The answer is read and whole.
      LOG.error("Request {} couldn't be cleared away", visit.id(), e);
    }
    return answer;
  }
}
