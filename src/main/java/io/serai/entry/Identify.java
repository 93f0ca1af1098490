package io.serai.entry;

import io.serai.request.Request.Identity;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * Gives a request its id and its place in a trace. A client's own are believed only in a form that
 * can be written anywhere: to a log, a header, a console.
 */
final class Identify implements Step {
  private static final char[] HEX = "0123456789abcdef".toCharArray();

  private final String pseudonym;

  /**
   * Names this instance.
   *
   * @param pseudonym in {@code Via}
   */
  Identify(String pseudonym) {
    this.pseudonym = pseudonym;
  }

  @Override
  public @Nullable Answer pass(Visit visit) {
    var head = visit.head();
    var via = head.header("via");
    visit.identify(
        new Identity(
            id(head.header("x-request-id")),
            traceparent(head.header("traceparent")),
            via == null ? "1.1 " + pseudonym : via + ", 1.1 " + pseudonym));
    return null;
  }

  static String id(@Nullable String sent) {
    if (sent != null && !sent.isEmpty() && sent.length() <= 64) {
      boolean safe = true;
      for (int i = 0; i < sent.length(); i++) {
        char c = sent.charAt(i);
        safe &=
            (c >= '0' && c <= '9')
                || (c >= 'A' && c <= 'Z')
                || (c >= 'a' && c <= 'z')
                || c == '.'
                || c == '_'
                || c == '-';
      }
      if (safe) {
        return sent;
      }
    }
    return hex(new StringBuilder(16), ThreadLocalRandom.current().nextLong()).toString();
  }

  /**
   * W3C Trace Context: the client's trace goes on with a span of ours; without a sound one a new
   * trace begins, not sampled, since nothing is recorded here.
   */
  static String traceparent(@Nullable String sent) {
    var random = ThreadLocalRandom.current();
    var next = new StringBuilder(55);
    if (sent != null && isSound(sent)) {
      next.append("00").append(sent, 2, 36);
      return hex(next, random.nextLong() | 1).append(sent, 52, 55).toString();
    }
    hex(next.append("00-"), random.nextLong() | 1);
    hex(next, random.nextLong()).append('-');
    return hex(next, random.nextLong() | 1).append("-00").toString();
  }

  private static boolean isSound(String sent) {
    int length = sent.length();
    // A later version may append fields, version 00 may not.
    return (length == 55 || (length > 55 && sent.charAt(55) == '-' && !sent.startsWith("00")))
        && isHex(sent, 0, 2)
        && !sent.startsWith("ff")
        && sent.charAt(2) == '-'
        && isHex(sent, 3, 35)
        && !isZero(sent, 3, 35)
        && sent.charAt(35) == '-'
        && isHex(sent, 36, 52)
        && !isZero(sent, 36, 52)
        && sent.charAt(52) == '-'
        && isHex(sent, 53, 55);
  }

  private static boolean isHex(String text, int from, int to) {
    for (int i = from; i < to; i++) {
      char c = text.charAt(i);
      if (!((c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'))) {
        return false;
      }
    }
    return true;
  }

  private static boolean isZero(String text, int from, int to) {
    for (int i = from; i < to; i++) {
      if (text.charAt(i) != '0') {
        return false;
      }
    }
    return true;
  }

  private static StringBuilder hex(StringBuilder text, long bits) {
    for (int shift = 60; shift >= 0; shift -= 4) {
      text.append(HEX[(int) (bits >>> shift) & 15]);
    }
    return text;
  }
}
