package io.serai.circuit;

import static org.apache.camel.ExchangePropertyKey.CIRCUIT_BREAKER_RESPONSE_FROM_FALLBACK;
import static org.apache.camel.ExchangePropertyKey.CIRCUIT_BREAKER_RESPONSE_IGNORED;
import static org.apache.camel.ExchangePropertyKey.CIRCUIT_BREAKER_RESPONSE_REJECTED;
import static org.apache.camel.ExchangePropertyKey.CIRCUIT_BREAKER_RESPONSE_SHORT_CIRCUITED;
import static org.apache.camel.ExchangePropertyKey.CIRCUIT_BREAKER_RESPONSE_STATE;
import static org.apache.camel.ExchangePropertyKey.CIRCUIT_BREAKER_RESPONSE_SUCCESSFUL_EXECUTION;
import static org.apache.camel.ExchangePropertyKey.CIRCUIT_BREAKER_RESPONSE_TIMED_OUT;

import org.apache.camel.Exchange;

/** How an exchange came through a breaker, and the properties by which Camel tells routes so. */
enum Ends {
  /** The steps did it, or failed in a way that doesn't count. */
  SUCCESS,
  /** The steps failed in a way that says nothing. */
  IGNORED,
  /** The steps failed. */
  FAILED,
  /** The steps took too long. */
  TIMED_OUT,
  /** The circuit was open, or there was no place: no step was taken. */
  REJECTED;

  void tell(Exchange exchange, String state, boolean fallback) {
    exchange.setProperty(CIRCUIT_BREAKER_RESPONSE_STATE, state);
    exchange.setProperty(CIRCUIT_BREAKER_RESPONSE_SUCCESSFUL_EXECUTION, this == SUCCESS);
    exchange.setProperty(CIRCUIT_BREAKER_RESPONSE_FROM_FALLBACK, fallback);
    // As Camel has it: whatever a fallback answers is short-circuited.
    exchange.setProperty(CIRCUIT_BREAKER_RESPONSE_SHORT_CIRCUITED, fallback || this == REJECTED);
    set(exchange, CIRCUIT_BREAKER_RESPONSE_TIMED_OUT, this == TIMED_OUT);
    set(exchange, CIRCUIT_BREAKER_RESPONSE_REJECTED, this == REJECTED);
    set(exchange, CIRCUIT_BREAKER_RESPONSE_IGNORED, this == IGNORED);
  }

  /** Left out where it isn't so; what an earlier breaker of the route said is gone. */
  private static void set(
      Exchange exchange, org.apache.camel.ExchangePropertyKey key, boolean holds) {
    if (holds) {
      exchange.setProperty(key, true);
    } else {
      exchange.removeProperty(key);
    }
  }
}
