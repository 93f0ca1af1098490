package io.serai.entry;

import java.net.URISyntaxException;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.apache.camel.support.component.EndpointUriFactorySupport;

/**
 * Tells Camel's DSL how a {@code gateway:} URI is put together. What it calls secret is wrapped in
 * RAW, and so arrives as written.
 */
public final class GatewayEndpointUriFactory extends EndpointUriFactorySupport {
  private static final Set<String> FREE_TEXT =
      Set.of("query", "requestHeaders", "responseHeaders", "schema");
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
          "report",
          "stream");

  /** Found by Camel through {@code META-INF/services}. */
  public GatewayEndpointUriFactory() {}

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
