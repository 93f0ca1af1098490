package io.serai.entry;

import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.apache.camel.AsyncCallback;
import org.apache.camel.Exchange;
import org.apache.camel.support.AsyncProcessorSupport;

/** A step that keeps exchanges until the test lets them go. */
final class Hold extends AsyncProcessorSupport {
  private final LinkedBlockingQueue<Held> held = new LinkedBlockingQueue<>();
  private final Set<Held> kept = ConcurrentHashMap.newKeySet();

  /** One of them; it is let go once. */
  final class Held {
    private final Exchange exchange;
    private final AsyncCallback callback;

    private Held(Exchange exchange, AsyncCallback callback) {
      this.exchange = exchange;
      this.callback = callback;
    }

    Exchange exchange() {
      return exchange;
    }

    void letGo(String body) {
      if (kept.remove(this)) {
        exchange.getMessage().setBody(body);
        callback.done(false);
      }
    }
  }

  @Override
  public boolean process(Exchange exchange, AsyncCallback callback) {
    var newcomer = new Held(exchange, callback);
    kept.add(newcomer);
    held.add(newcomer);
    return false;
  }

  /** The next one, once it has come. */
  Held next() throws InterruptedException {
    return Objects.requireNonNull(held.poll(5, TimeUnit.SECONDS), "nothing came");
  }

  /** Nobody waits any more; Camel's stop would, 45 s for each, those that a test took too. */
  void letAllGo() {
    held.clear();
    List.copyOf(kept).forEach(each -> each.letGo(""));
  }
}
