package io.serai.entry;

import org.apache.camel.Processor;
import org.apache.camel.component.platform.http.PlatformHttpEndpoint;
import org.apache.camel.component.platform.http.spi.PlatformHttpConsumer;
import org.apache.camel.component.platform.http.spi.PlatformHttpEngine;

/**
 * {@code platform-http:}, and with it the rest DSL, on our listener.
 *
 * @param doors where its consumers open
 */
record PlatformHttpDoorEngine(Doors doors) implements PlatformHttpEngine {
  @Override
  public PlatformHttpConsumer createConsumer(PlatformHttpEndpoint endpoint, Processor processor) {
    return new PlatformHttpWay(endpoint, processor, doors);
  }
}
