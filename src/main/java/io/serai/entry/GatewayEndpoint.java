package io.serai.entry;

import org.apache.camel.Consumer;
import org.apache.camel.ExchangePattern;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.support.DefaultEndpoint;

/** One path with its parameters. */
final class GatewayEndpoint extends DefaultEndpoint {
  private final Doors doors;
  private final PathPattern pattern;
  private final GatewayParameters parameters;

  GatewayEndpoint(
      String uri, GatewayComponent component, PathPattern pattern, GatewayParameters parameters) {
    super(uri, component);
    this.doors = component.doors();
    this.pattern = pattern;
    this.parameters = parameters;
    setExchangePattern(ExchangePattern.InOut);
  }

  @Override
  public Consumer createConsumer(Processor processor) throws Exception {
    var consumer = new GatewayConsumer(this, processor, doors, pattern, parameters);
    configureConsumer(consumer);
    return consumer;
  }

  @Override
  public Producer createProducer() {
    throw new UnsupportedOperationException(
        getEndpointUri()
            + " can't be called: but for gateway:batch, gateway: stands in 'from' only. Call"
            + " backend: or direct:");
  }

  @Override
  public boolean isLenientProperties() {
    return false;
  }
}
