package io.serai.entry;

import java.util.Locale;
import java.util.Set;

/** The headers about which there is nothing to choose. */
final class HeaderNames {
  /** Of one connection only: RFC 9110 section 7.6.1, and what frames a message. */
  private static final Set<String> HOP_BY_HOP =
      Set.of(
          "connection",
          "keep-alive",
          "proxy-connection",
          "proxy-authenticate",
          "proxy-authorization",
          "te",
          "trailer",
          "transfer-encoding",
          "upgrade",
          "http2-settings",
          "content-length",
          "expect");

  /** Said by a client; in an answer they are an echo, and some are secrets. */
  private static final Set<String> REQUEST_ONLY =
      Set.of(
          "a-im",
          "accept",
          "accept-charset",
          "accept-encoding",
          "accept-language",
          "access-control-request-headers",
          "access-control-request-method",
          "authorization",
          "cookie",
          "forwarded",
          "from",
          "host",
          "if-match",
          "if-modified-since",
          "if-none-match",
          "if-range",
          "if-unmodified-since",
          "max-forwards",
          "origin",
          "prefer",
          "range",
          "referer",
          "user-agent",
          "x-forwarded-for",
          "x-forwarded-host",
          "x-forwarded-proto");

  /** Written by the listener itself. */
  private static final Set<String> OURS =
      Set.of("date", "x-request-id", "traceparent", "proxy-status", "server-timing", "via");

  private HeaderNames() {}

  /** Neither in nor out. */
  static boolean isNeverLet(String name) {
    return isCamel(name) || HOP_BY_HOP.contains(name.toLowerCase(Locale.ROOT));
  }

  /** Not out, even where every header is let out. */
  static boolean isNeverAnswered(String name) {
    var lower = name.toLowerCase(Locale.ROOT);
    return isCamel(name)
        || HOP_BY_HOP.contains(lower)
        || REQUEST_ONLY.contains(lower)
        || OURS.contains(lower);
  }

  /** Whether a backend's answer may bring it along: 415 says what is accepted, for one. */
  static boolean isEndToEnd(String name) {
    return !isNeverLet(name) && !OURS.contains(name.toLowerCase(Locale.ROOT));
  }

  /**
   * Whether Camel would take it for its own, in any case mix: a client that could set {@code
   * CamelHttpUri} would choose where a producer calls (CVE-2026-78164).
   */
  static boolean isCamel(String name) {
    return startsWith(name, "camel") || startsWith(name, "org.apache.camel");
  }

  private static boolean startsWith(String name, String lower) {
    return name.regionMatches(true, 0, lower, 0, lower.length());
  }
}
