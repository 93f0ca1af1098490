package io.serai.entry;

import io.serai.entry.batch.BatchEndpoint;
import io.serai.entry.batch.BatchOptions;
import io.serai.schema.Schemas;
import java.util.Map;
import org.apache.camel.Endpoint;
import org.apache.camel.support.DefaultComponent;

/** {@code gateway:}: routes that are reached through the listener, and the step that sends in. */
final class GatewayComponent extends DefaultComponent {
  private final Doors doors;

  GatewayComponent(Doors doors) {
    this.doors = doors;
  }

  @Override
  protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters) {
    if (remaining.equals(BatchEndpoint.NAME)) {
      var options = BatchOptions.take(parameters, doors.settings());
      return new BatchEndpoint(uri, this, options, doors.settings());
    }
    var taken =
        GatewayParameters.take(parameters, doors.settings(), () -> Schemas.of(getCamelContext()));
    // What is left in the map is unknown, and an error of Camel's.
    return new GatewayEndpoint(uri, this, PathPattern.parse(remaining), taken);
  }

  Doors doors() {
    return doors;
  }
}
