package io.serai.backend;

import java.util.Map;
import java.util.TreeMap;
import org.apache.camel.CamelContext;
import org.apache.camel.Endpoint;
import org.apache.camel.support.DefaultComponent;

/** The {@code backend:} scheme. */
public final class BackendComponent extends DefaultComponent {
  private final Backends backends;

  BackendComponent(CamelContext context, Backends backends) {
    super(context);
    this.backends = backends;
  }

  Backends backends() {
    return backends;
  }

  @Override
  protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters) {
    var own = new TreeMap<String, String>();
    parameters.forEach((name, value) -> own.put(name, String.valueOf(value)));
    parameters.clear();
    own.forEach(Parameters::check);
    int slash = remaining.indexOf('/');
    var name = slash < 0 ? remaining : remaining.substring(0, slash);
    var path = slash < 0 ? "" : remaining.substring(slash);
    return new BackendEndpoint(uri, this, name, BackendUri.optional(path), own);
  }
}
