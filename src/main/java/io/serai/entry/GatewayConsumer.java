package io.serai.entry;

import io.serai.schema.Schema;
import java.util.List;
import org.apache.camel.AsyncProcessor;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.support.DefaultConsumer;
import org.jspecify.annotations.Nullable;

/** A route's way in by {@code gateway:}. */
final class GatewayConsumer extends DefaultConsumer implements Way {
  private final Doors doors;
  private final List<PathPattern> patterns;
  private final GatewayParameters parameters;

  GatewayConsumer(
      GatewayEndpoint endpoint,
      Processor processor,
      Doors doors,
      PathPattern pattern,
      GatewayParameters parameters) {
    super(endpoint, processor);
    this.doors = doors;
    this.patterns = List.of(pattern);
    this.parameters = parameters;
  }

  @Override
  protected void doStart() throws Exception {
    super.doStart();
    doors.add(this);
  }

  @Override
  protected void doStop() throws Exception {
    doors.remove(this);
    super.doStop();
  }

  @Override
  public String routeId() {
    return getRouteId();
  }

  @Override
  public List<PathPattern> patterns() {
    return patterns;
  }

  @Override
  public Methods methods() {
    return parameters.methods();
  }

  @Override
  public Terms terms() {
    return parameters.terms();
  }

  @Override
  public @Nullable Schema schema() {
    return parameters.schema();
  }

  @Override
  public KeyRule keyRule() {
    return parameters.keyRule();
  }

  @Override
  public @Nullable Answer objection(Visit visit) {
    var objection = keyRule().objection(visit);
    if (objection != null) {
      return objection;
    }
    if (terms().stream()) {
      return Upgrades.objection(visit);
    }
    objection = visit.head().hasBody() ? parameters.taking().objection(visit) : null;
    return objection != null ? objection : parameters.produces().objection(visit);
  }

  @Override
  public @Nullable Answer take(Visit visit) {
    return parameters.taking().take(visit);
  }

  @Override
  public @Nullable String lines(Visit visit) {
    return parameters.produces().lines(visit);
  }

  @Override
  public boolean isOpen() {
    return isStarted();
  }

  @Override
  public Exchange exchange(Visit visit) throws Exception {
    var exchange = createExchange(false);
    var message = new GatewayMessage(exchange.getContext(), visit);
    if (visit.upload() != null) {
      message.setBody(visit.upload());
    } else if (visit.body().length > 0) {
      message.setBody(visit.body());
    }
    exchange.setIn(message);
    // Ended by us and not by the route: the answer is read before what hangs on it is let go.
    createUoW(exchange);
    return exchange;
  }

  @Override
  public AsyncProcessor processor() {
    return getAsyncProcessor();
  }

  @Override
  public Answer answer(Visit visit, Exchange exchange) throws Exception {
    return parameters.produces().answer(visit, RouteAnswer.of(visit, exchange, parameters));
  }

  @Override
  public void release(Exchange exchange) {
    doneUoW(exchange);
    releaseExchange(exchange, false);
  }
}
