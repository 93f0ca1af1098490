package io.serai.circuit;

import org.apache.camel.Exchange;
import org.jspecify.annotations.Nullable;

/** Knows by which request an exchange came in. */
@FunctionalInterface
public interface Origins {

  /** The exchange's request as a breaker sees it; null for one that came by none, a timer's. */
  @Nullable Passing of(Exchange exchange);
}
