package io.serai.aggregate;

import io.serai.json.JsonText;
import io.serai.request.Request;
import java.nio.charset.StandardCharsets;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangePattern;
import org.apache.camel.support.DefaultExchange;
import org.jspecify.annotations.Nullable;

/**
 * A complete document as the steps within see it, and what of them its last caller goes on with.
 */
final class ApartResult {
  private ApartResult() {}

  /**
   * The exchange of all parts.
   *
   * @param request as the steps see it; null for a predicate, which looks at the document only
   */
  static Exchange exchange(
      CamelContext context,
      String routeId,
      String key,
      ApartState state,
      @Nullable Request request) {
    var exchange = new DefaultExchange(context, ExchangePattern.InOut);
    exchange.getExchangeExtension().setFromRouteId(routeId);
    if (request != null) {
      exchange.setProperty(Request.PROPERTY, request);
    }
    exchange.setProperty(Exchange.AGGREGATED_SIZE, state.parts().size());
    exchange.setProperty(Exchange.AGGREGATED_CORRELATION_KEY, key.substring(key.indexOf('\n') + 1));
    exchange.setProperty(Exchange.AGGREGATED_COMPLETED_BY, state.by().label());
    var message = exchange.getMessage();
    state.path().forEach(message::setHeader);
    message.setHeader(ApartInputs.KEY_HEADER, state.id().toString());
    message.setHeader(Exchange.CONTENT_TYPE, "application/json");
    message.setBody(state.document());
    return exchange;
  }

  /**
   * Lets the caller of the last part go on with what came of it.
   *
   * @param exchange of the steps within; null if there was none
   */
  static void give(
      HeldCaller caller,
      ApartState state,
      Request request,
      @Nullable Exchange exchange,
      @Nullable Throwable failure) {
    // It was done for this caller, whose report tells of it.
    request.parts().all().forEach(caller.request.parts()::add);
    if (failure != null) {
      caller.exchange.setException(failure);
      // The steps within have had their onException already.
      caller.exchange.getExchangeExtension().setRedeliveryExhausted(true);
      return;
    }
    var message = caller.exchange.getMessage();
    message.setHeader(ApartInputs.KEY_HEADER, state.id().toString());
    if (exchange != null) {
      var result = exchange.getMessage();
      message.setBody(result.getBody());
      copy(result.getHeader(Exchange.CONTENT_TYPE), Exchange.CONTENT_TYPE, caller.exchange);
      copy(
          result.getHeader(Exchange.HTTP_RESPONSE_CODE),
          Exchange.HTTP_RESPONSE_CODE,
          caller.exchange);
      if (exchange.hasVariables()) {
        exchange.getVariables().forEach(caller.exchange::setVariable);
      }
    }
  }

  private static void copy(@Nullable Object value, String name, Exchange to) {
    if (value == null) {
      to.getMessage().removeHeader(name);
    } else {
      to.getMessage().setHeader(name, value);
    }
  }

  static String quoted(String name) {
    return new String(JsonText.quote(name), StandardCharsets.UTF_8);
  }
}
