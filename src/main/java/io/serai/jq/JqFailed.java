package io.serai.jq;

import org.apache.camel.Exchange;
import org.jspecify.annotations.Nullable;

/** A program that ended without a result: by an error of its own, or at one of its bounds. */
public final class JqFailed extends RuntimeException {
  private static final int SHOWN = 60;

  JqFailed(String program, Exchange exchange, String reason, @Nullable Throwable cause) {
    // Where in the library it failed says nothing to whoever wrote the program.
    super("jq '" + start(program) + "'" + place(exchange) + ": " + reason, cause, false, false);
  }

  static String start(String program) {
    var line = program.strip().replace('\n', ' ');
    return line.length() > SHOWN ? line.substring(0, SHOWN) + "…" : line;
  }

  private static String place(Exchange exchange) {
    var route = exchange.getFromRouteId();
    var step = exchange.getExchangeExtension().getHistoryNodeId();
    return (route == null ? "" : " in route " + route) + (step == null ? "" : ", step " + step);
  }
}
