package io.serai.entry;

import java.util.Locale;

/** Which answers go out in gzip, where {@code listener.compression} says so. */
final class Packing {
  /** Shorter ones fit into one packet anyway. */
  private static final int LEAST = 1 << 10;

  /** On the event loop: a longer one would hold it for tens of milliseconds. */
  private static final int MOST = 1 << 20;

  private Packing() {}

  /** Whether the client takes gzip, RFC 9110 section 12.5.3. */
  static boolean isWanted(RequestHead head) {
    var accept = head.header("accept-encoding");
    if (accept == null) {
      return false;
    }
    double any = 0;
    for (var element : accept.split(",", -1)) {
      var name = Accepted.name(element);
      if (name.equals("gzip") || name.equals("x-gzip")) {
        return Accepted.weight(element) > 0;
      }
      any = name.equals("*") ? Accepted.weight(element) : any;
    }
    return any > 0;
  }

  /** Whether it is of a kind and size that is packed, for those who want it. */
  static boolean isWorth(Answer answer) {
    int length = answer.body().length;
    return length >= LEAST
        && length <= MOST
        && answer.status() != 206
        && isText(answer.contentType().toLowerCase(Locale.ROOT))
        && !answer.has("Content-Encoding")
        && !answer.has("Content-Range");
  }

  private static boolean isText(String type) {
    int semicolon = type.indexOf(';');
    var name = (semicolon < 0 ? type : type.substring(0, semicolon)).strip();
    return name.startsWith("text/")
        || name.endsWith("json")
        || name.endsWith("xml")
        || name.equals("application/javascript");
  }
}
