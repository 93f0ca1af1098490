package io.serai.entry.batch;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Which headers an item may have of its own. Those that say who the client is, and those that
 * nobody knows, count from the batch's own request: or one client could send with its own key what
 * another one's rights are asked for.
 */
final class ItemHeaders {
  static final String EXPECTED =
      "names of headers that don't say who the client is and belong to no connection";

  /** About the one message, or what is wanted of its answer. */
  private static final Set<String> OF_ITS_OWN =
      Set.of(
          "accept",
          "accept-language",
          "cache-control",
          "content-language",
          "content-type",
          "idempotency-key",
          "if-match",
          "if-modified-since",
          "if-none-match",
          "if-range",
          "if-unmodified-since",
          "pragma",
          "prefer",
          "range");

  /** Whatever an operator lists: who the client is, how it came, what frames a message. */
  private static final Set<String> NEVER =
      Set.of(
          "accept-encoding",
          "api-key",
          "authorization",
          "baggage",
          "cf-connecting-ip",
          "client-cert",
          "client-cert-chain",
          "connection",
          "content-encoding",
          "content-length",
          "cookie",
          "expect",
          "forwarded",
          "from",
          "host",
          "http2-settings",
          "keep-alive",
          "origin",
          "te",
          "traceparent",
          "tracestate",
          "trailer",
          "transfer-encoding",
          "true-client-ip",
          "upgrade",
          "via",
          "x-api-key",
          "x-client-ip",
          "x-real-ip",
          "x-request-id");

  private static final List<String> NEVER_SO_BEGUN =
      List.of("camel", "org.apache.camel", "proxy-", "sec-", "x-forwarded-");
  private static final Pattern TOKEN = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]+");

  private ItemHeaders() {}

  /** Whether an operator may let items have them. */
  static boolean areOwn(List<String> names) {
    return names.stream().allMatch(ItemHeaders::mayBeOwn);
  }

  private static boolean mayBeOwn(String name) {
    var lower = lower(name);
    return isToken(name)
        && !name.equals("*")
        && !NEVER.contains(lower)
        && NEVER_SO_BEGUN.stream().noneMatch(lower::startsWith);
  }

  static boolean isToken(String name) {
    return TOKEN.matcher(name).matches();
  }

  /**
   * Whether an item may have it.
   *
   * @param listed what the operator lets items have
   */
  static boolean isOwn(String lower, Set<String> listed) {
    return OF_ITS_OWN.contains(lower) || listed.contains(lower);
  }

  static String lower(String name) {
    return name.toLowerCase(Locale.ROOT);
  }
}
