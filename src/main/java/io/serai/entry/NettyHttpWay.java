package io.serai.entry;

import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.DefaultHttpHeadersFactory;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpVersion;
import java.net.URISyntaxException;
import java.util.List;
import org.apache.camel.AsyncProcessor;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangePattern;
import org.apache.camel.component.netty.http.NettyHttpConsumer;

/**
 * A route's way in by {@code netty-http:}. Request and answer pass the endpoint's own binding, so
 * that the route sees and says what its writer knows from Camel.
 */
final class NettyHttpWay implements Way {
  /** Not validated again: the listener's parser is the stricter one. */
  private static final DefaultHttpHeadersFactory HEADERS =
      DefaultHttpHeadersFactory.headersFactory().withValidation(false);

  private final NettyHttpConsumer consumer;
  private final boolean rules;
  private final List<PathPattern> patterns;
  private final Methods methods;
  private final Terms terms;

  NettyHttpWay(NettyHttpConsumer consumer, Doors doors) {
    this.consumer = consumer;
    this.rules = doors.headers().rules();
    var configuration = consumer.getConfiguration();
    var path = configuration.getPath() == null ? "/" : configuration.getPath();
    this.patterns = VanillaPaths.of(path, configuration.isMatchOnUriPrefix());
    var restrict = consumer.getEndpoint().getHttpMethodRestrict();
    this.methods = restrict == null ? Methods.ALL : Methods.parse(restrict);
    this.terms = Terms.vanilla(doors.settings());
  }

  @Override
  public String routeId() {
    return consumer.getRouteId();
  }

  @Override
  public List<PathPattern> patterns() {
    return patterns;
  }

  @Override
  public Methods methods() {
    return methods;
  }

  @Override
  public Terms terms() {
    return terms;
  }

  @Override
  public boolean isOpen() {
    return consumer.isStarted();
  }

  @Override
  public Exchange exchange(Visit visit) throws Exception {
    var exchange = consumer.createExchange(false);
    exchange.setPattern(ExchangePattern.InOut);
    var binding = consumer.getEndpoint().getNettyHttpBinding();
    try {
      var request = request(visit);
      exchange.setIn(binding.toCamelMessage(request, exchange, consumer.getConfiguration()));
      if (rules && exchange.getIn().getBody() == request.content()) {
        // With its own body a producer of the same component would send this very request on,
        // headers and all.
        exchange.getIn().setBody(visit.body());
      }
    } catch (URISyntaxException | IllegalArgumentException e) {
      // The binding is stricter than the listener: on URIs, and on forms without '='.
      throw Malformed.bad("the request can't be read by netty-http");
    }
    // A path parameter replaces what the client sent by that name; the binding appends it.
    for (var name : visit.served().pattern().names()) {
      if (!name.isEmpty()) {
        exchange.getIn().setHeader(name, visit.pathParameter(name));
      }
    }
    Echo.remember(exchange);
    consumer.createUoW(exchange);
    return exchange;
  }

  private static FullHttpRequest request(Visit visit) {
    var head = visit.head();
    var target = visit.target();
    var headers = HEADERS.newHeaders();
    for (int i = 0; i < head.count(); i++) {
      headers.add(head.name(i), head.value(i));
    }
    return new DefaultFullHttpRequest(
        HttpVersion.HTTP_1_1,
        HttpMethod.valueOf(head.method()),
        target.query().isEmpty() ? target.path() : target.path() + '?' + target.query(),
        Unpooled.wrappedBuffer(visit.body()),
        headers,
        HEADERS.newHeaders());
  }

  @Override
  public AsyncProcessor processor() {
    return consumer.getAsyncProcessor();
  }

  @Override
  public Answer answer(Visit visit, Exchange exchange) throws Exception {
    Echo.remove(exchange);
    if (rules && exchange.getMessage().getBody() == null) {
      // Of a message that has no body but a backend's response, the binding would send that one.
      exchange.getMessage().setBody("");
    }
    var response =
        consumer
            .getEndpoint()
            .getNettyHttpBinding()
            .toNettyResponse(exchange.getMessage(), consumer.getConfiguration());
    return answer(response, exchange);
  }

  private static Answer answer(HttpResponse response, Exchange exchange) throws Exception {
    byte[] body;
    if (response instanceof FullHttpResponse full) {
      body = ByteBufUtil.getBytes(full.content());
    } else {
      // disableStreamCache with a stream: written whole all the same.
      body = RouteAnswer.bytes(exchange.getMessage());
    }
    var type = response.headers().get("Content-Type");
    if (type == null || !Chars.isValue(type)) {
      type = body.length == 0 ? "" : RouteAnswer.guessed(body);
    }
    var answer = new Answer(RouteAnswer.checked(response.status().code()), type, body);
    for (var header : response.headers()) {
      var name = header.getKey();
      if (!HeaderNames.isNeverAnswered(name) && !name.equalsIgnoreCase("Content-Type")) {
        RouteAnswer.add(exchange.getMessage(), name, header.getValue(), answer);
      }
    }
    return answer;
  }

  @Override
  public void release(Exchange exchange) {
    consumer.doneUoW(exchange);
    consumer.releaseExchange(exchange, false);
  }
}
