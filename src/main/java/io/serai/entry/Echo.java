package io.serai.entry;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.apache.camel.Exchange;
import org.jspecify.annotations.Nullable;

/**
 * What a vanilla route's message held when it entered. Camel carries it along to the answer; what
 * is still the same there was never meant for the client.
 *
 * @param headers by name
 */
record Echo(Map<String, Object> headers, @Nullable Object body) {
  private static final String PROPERTY = "io.serai.entry.Echo";

  /** Remembers, on the exchange, what its message holds by now. */
  static void remember(Exchange exchange) {
    var in = exchange.getIn();
    exchange.setProperty(PROPERTY, new Echo(new HashMap<>(in.getHeaders()), in.getBody()));
  }

  /** Takes the client's own headers, and whatever only clients say, out of the answer. */
  static void remove(Exchange exchange) {
    var message = exchange.getMessage();
    var echo = exchange.getProperty(PROPERTY, Echo.class);
    if (echo == null) {
      return;
    }
    // The type of the request's body stays with it when the route gives it back.
    boolean sameBody = message.getBody() == echo.body();
    message
        .getHeaders()
        .entrySet()
        .removeIf(
            header ->
                !HeaderNames.isCamel(header.getKey())
                    && !(sameBody && isType(header.getKey()))
                    && (echo.isSame(header.getKey(), header.getValue())
                        || isAnswered(exchange, header.getKey(), header.getValue())
                        || isNever(header.getKey())));
  }

  /** Whether the exchange's message held that when it entered, alone or among others. */
  static boolean holds(Exchange exchange, String name, Object value) {
    var echo = exchange.getProperty(PROPERTY, Echo.class);
    if (echo == null) {
      return false;
    }
    for (var header : echo.headers.entrySet()) {
      if (header.getKey().equalsIgnoreCase(name)) {
        return value.equals(header.getValue())
            || (header.getValue() instanceof Collection<?> values && values.contains(value));
      }
    }
    return false;
  }

  /** Whether a vanilla HTTP producer brought it from a backend, and no rule lets it out. */
  private static boolean isAnswered(Exchange exchange, String name, @Nullable Object value) {
    return value != null && !isType(name) && StaysHere.isFromOutside(exchange, name, value);
  }

  private static boolean isNever(String name) {
    return !isType(name) && HeaderNames.isNeverAnswered(name);
  }

  private static boolean isType(String name) {
    return name.equalsIgnoreCase(Exchange.CONTENT_TYPE);
  }

  private boolean isSame(String name, @Nullable Object value) {
    for (var header : headers.entrySet()) {
      if (header.getKey().equalsIgnoreCase(name)) {
        return header.getValue() == null ? value == null : header.getValue().equals(value);
      }
    }
    return false;
  }
}
