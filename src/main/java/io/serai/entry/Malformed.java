package io.serai.entry;

/**
 * What came isn't HTTP as RFC 9112 has it, or is larger than allowed. Where one message ends and
 * the next begins is then anybody's guess, so the connection is closed after the answer.
 */
final class Malformed extends Exception {
  private final int status;

  Malformed(int status, String detail) {
    // Anybody can cause these by the thousand: no stack trace.
    super(detail, null, false, false);
    this.status = status;
  }

  static Malformed bad(String detail) {
    return new Malformed(400, detail);
  }

  int status() {
    return status;
  }

  String detail() {
    var detail = getMessage();
    return detail == null ? "" : detail;
  }
}
