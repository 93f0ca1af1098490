package io.serai.backend;

import io.serai.request.Inputs;
import io.serai.request.RandomKey;
import io.serai.request.Request;
import java.util.Locale;
import org.apache.camel.Exchange;
import org.jspecify.annotations.Nullable;

/**
 * Whose {@code Idempotency-Key} a call carries (draft-ietf-httpapi-idempotency-key-header); one
 * that carries any may be repeated.
 */
enum IdempotencyKey {
  /** The gateway's own, in a write where it has made one for what is done. */
  OWN,
  /** None of its own accord. */
  NONE,
  /** The request's, as it came. */
  FORWARD,
  /** A new one, the same in every attempt of the call. */
  GENERATE;

  static final String HEADER = "Idempotency-Key";

  /**
   * Reads the parameter.
   *
   * @throws IllegalArgumentException with name, value and what was expected
   */
  static IdempotencyKey read(Texts texts) {
    var text = texts.get("idempotencyKey", "");
    return switch (text.toLowerCase(Locale.ROOT)) {
      case "" -> OWN;
      case "none" -> NONE;
      case "forward" -> FORWARD;
      case "generate" -> GENERATE;
      default -> throw texts.wrong("idempotencyKey", text, "forward, generate or none");
    };
  }

  /** Whether the operator has said that one is sent. */
  boolean isAskedFor() {
    return this == FORWARD || this == GENERATE;
  }

  /** Null for none. */
  @Nullable String key(Request request, Exchange exchange) {
    return switch (this) {
      case OWN -> request.inputs().ownKey();
      case NONE -> null;
      case FORWARD -> forwarded(request, exchange);
      case GENERATE -> RandomKey.next();
    };
  }

  private static @Nullable String forwarded(Request request, Exchange exchange) {
    if (request.inputs() != Inputs.NONE) {
      return request.inputs().header(HEADER);
    }
    // A timer's route has no client; there it is a header that the route has set.
    var set = exchange.getMessage().getHeader(HEADER);
    return set == null ? null : set.toString();
  }
}
