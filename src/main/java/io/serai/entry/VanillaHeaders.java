package io.serai.entry;

import io.serai.settings.Key;
import io.serai.settings.Settings;
import java.util.regex.Pattern;
import org.apache.camel.Endpoint;
import org.apache.camel.spi.EndpointStrategy;
import org.apache.camel.spi.HeaderFilterStrategy;
import org.apache.camel.spi.HeaderFilterStrategyAware;
import org.jspecify.annotations.Nullable;

/**
 * Puts every HTTP endpoint of Camel's under the rule of {@link StaysHere}, and bars {@code Camel…}
 * names from all. An endpoint with a {@code headerFilterStrategy} of its own goes by that.
 */
final class VanillaHeaders implements EndpointStrategy {
  static final Key<String> KEY =
      Key.choice(
              "headers.vanilla",
              "rules",
              "Headers of vanilla HTTP producers, netty-http: say: rules (only what the route itself"
                  + " has set goes out) or pass (Camel's own way: everything in the message does).",
              "rules",
              "pass")
          .onSave();

  private static final Pattern OWN = Pattern.compile("[?&]headerFilterStrategy=");

  private final boolean rules;

  VanillaHeaders(Settings settings) {
    rules = settings.get(KEY).equals("rules");
  }

  boolean rules() {
    return rules;
  }

  @Override
  public Endpoint registerEndpoint(String uri, Endpoint endpoint) {
    int colon = uri.indexOf(':');
    if (colon > 0
        && VanillaCalls.isHttp(uri.substring(0, colon))
        && endpoint instanceof HeaderFilterStrategyAware aware) {
      // Not among the values: `q=headerFilterStrategy=` chooses nothing.
      bind(aware, OWN.matcher(uri).find());
    }
    return endpoint;
  }

  /**
   * Puts one under the rule.
   *
   * @param chosen whether its strategy was chosen in the route
   */
  void bind(HeaderFilterStrategyAware endpoint, boolean chosen) {
    endpoint.setHeaderFilterStrategy(over(endpoint.getHeaderFilterStrategy(), chosen));
  }

  private HeaderFilterStrategy over(@Nullable HeaderFilterStrategy own, boolean chosen) {
    if (own instanceof CamelNamesBarred) {
      return own;
    }
    return CamelNamesBarred.over(rules && !chosen ? new StaysHere(own) : own);
  }
}
