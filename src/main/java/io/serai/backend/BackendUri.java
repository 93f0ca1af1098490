package io.serai.backend;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.apache.camel.support.component.EndpointUriFactorySupport;
import org.apache.camel.util.URISupport;
import org.jspecify.annotations.Nullable;

/**
 * Tells Camel's YAML DSL which parameters are free text, so that it hands them on as they are
 * (wrapped in {@code RAW()}): {@code &}, {@code +}, {@code %}, {@code )} and {@code }}} survive,
 * only {@code )&} doesn't.
 */
public final class BackendUri extends EndpointUriFactorySupport {

  /**
   * The URI with {@code {x?}} written in a way that Camel lets pass: to it a question mark starts
   * the options. For whoever reads route files, to be applied to every {@code backend:} URI.
   */
  public static String escape(String uri) {
    return uri.startsWith("backend:") ? uri.replace("?}", "~}") : uri;
  }

  /**
   * What is wrong with the value of a parameter, looked at by itself: name, value and what was
   * expected. Null if nothing is, or if there is no such parameter.
   */
  public static @Nullable String wrong(String parameter, String text) {
    if (!Parameters.ALL.contains(parameter)) {
      return null;
    }
    try {
      Parameters.check(parameter, text);
      var alone = new HashMap<>(Map.of(parameter, text));
      if (parameter.equals("requestHeaders")) {
        alone.put("stream", "true"); // Which lets more of them through; the whole will tell.
      }
      CallOptions.read(new Texts(alone, "", Map.of()));
      return null;
    } catch (IllegalArgumentException e) {
      return e.getMessage();
    }
  }

  /** The parameters that go with {@code stream: true} in no way. */
  public static Set<String> notStreamed() {
    return Parameters.NOT_STREAMED;
  }

  /** Undoes {@link #escape}. */
  static String optional(String path) {
    return path.replace("~}", "?}");
  }

  @Override
  public boolean isEnabled(String scheme) {
    return scheme.equals("backend");
  }

  @Override
  public String buildUri(String scheme, Map<String, Object> properties, boolean encode) {
    var options = new java.util.TreeMap<>(properties);
    var name = options.remove("name");
    var path = options.remove("path");
    var uri = scheme + ":" + (name == null ? "" : name) + (path == null ? "" : path);
    return options.isEmpty() ? uri : uri + "?" + URISupport.createQueryString(options, encode);
  }

  @Override
  public Set<String> propertyNames() {
    return Parameters.ALL;
  }

  @Override
  public Set<String> secretPropertyNames() {
    return Parameters.FREE_TEXT;
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
