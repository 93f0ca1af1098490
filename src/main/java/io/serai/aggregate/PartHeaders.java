package io.serai.aggregate;

import io.serai.request.HeaderRules;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.apache.camel.Exchange;

/**
 * Puts the headers that calls let out, their {@code responseHeaders}, onto the route's message: of
 * several parts' values one, or all of them.
 *
 * <p>Unless told otherwise: {@code Set-Cookie}, {@code Vary}, {@code Link} and {@code Warning} all,
 * each line by itself; the largest {@code Age}; the earliest {@code Expires}; the strictest {@code
 * Cache-Control}; of any other the first in the file. Only parts that stand in the document count.
 */
final class PartHeaders {
  static final PartHeaders USUAL = new PartHeaders(Map.of());

  /** The exchange property that holds what a multicast put onto its message, for one around it. */
  static final String PROPERTY = "io.serai.aggregate.PartHeaders";

  private static final Set<String> LISTS = Set.of("set-cookie", "vary", "link", "warning");

  private final Map<String, Combining> told;

  private PartHeaders(Map<String, Combining> told) {
    this.told = told;
  }

  /**
   * Reads {@code "X-Total=all, ETag=first, Age=max, Expires=min"}.
   *
   * @throws IllegalArgumentException for what is no header or no way to combine one
   */
  static PartHeaders parse(String text) {
    var told = new LinkedHashMap<String, Combining>();
    for (var element : text.split(",", -1)) {
      int equals = element.indexOf('=');
      var name = equals < 0 ? "" : element.substring(0, equals).strip();
      var way = equals < 0 ? null : Combining.named(element.substring(equals + 1).strip());
      if (way == null || name.isEmpty()) {
        throw new IllegalArgumentException(
            "headers: '"
                + element.strip()
                + "' (expected: Name=first, Name=all, Name=max or Name=min, separated by commas)");
      }
      HeaderRules.parse("headers", name);
      told.put(name.toLowerCase(Locale.ROOT), way);
    }
    return new PartHeaders(Map.copyOf(told));
  }

  /** Combines those of the successes among them; costs nothing if none has any. */
  void onto(Exchange exchange, Slot[] slots) {
    Map<String, List<List<String>>> values = null;
    for (var slot : slots) {
      var outcome = slot.outcome;
      if (outcome != null && outcome.isSuccess() && !outcome.headers().isEmpty()) {
        values = values == null ? new LinkedHashMap<>() : values;
        for (var header : outcome.headers().entrySet()) {
          values.computeIfAbsent(header.getKey(), any -> new ArrayList<>()).add(header.getValue());
        }
      }
    }
    if (values != null) {
      put(values, exchange);
    }
  }

  private void put(Map<String, List<List<String>>> values, Exchange exchange) {
    var message = exchange.getMessage();
    var combined = new LinkedHashMap<String, List<String>>();
    for (var header : values.entrySet()) {
      var name = header.getKey();
      if (!name.equals("content-type")) {
        var lines = of(name).of(header.getValue());
        combined.put(name, lines);
        message.setHeader(name, lines.size() == 1 ? lines.get(0) : lines);
      }
    }
    exchange.setProperty(PROPERTY, combined);
  }

  private Combining of(String name) {
    var way = told.get(name);
    if (way != null) {
      return way;
    }
    return switch (name) {
      case "age" -> Combining.MAX;
      case "expires" -> Combining.MIN;
      case "cache-control" -> Combining.STRICTEST;
      default -> LISTS.contains(name) ? Combining.ALL : Combining.FIRST;
    };
  }
}
