package io.serai.entry;

import io.serai.entry.batch.BatchOptions;
import io.serai.settings.Settings;
import java.net.URISyntaxException;
import java.util.HashMap;
import java.util.HashSet;
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
  private static final Set<String> OF_A_WAY =
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
          "stream",
          "streamIdle");
  private static final Set<String> OF_A_BATCH = with(BatchOptions.NAMES, Set.of("path"));
  private static final Set<String> NAMES = with(OF_A_WAY, OF_A_BATCH);

  private static Set<String> with(Set<String> some, Set<String> others) {
    var all = new HashSet<>(some);
    all.addAll(others);
    return Set.copyOf(all);
  }

  /**
   * What may stand beside a URI.
   *
   * @param consumes whether it stands in {@code from:}
   */
  public static Set<String> parameters(boolean consumes) {
    return consumes ? OF_A_WAY : OF_A_BATCH;
  }

  /** Found by Camel through {@code META-INF/services}. */
  public GatewayEndpointUriFactory() {}

  /**
   * What is wrong with the value of a parameter, looked at by itself: name, value and what was
   * expected. Null if nothing is, or if there is no such parameter; of a schema only the unit's
   * context can tell.
   *
   * @param consumes whether it stands in {@code from:}
   */
  public static @Nullable String wrong(boolean consumes, String parameter, String text) {
    if (!consumes) {
      return BatchOptions.wrong(parameter, text);
    }
    if (parameter.equals("schema")) {
      return null;
    }
    var alone = new HashMap<String, Object>(Map.of(parameter, text));
    if (parameter.equals("maxBody")) {
      alone.put("stream", "true"); // The larger range; which one it is, the whole will tell.
    }
    try {
      GatewayParameters.take(
          alone,
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
