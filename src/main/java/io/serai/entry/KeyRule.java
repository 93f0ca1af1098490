package io.serai.entry;

import io.serai.request.RandomKey;
import org.jspecify.annotations.Nullable;

/**
 * What a route wants of the {@code Idempotency-Key} of its requests
 * (draft-ietf-httpapi-idempotency-key-header). Any but {@link #NONE} lets it in.
 */
enum KeyRule {
  /** It is a header like any other. */
  NONE,
  OPTIONAL,
  /** A request that may change something and has none is a 400. */
  REQUIRED,
  /** A request without one is given one. */
  GENERATE;

  static final String HEADER = "Idempotency-Key";
  private static final String LOWER = "idempotency-key";
  private static final int MOST = 255;

  static boolean isKey(String lowerCaseName) {
    return lowerCaseName.equals(LOWER);
  }

  /** What there is against the request's own key, or its absence; null for nothing. */
  @Nullable Answer objection(Visit visit) {
    if (this == NONE) {
      return null;
    }
    var head = visit.head();
    int lines = 0;
    for (int i = 0; i < head.count(); i++) {
      if (head.name(i).equalsIgnoreCase(LOWER)) {
        lines++;
        if (!isSound(head.value(i))) {
          return refused(visit, "it is empty, longer than 255 characters, or has other than ASCII");
        }
      }
    }
    if (lines > 1) {
      return refused(visit, "it is there more than once");
    }
    return lines == 0 && this == REQUIRED && !isSafe(head.method())
        ? refused(visit, "it is missing")
        : null;
  }

  private static boolean isSound(String key) {
    for (int i = 0; i < key.length(); i++) {
      if (key.charAt(i) < ' ' || key.charAt(i) > '~') {
        return false;
      }
    }
    return !key.isEmpty() && key.length() <= MOST;
  }

  private static boolean isSafe(String method) {
    return method.equals("GET") || method.equals("HEAD") || method.equals("OPTIONS");
  }

  private static Answer refused(Visit visit, String why) {
    return Answer.problem(400, "the header Idempotency-Key: " + why, visit.id());
  }

  /** The request's key: its own or a made one; null if it has none. */
  @Nullable String key(RequestHead head) {
    var own = head.header(LOWER);
    return own == null && this == GENERATE ? RandomKey.next() : own;
  }
}
