package io.serai.entry;

import io.serai.request.Inputs;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** What a client sent, as far as its way's terms let it in. */
final class LetIn implements Inputs {
  private final Visit visit;
  private final Terms terms;
  // Null unless the way has a rule for it and the request a key.
  private final @Nullable String idempotencyKey;

  LetIn(Visit visit) {
    this.visit = visit;
    this.terms = visit.served().way().terms();
    var rule = visit.served().way().keyRule();
    this.idempotencyKey = rule == KeyRule.NONE ? null : rule.key(visit.head());
  }

  @Override
  public @Nullable String path(String name) {
    return visit.pathParameter(name);
  }

  @Override
  public Collection<String> pathNames() {
    return visit.served().pattern().names().stream().filter(name -> !name.isEmpty()).toList();
  }

  @Override
  public @Nullable String query(String name) {
    if (!terms.query().lets(name)) {
      return null;
    }
    var query = visit.target().query();
    int from = 0;
    while (from < query.length()) {
      int end = end(query, from);
      int equals = query.indexOf('=', from);
      int nameEnd = equals < 0 || equals > end ? end : equals;
      if (Percent.decodeQuery(query, from, nameEnd).equals(name)) {
        return Percent.decodeQuery(query, Math.min(nameEnd + 1, end), end);
      }
      from = end + 1;
    }
    return null;
  }

  @Override
  public @Nullable String header(String name) {
    var lower = name.toLowerCase(Locale.ROOT);
    if (idempotencyKey != null && KeyRule.isKey(lower)) {
      return idempotencyKey;
    }
    if (visit.isUnpacked() && lower.equals(Taking.CODING)) {
      return null;
    }
    return isLetIn(visit.head(), terms.requestHeaders(), lower) ? visit.head().header(lower) : null;
  }

  @Override
  public Collection<String> headerNames() {
    var names = new LinkedHashMap<String, String>();
    if (idempotencyKey != null) {
      names.put(KeyRule.HEADER.toLowerCase(Locale.ROOT), KeyRule.HEADER);
    }
    for (int i = 0; i < visit.head().count(); i++) {
      var name = visit.head().name(i);
      var lower = name.toLowerCase(Locale.ROOT);
      if (isLetIn(visit.head(), terms.requestHeaders(), lower)) {
        names.putIfAbsent(lower, terms.requestHeaders().spelt(name));
      }
    }
    return names.values();
  }

  @Override
  public @Nullable String cookie(String name) {
    var cookies = visit.head().header("cookie");
    // Several Cookie headers were joined by commas (HTTP/2 splits them): both part cookies.
    int from = 0;
    while (cookies != null && from < cookies.length()) {
      int to = from;
      while (to < cookies.length() && cookies.charAt(to) != ';' && cookies.charAt(to) != ',') {
        to++;
      }
      var pair = cookies.substring(from, to).strip();
      if (pair.length() > name.length()
          && pair.startsWith(name)
          && pair.charAt(name.length()) == '=') {
        return pair.substring(name.length() + 1);
      }
      from = to + 1;
    }
    return null;
  }

  @Override
  public List<String> rest() {
    var pattern = visit.served().pattern();
    if (!pattern.rest()) {
      return List.of();
    }
    var segments = visit.target().segments();
    return List.of(Arrays.copyOfRange(segments, pattern.literals().size(), segments.length));
  }

  @Override
  public String rawQuery() {
    var query = visit.target().query();
    return terms.query().all() || query.isEmpty() ? query : letIn(query);
  }

  /** The pairs that are let in, each as it came. */
  private String letIn(String query) {
    var left = new StringBuilder();
    for (int from = 0; from < query.length() && !terms.query().letsNone(); ) {
      int end = end(query, from);
      int equals = query.indexOf('=', from);
      int nameEnd = equals < 0 || equals > end ? end : equals;
      if (terms.query().lets(Percent.decodeQuery(query, from, nameEnd))) {
        left.append(left.isEmpty() ? "" : "&").append(query, from, end);
      }
      from = end + 1;
    }
    return left.toString();
  }

  @Override
  public String method() {
    return visit.head().method();
  }

  @Override
  public String path() {
    return visit.target().path();
  }

  /** Whether a header may be read at all: let in, and not named in {@code Connection}. */
  static boolean isLetIn(RequestHead head, NameRule rule, String lower) {
    return rule.lets(lower) && !HeaderNames.isNeverLet(lower) && !isHop(head, lower);
  }

  /** RFC 9110 section 7.6.1: what {@code Connection} names ends here. */
  private static boolean isHop(RequestHead head, String lower) {
    var connection = head.header("connection");
    if (connection == null) {
      return false;
    }
    for (int from = 0; from <= connection.length(); ) {
      int comma = connection.indexOf(',', from);
      int to = comma < 0 ? connection.length() : comma;
      if (connection.substring(from, to).strip().equalsIgnoreCase(lower)) {
        return true;
      }
      from = to + 1;
    }
    return false;
  }

  /** Every pair of a query or form, decoded, in order. */
  static void eachPair(String query, BiConsumer<String, String> pair) {
    int from = 0;
    while (from < query.length()) {
      int end = end(query, from);
      int equals = query.indexOf('=', from);
      int nameEnd = equals < 0 || equals > end ? end : equals;
      if (end > from) {
        pair.accept(
            Percent.decodeQuery(query, from, nameEnd),
            Percent.decodeQuery(query, Math.min(nameEnd + 1, end), end));
      }
      from = end + 1;
    }
  }

  private static int end(String query, int from) {
    int ampersand = query.indexOf('&', from);
    return ampersand < 0 ? query.length() : ampersand;
  }
}
