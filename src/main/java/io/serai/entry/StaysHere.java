package io.serai.entry;

import io.serai.request.Request;
import java.util.Collection;
import org.apache.camel.Exchange;
import org.apache.camel.spi.HeaderFilterStrategy;
import org.jspecify.annotations.Nullable;

/**
 * The rule for headers of a vanilla HTTP endpoint: what came from outside, by a client's request or
 * a backend's answer, is there for the route to read and goes no further. What goes out is what the
 * route itself has set.
 *
 * @param own the component's rule, which bars what frames a message; nothing that it bars goes out
 */
record StaysHere(@Nullable HeaderFilterStrategy own) implements HeaderFilterStrategy {

  @Override
  public boolean applyFilterToCamelHeaders(String name, Object value, Exchange exchange) {
    return (own != null && own.applyFilterToCamelHeaders(name, value, exchange))
        || isFromOutside(exchange, name, value);
  }

  @Override
  public boolean applyFilterToExternalHeaders(String name, Object value, Exchange exchange) {
    boolean barred = own != null && own.applyFilterToExternalHeaders(name, value, exchange);
    // The type goes with the body, whoever wrote it; how it may go out is asked elsewhere.
    if (!barred && exchange != null && !name.equalsIgnoreCase(Exchange.CONTENT_TYPE)) {
      Answered.remember(exchange, name, value);
    }
    return barred;
  }

  /** Whether a client or a backend said it, and the route has said nothing else since. */
  static boolean isFromOutside(Exchange exchange, String name, @Nullable Object value) {
    if (value instanceof Collection<?> values) {
      for (var one : values) {
        if (!isFromOutside(exchange, name, one)) {
          return false;
        }
      }
      return true;
    }
    return value != null
        && (Answered.holds(exchange, name, value)
            || Echo.holds(exchange, name, value)
            || isLetIn(exchange, name, value));
  }

  private static boolean isLetIn(Exchange exchange, String name, Object value) {
    var request = Request.of(exchange);
    if (request == null) {
      return false;
    }
    var inputs = request.inputs();
    return value.equals(inputs.header(name))
        || value.equals(inputs.path(name))
        || value.equals(inputs.query(name));
  }
}
