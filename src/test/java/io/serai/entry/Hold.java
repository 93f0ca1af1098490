package io.serai.entry;

import java.util.Objects;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.apache.camel.AsyncCallback;
import org.apache.camel.Exchange;
import org.apache.camel.support.AsyncProcessorSupport;

/** A step that keeps exchanges until the test lets them go. */
final class Hold extends AsyncProcessorSupport {
  private final LinkedBlockingQueue<Held> held = new LinkedBlockingQueue<>();

  record Held(Exchange exchange, AsyncCallback callback) {
    void letGo(String body) {
      exchange.getMessage().setBody(body);
      callback.done(false);
    }
  }

  @Override
  public boolean process(Exchange exchange, AsyncCallback callback) {
    held.add(new Held(exchange, callback));
    return false;
  }

  /** The next one, once it has come. */
  Held next() throws InterruptedException {
    return Objects.requireNonNull(held.poll(5, TimeUnit.SECONDS), "nothing came");
  }

  /** Nobody waits any more; Camel's stop would, for each of them. */
  void letAllGo() {
    for (var next = held.poll(); next != null; next = held.poll()) {
      next.letGo("");
    }
  }
}
