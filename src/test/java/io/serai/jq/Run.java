package io.serai.jq;

import io.serai.settings.Settings;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;

/** Runs programs as a route would, without one. */
final class Run {
  final DefaultCamelContext context = new DefaultCamelContext();
  final Exchange exchange = new DefaultExchange(context);

  Run body(Object body) {
    exchange.getMessage().setBody(body);
    return this;
  }

  Run settings(Map<String, String> settings) {
    Jq.mount(context, Settings.of(settings), any -> Long.MAX_VALUE);
    return this;
  }

  Run nanosLeft(long nanos) {
    Jq.mount(context, Settings.of(Map.of()), any -> nanos);
    return this;
  }

  /** The JSON that comes out. */
  String json(String program) {
    var bytes = as(program, byte[].class);
    return bytes == null ? "null" : new String(bytes, java.nio.charset.StandardCharsets.UTF_8);
  }

  <T> T as(String program, Class<T> type) {
    var expression = context.resolveLanguage("jq").createExpression(program, new Object[2]);
    return expression.evaluate(exchange, type);
  }

  Object plain(String program) {
    return as(program, Object.class);
  }

  boolean matches(String program) {
    return context.resolveLanguage("jq").createPredicate(program).matches(exchange);
  }
}
