package io.serai.aggregate;

import io.serai.request.Request;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.jspecify.annotations.Nullable;

/**
 * Goes before each element of a split that isn't ours: there {@code {item}} is its body, and not
 * the element of one of ours around it.
 */
record OwnElement(@Nullable Processor next) implements Processor {

  @Override
  public void process(Exchange exchange) throws Exception {
    var request = Request.of(exchange);
    if (request != null && request.element() != null) {
      exchange.setProperty(Request.PROPERTY, request.withoutElement());
    }
    if (next != null) {
      next.process(exchange);
    }
  }
}
