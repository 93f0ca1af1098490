package io.serai.aggregate;

import io.serai.aggregate.Calls.End;
import io.serai.request.Deadline;
import io.serai.request.Inputs;
import io.serai.request.Request;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.apache.camel.AsyncProcessor;
import org.apache.camel.support.DefaultExchange;

/** Prints what a multicast of three parts costs on its loop, calls apart; no test. */
final class MulticastTimes {
  private MulticastTimes() {}

  private static final int RUNS = 200_000;

  public static void main(String[] arguments) throws Exception {
    var route = new Route();
    route.calls.quiet = true;
    for (var name : new String[] {"a", "b", "c"}) {
      route.calls.on(name, End.atOnce("{\"text\":\"" + "word ".repeat(180) + "\"}"));
    }
    route.steps(
        """
        - multicast:
            id: m
            parallelProcessing: true
            aggregationStrategy: "#keyed"
            steps:
              - to: { uri: "part:a", parameters: { as: a } }
              - to: { uri: "part:b", parameters: { as: b } }
              - to: { uri: "part:c", parameters: { as: c } }
        """);
    var multicast = (AsyncProcessor) route.context.getProcessor("m");
    for (int round = 0; round < 8; round++) {
      var over = new CountDownLatch(1);
      route.loop.execute(
          () -> {
            time(route, multicast);
            over.countDown();
          });
      over.await();
    }
    route.close();
  }

  private static void time(Route route, AsyncProcessor multicast) {
    long nanos = 0;
    var bean =
        (com.sun.management.ThreadMXBean) java.lang.management.ManagementFactory.getThreadMXBean();
    long bytes = 0;
    for (int k = 0; k < RUNS; k++) {
      var exchange = new DefaultExchange(route.context);
      exchange.setProperty(
          Request.PROPERTY,
          new Request(
              new Request.Identity("id", ""),
              Inputs.NONE,
              Deadline.in(Duration.ofSeconds(5)),
              route.loop,
              Runnable::run,
              256));
      long before = bean.getCurrentThreadAllocatedBytes();
      long start = System.nanoTime();
      multicast.process(exchange, sync -> {});
      nanos += System.nanoTime() - start;
      bytes += bean.getCurrentThreadAllocatedBytes() - before;
    }
    System.out.printf("%d ns, %d bytes a multicast%n", nanos / RUNS, bytes / RUNS);
  }
}
