package io.serai.aggregate;

import java.util.Arrays;
import org.apache.camel.AggregationStrategy;
import org.apache.camel.AsyncCallback;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;

/** Camel's multicast: each branch gets the exchange. */
final class Multicast extends Fork {
  /** Whether some branch waits for another's part. */
  final boolean waits;

  /** Whether what it makes is the answer of its route. */
  final boolean isLast;

  Multicast(
      CamelContext context,
      Branch[] branches,
      AggregationStrategy strategy,
      Terms terms,
      boolean isLast) {
    super("multicast", context, branches, strategy, terms);
    this.isLast = isLast;
    this.waits = terms.parallel() && Arrays.stream(branches).anyMatch(b -> b.waitsFor().length > 0);
  }

  /** Never completes before it returns, as far as Camel can tell; the callback may come first. */
  @Override
  public boolean process(Exchange exchange, AsyncCallback callback) {
    var fanOut =
        strategy instanceof Composition composition
            ? new Gathering(this, composition, exchange, callback)
            : new Folding(this, exchange, callback);
    fanOut.start();
    return false;
  }
}
