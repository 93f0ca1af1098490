package io.serai.backend;

import io.serai.settings.Settings;
import java.util.Set;
import org.apache.camel.CamelContext;

/** All upstreams of the settings, their pools and figures; outlives every generation. */
public final class Backends {

  /** Takes changed {@code backend.*} settings live; pools of unchanged backends stay. */
  public void update(Settings settings) {
    throw new UnsupportedOperationException("" + settings.hashCode());
  }

  /** The names that route files may call. */
  public Set<String> names() {
    throw new UnsupportedOperationException();
  }

  /** Gives a context the {@code backend:} component. */
  public void mount(CamelContext context) {
    throw new UnsupportedOperationException(context.getName());
  }
}
