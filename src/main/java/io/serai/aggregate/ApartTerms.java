package io.serai.aggregate;

import io.serai.PartFailed;
import io.serai.json.JsonMerge.Collision;
import io.serai.request.Request;
import io.serai.request.Template;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.Expression;
import org.apache.camel.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What an operator said of an aggregation whose parts arrive apart.
 *
 * @param id by which other gateways and the next generation know the step
 * @param label by which clients hear of it
 * @param correlation what its parts have in common
 * @param name of a part
 * @param again what becomes of a part whose name is there
 * @param complete null if no predicate says so
 * @param eager whether the predicate looks at the part rather than at all of them
 * @param bounds the rest
 * @param lastWaits whether the caller of the last part waits for the result
 */
record ApartTerms(
    String id,
    String label,
    Expression correlation,
    Template name,
    Collision again,
    @Nullable Predicate complete,
    boolean eager,
    ApartWish.Terms bounds,
    boolean lastWaits) {
  private static final int LONGEST_NAME = 200;
  private static final int LONGEST_KEY = 400;

  void init(CamelContext context) {
    correlation.init(context);
    if (complete != null) {
      complete.init(context);
    }
  }

  /** What the part belongs to. */
  String key(Exchange exchange) {
    var key = correlation.evaluate(exchange, String.class);
    if (key == null || key.isEmpty()) {
      throw refused("nothing says what it belongs to: no " + correlation);
    }
    if (key.length() > LONGEST_KEY) {
      throw refused("what it belongs to is longer than " + LONGEST_KEY + " characters");
    }
    return Apart.key(id, key);
  }

  String name(Request request, Exchange exchange) {
    String filled;
    try {
      filled = name.fill(request, exchange);
    } catch (IllegalArgumentException e) {
      throw refused("" + e.getMessage());
    }
    if (filled.isEmpty() || filled.length() > LONGEST_NAME) {
      throw refused("its name has " + filled.length() + " characters, not 1 to " + LONGEST_NAME);
    }
    return filled;
  }

  /** Its body as JSON. */
  byte[] body(Exchange exchange) {
    try {
      return BodyText.of(exchange, exchange.getMessage().getBody());
    } catch (IllegalArgumentException e) {
      throw refused("" + e.getMessage());
    }
  }

  static SortedMap<String, String> path(Request request) {
    var path = new TreeMap<String, String>();
    for (var name : request.inputs().pathNames()) {
      var value = request.inputs().path(name);
      if (value != null) {
        path.put(name, value);
      }
    }
    return path;
  }

  private static PartFailed refused(String reason) {
    return new PartFailed("part", reason, 400, null);
  }
}
