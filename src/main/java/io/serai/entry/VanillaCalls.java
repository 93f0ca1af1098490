package io.serai.entry;

import java.util.Locale;
import java.util.Set;

/** Camel's HTTP clients, in the box or in ext/. */
public final class VanillaCalls {
  private static final Set<String> SCHEMES =
      Set.of("http", "https", "netty-http", "undertow", "vertx-http");

  private VanillaCalls() {}

  /** Whether a URI of that scheme is called over HTTP by a client of Camel's. */
  public static boolean isHttp(String scheme) {
    return SCHEMES.contains(scheme.toLowerCase(Locale.ROOT));
  }
}
