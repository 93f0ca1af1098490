package io.serai.entry;

import org.apache.camel.Exchange;
import org.apache.camel.spi.HeaderFilterStrategy;
import org.jspecify.annotations.Nullable;

/**
 * An endpoint's own rule for headers, and above it: nothing named {@code Camel…} comes in, in any
 * case mix, whether as header, query parameter or form field (CVE-2026-78164), or goes out.
 */
record CamelNamesBarred(@Nullable HeaderFilterStrategy own) implements HeaderFilterStrategy {

  static HeaderFilterStrategy over(@Nullable HeaderFilterStrategy own) {
    return own instanceof CamelNamesBarred ? own : new CamelNamesBarred(own);
  }

  @Override
  public boolean applyFilterToCamelHeaders(String name, Object value, Exchange exchange) {
    return HeaderNames.isCamel(name)
        || (own != null && own.applyFilterToCamelHeaders(name, value, exchange));
  }

  @Override
  public boolean applyFilterToExternalHeaders(String name, Object value, Exchange exchange) {
    return HeaderNames.isCamel(name)
        || (own != null && own.applyFilterToExternalHeaders(name, value, exchange));
  }
}
