package io.serai.entry;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.serai.request.BodyFlow;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.StreamCache;
import org.jspecify.annotations.Nullable;

/**
 * What a route left in its message, made an answer. Camel's messages carry the request's headers
 * along, so nothing goes out unless the route's {@code responseHeaders} name it.
 */
final class RouteAnswer {
  private static final byte[] NO_BODY = {};

  private RouteAnswer() {}

  static Answer of(Visit visit, Exchange exchange, GatewayParameters parameters) throws Exception {
    var message = exchange.getMessage();
    if (message.getBody() instanceof BodyFlow flow && flow.hasHead()) {
      return StreamedAnswer.of(message, flow, parameters);
    }
    var flow = message.getBody() instanceof BodyFlow other ? other : null;
    var body = flow == null ? bytes(message) : NO_BODY;
    Map<String, Object> headers =
        message instanceof GatewayMessage asked && asked.isUntouched()
            ? Map.of()
            : message.getHeaders();
    int status = status(message, headers);
    var answer =
        flow != null
            ? Answer.streamed(status, contentType(visit, exchange, headers, body), flow)
            : new Answer(
                status, body.length == 0 ? "" : contentType(visit, exchange, headers, body), body);
    if (!headers.isEmpty()) {
      let(message, parameters.responseHeaders(), answer);
    }
    return answer.reported(parameters.terms().report());
  }

  /** The body as bytes; an absent one as none. */
  static byte[] bytes(Message message) throws Exception {
    var body = message.getBody();
    if (body == null) {
      return NO_BODY;
    }
    if (body instanceof byte[] bytes) {
      return bytes;
    }
    if (body instanceof String text) {
      return text.getBytes(StandardCharsets.UTF_8);
    }
    if (body instanceof ByteBuf buffer) {
      return ByteBufUtil.getBytes(buffer);
    }
    if (body instanceof StreamCache stream) {
      stream.reset();
    }
    var bytes = message.getBody(byte[].class);
    return bytes != null
        ? bytes
        : message.getMandatoryBody(String.class).getBytes(StandardCharsets.UTF_8);
  }

  static int status(Message message, Map<String, Object> headers) {
    if (headers.isEmpty() || !headers.containsKey(Exchange.HTTP_RESPONSE_CODE)) {
      return 200;
    }
    return checked(message.getHeader(Exchange.HTTP_RESPONSE_CODE, Integer.class));
  }

  /** A status that a route may answer with. */
  static int checked(@Nullable Integer status) {
    if (status == null || status < 200 || status > 599) {
      throw new IllegalArgumentException(
          "CamelHttpResponseCode: '" + status + "' (expected: 200 to 599)");
    }
    return status;
  }

  private static String contentType(
      Visit visit, Exchange exchange, Map<String, Object> headers, byte[] body) {
    var said = headers.isEmpty() ? null : headers.get(Exchange.CONTENT_TYPE);
    // The request's own, still in the message, says nothing of another body.
    if (said == null || (said == visit.contentType() && body != visit.body())) {
      said = exchange.getProperty(Exchange.CONTENT_TYPE);
    }
    return said instanceof String type && !type.isEmpty() && Chars.isValue(type)
        ? type
        : guessed(body);
  }

  /** Without a word from the route: JSON if it begins like an object or array, else text. */
  static String guessed(byte[] body) {
    for (byte b : body) {
      if (b == '{' || b == '[') {
        return "application/json";
      }
      if (b != ' ' && b != '\n' && b != '\r' && b != '\t') {
        break;
      }
    }
    return "text/plain";
  }

  private static void let(Message message, NameRule rule, Answer answer) {
    if (!rule.all()) {
      for (var name : rule.names()) {
        if (!name.equalsIgnoreCase(Exchange.CONTENT_TYPE)) {
          add(message, name, message.getHeader(name), answer);
        }
      }
      return;
    }
    // The client's own are an echo, those of a vanilla call's answer stay here.
    for (var header : message.getHeaders().entrySet()) {
      var name = header.getKey();
      if (!HeaderNames.isNeverAnswered(name)
          && !name.equalsIgnoreCase(Exchange.CONTENT_TYPE)
          && !StaysHere.isFromOutside(message.getExchange(), name, header.getValue())) {
        add(message, name, header.getValue(), answer);
      }
    }
  }

  /** One header line, or one for each of several values. */
  static void add(Message message, String name, @Nullable Object value, Answer answer) {
    if (value instanceof Collection<?> values) {
      for (var one : values) {
        add(message, name, one, answer);
      }
    } else if (value != null) {
      var text =
          value instanceof String string
              ? string
              : message
                  .getExchange()
                  .getContext()
                  .getTypeConverter()
                  .convertTo(String.class, value);
      // A line break in a value would be a header, or an answer, of somebody else's.
      if (text != null && Chars.isToken(name) && Chars.isValue(text)) {
        answer.with(name, text);
      }
    }
  }
}
