package io.serai.entry;

import io.serai.settings.Settings;
import java.net.URISyntaxException;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.apache.camel.support.component.EndpointUriFactorySupport;
import org.jspecify.annotations.Nullable;

/**
 * Tells Camel's DSL how a {@code gateway:} URI is put together. What it calls secret is wrapped in
 * RAW, and so arrives as written.
 */
public final class GatewayEndpointUriFactory extends EndpointUriFactorySupport {
  private static final Set<String> FREE_TEXT =
      Set.of("query", "requestHeaders", "responseHeaders", "schema", "arrays", "produces");
  private static final Set<String> NAMES =
      Set.of(
          "path",
          "method",
          "deadline",
          "query",
          "requestHeaders",
          "responseHeaders",
          "maxBody",
          "idempotencyKey",
          "schema",
          "bodyAs",
          "arrays",
          "produces",
          "xmlRoot",
          "report",
          "stream");

  /** Found by Camel through {@code META-INF/services}. */
  public GatewayEndpointUriFactory() {}

  /**
   * What is wrong with the value of a parameter, looked at by itself: name, value and what was
   * expected. Null if nothing is, or if there is no such parameter; of a schema only the unit's
   * context can tell.
   */
  public static @Nullable String wrong(String parameter, String text) {
    if (parameter.equals("schema")) {
      return null;
    }
    try {
      GatewayParameters.take(
          new HashMap<>(Map.of(parameter, text)),
          Settings.of(Map.of()),
          () -> {
            throw new IllegalStateException(parameter);
          });
      return null;
    } catch (IllegalArgumentException e) {
      return e.getMessage();
    }
  }

  @Override
  public boolean isEnabled(String scheme) {
    return scheme.equals("gateway");
  }

  @Override
  public String buildUri(String scheme, Map<String, Object> properties, boolean encode)
      throws URISyntaxException {
    var syntax = scheme + ":path";
    var rest = new HashMap<>(properties);
    var uri = buildPathParameter(syntax, syntax, "path", null, true, rest);
    return buildQueryParameters(uri, rest, encode);
  }

  @Override
  public Set<String> propertyNames() {
    return NAMES;
  }

  @Override
  public Set<String> secretPropertyNames() {
    return FREE_TEXT;
  }

  @Override
  public Map<String, String> multiValuePrefixes() {
    return Map.of();
  }

  @Override
  public boolean isLenientProperties() {
    return false;
  }
}
