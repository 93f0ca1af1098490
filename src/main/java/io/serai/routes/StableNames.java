package io.serai.routes;

import javax.management.MalformedObjectNameException;
import javax.management.ObjectName;
import org.apache.camel.CamelContext;
import org.apache.camel.Consumer;
import org.apache.camel.management.DefaultManagementObjectNameStrategy;
import org.apache.camel.spi.RouteIdAware;

/** Names consumers by their route: Camel's hash codes change with every generation. */
final class StableNames extends DefaultManagementObjectNameStrategy {

  @Override
  public ObjectName getObjectNameForConsumer(CamelContext context, Consumer consumer)
      throws MalformedObjectNameException {
    var route = consumer instanceof RouteIdAware aware ? aware.getRouteId() : null;
    if (route == null) {
      return super.getObjectNameForConsumer(context, consumer);
    }
    return createObjectName(
        new StringBuilder(domainName)
            .append(":context=")
            .append(getContextId(context))
            .append(",type=")
            .append(TYPE_CONSUMER)
            .append(",name=")
            .append(ObjectName.quote(consumer.getClass().getSimpleName() + "(" + route + ")")));
  }
}
