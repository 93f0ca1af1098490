package io.serai.entry;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.camel.AsyncProcessor;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangePattern;
import org.apache.camel.Processor;
import org.apache.camel.Suspendable;
import org.apache.camel.component.platform.http.PlatformHttpEndpoint;
import org.apache.camel.component.platform.http.spi.PlatformHttpConsumer;
import org.apache.camel.component.platform.http.spi.PlatformHttpConsumerAware;
import org.apache.camel.support.DefaultConsumer;
import org.apache.camel.support.http.HttpUtil;
import org.jspecify.annotations.Nullable;

/** A route's way in by {@code platform-http:} or the rest DSL. */
final class PlatformHttpWay extends DefaultConsumer
    implements PlatformHttpConsumer, Suspendable, Way {
  private final PlatformHttpEndpoint endpoint;
  private final Doors doors;
  private final List<PathPattern> patterns;
  private final Methods methods;
  private final Terms terms;

  PlatformHttpWay(PlatformHttpEndpoint endpoint, Processor processor, Doors doors) {
    super(endpoint, processor);
    this.endpoint = endpoint;
    this.doors = doors;
    this.patterns = VanillaPaths.of(endpoint.getPath(), endpoint.isMatchOnUriPrefix());
    var restrict = endpoint.getHttpMethodRestrict();
    this.methods = restrict == null ? Methods.ALL : Methods.parse(restrict);
    this.terms = Terms.vanilla(doors.settings());
  }

  @Override
  public PlatformHttpEndpoint getEndpoint() {
    return endpoint;
  }

  @Override
  protected void doStart() throws Exception {
    super.doStart();
    if (getRouteId() == null) {
      findRoute();
    }
    doors.add(this);
  }

  @Override
  protected void doStop() throws Exception {
    doors.remove(this);
    super.doStop();
  }

  @Override
  public String routeId() {
    return getRouteId() == null ? "" : getRouteId();
  }

  /** Camel tells the route to the consumer around this one only. */
  private void findRoute() {
    for (var route : endpoint.getCamelContext().getRoutes()) {
      if (route.getConsumer() instanceof PlatformHttpConsumerAware outer
          && outer.getPlatformHttpConsumer() == this) {
        setRoute(route);
        setRouteId(route.getRouteId());
      }
    }
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
    return isStarted();
  }

  @Override
  public @Nullable Answer objection(Visit visit) {
    if (!endpoint.getComponent().isServerRequestValidation()) {
      return null;
    }
    var consumes = endpoint.getConsumes();
    var sent = visit.head().header("content-type");
    if (visit.head().hasBody() && sent != null && !MediaTypes.match(consumes, sent)) {
      return Answer.problem(415, "this path takes " + consumes, visit.id());
    }
    var produces = endpoint.getProduces();
    var accepted = visit.head().header("accept");
    if (accepted != null && !MediaTypes.match(produces, accepted)) {
      return Answer.problem(406, "this path gives " + produces, visit.id());
    }
    return null;
  }

  @Override
  public Exchange exchange(Visit visit) throws Exception {
    var exchange = createExchange(false);
    exchange.setPattern(ExchangePattern.InOut);
    var in = exchange.getIn();
    var headers = in.getHeaders();
    var head = visit.head();
    for (int i = 0; i < head.count(); i++) {
      var name = head.name(i);
      append(
          exchange, name.equalsIgnoreCase("content-type") ? "Content-Type" : name, head.value(i));
    }
    LetIn.eachPair(visit.target().query(), (name, value) -> append(exchange, name, value));
    var body = visit.body();
    in.setBody(body.length == 0 ? null : body);
    if (body.length > 0 && endpoint.isPopulateBodyWithForm() && isForm(visit)) {
      in.setBody(form(exchange, body));
    }
    for (var name : visit.served().pattern().names()) {
      if (!name.isEmpty()) {
        headers.put(name, visit.pathParameter(name));
      }
    }
    GatewayMessage.camel(visit, headers);
    headers.put(
        Exchange.HTTP_PATH, VanillaPaths.behind(visit.target().path(), visit.served().pattern()));
    var host = head.header("host");
    headers.put(Exchange.HTTP_URL, "http://" + (host == null ? "" : host) + visit.target().path());
    Echo.remember(exchange);
    createUoW(exchange);
    return exchange;
  }

  private static boolean isForm(Visit visit) {
    var type = visit.contentType();
    return type != null
        && type.toLowerCase(Locale.ROOT).startsWith("application/x-www-form-urlencoded");
  }

  private Map<String, Object> form(Exchange exchange, byte[] body) {
    var form = new HashMap<String, Object>();
    LetIn.eachPair(
        new String(body, StandardCharsets.UTF_8),
        (name, value) -> {
          append(exchange, name, value);
          append(form, name, value);
        });
    return form;
  }

  private void append(Exchange exchange, String name, String value) {
    var strategy = CamelNamesBarred.over(endpoint.getHeaderFilterStrategy());
    if (!strategy.applyFilterToExternalHeaders(name, value, exchange)) {
      append(exchange.getIn().getHeaders(), name, value);
    }
  }

  /** A second value of a name makes a list of them, as in Camel's other HTTP components. */
  private static void append(Map<String, Object> values, String name, String value) {
    values.merge(
        name,
        value,
        (before, next) -> {
          var list = new ArrayList<Object>();
          if (before instanceof List<?> several) {
            list.addAll(several);
          } else {
            list.add(before);
          }
          list.add(next);
          return list;
        });
  }

  @Override
  public AsyncProcessor processor() {
    return getAsyncProcessor();
  }

  @Override
  public Answer answer(Visit visit, Exchange exchange) throws Exception {
    Echo.remove(exchange);
    var message = exchange.getMessage();
    int status = RouteAnswer.checked(HttpUtil.determineResponseCode(exchange, message.getBody()));
    var body = RouteAnswer.bytes(message);
    var type = message.getHeader(Exchange.CONTENT_TYPE, String.class);
    if (type == null || !Chars.isValue(type)) {
      type = body.length == 0 ? "" : RouteAnswer.guessed(body);
    }
    var answer = new Answer(status, type, body);
    var strategy = endpoint.getHeaderFilterStrategy();
    for (var header : message.getHeaders().entrySet()) {
      var name = header.getKey();
      if (!HeaderNames.isNeverAnswered(name)
          && !name.equalsIgnoreCase(Exchange.CONTENT_TYPE)
          && !strategy.applyFilterToCamelHeaders(name, header.getValue(), exchange)) {
        RouteAnswer.add(message, name, header.getValue(), answer);
      }
    }
    return answer;
  }

  @Override
  public void release(Exchange exchange) {
    doneUoW(exchange);
    releaseExchange(exchange, false);
  }
}
