package io.serai.entry;

import io.serai.request.BodyFlow;
import java.util.Locale;
import org.apache.camel.Exchange;
import org.apache.camel.Message;

/**
 * A message that holds a backend's answer, head and all, made one that goes out as it comes: none
 * of its headers is the client's own, so what may pass is only a matter of rules.
 */
final class StreamedAnswer {
  private StreamedAnswer() {}

  static Answer of(Message message, BodyFlow flow, GatewayParameters parameters) {
    var headers = message.getHeaders();
    var type = message.getHeader(Exchange.CONTENT_TYPE);
    var answer =
        Answer.streamed(
            RouteAnswer.status(message, headers),
            type != null && Chars.isValue(type.toString()) ? type.toString() : "",
            flow);
    var rule = parameters.responseHeaders();
    answer.trailers(name -> mayPass(name, rule));
    for (var header : headers.entrySet()) {
      var name = header.getKey();
      if (!name.equalsIgnoreCase(Exchange.CONTENT_TYPE) && mayPass(name, rule)) {
        RouteAnswer.add(message, name, header.getValue(), answer);
      }
    }
    return answer.reported(parameters.terms().report());
  }

  /** What says how a body is to be read goes with it. */
  private static boolean mayPass(String name, NameRule rule) {
    return HeaderNames.isEndToEnd(name)
        && (name.equalsIgnoreCase(Exchange.CONTENT_ENCODING)
            || rule.lets(name.toLowerCase(Locale.ROOT)));
  }
}
