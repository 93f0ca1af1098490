package io.serai.backend;

import io.serai.json.JsonScan;
import java.nio.charset.StandardCharsets;

/**
 * What the body of an answer is to whoever called: the part's value, or why it can be none.
 *
 * @param bytes empty for no body
 * @param json whether they were scanned and found valid
 * @param fault in an operator's words, empty if the value is sound
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record Value(byte[] bytes, boolean json, String fault) {
  static final Value NULL = json("null".getBytes(StandardCharsets.US_ASCII));

  private static final byte[] NOTHING = {};

  /**
   * Reads the body of an answer that was a success.
   *
   * @param wantsJson whether anything but JSON is at fault
   */
  static Value of(Answer answer, boolean wantsJson, boolean toHead) {
    var encoding = answer.contentEncoding();
    if (!encoding.isEmpty() && !encoding.equalsIgnoreCase("identity")) {
      return fault("answered in Content-Encoding " + shown(encoding) + ", unasked");
    }
    byte[] body = answer.body();
    boolean typed = !answer.contentType().isEmpty();
    if (body.length == 0 && (toHead || answer.status() != 200 || !answer.json())) {
      return wantsJson ? NULL : other(body);
    }
    if (!answer.json() && (typed || !wantsJson)) {
      return wantsJson
          ? fault("answered " + shown(answer.contentType()) + " where JSON was expected")
          : other(body);
    }
    int at = JsonScan.checkPart(body);
    return at == JsonScan.VALID ? json(body) : fault("invalid JSON at byte " + at);
  }

  private static Value json(byte[] bytes) {
    return new Value(bytes, true, "");
  }

  private static Value other(byte[] bytes) {
    return new Value(bytes, false, "");
  }

  private static Value fault(String fault) {
    return new Value(NOTHING, false, fault);
  }

  boolean isSound() {
    return fault.isEmpty();
  }

  /** Short and printable, whatever a backend sent. */
  private static String shown(String value) {
    var shown = new StringBuilder();
    for (int i = 0; i < Math.min(value.length(), 60); i++) {
      char c = value.charAt(i);
      shown.append(c > ' ' && c < 0x7F ? c : ' ');
    }
    return shown.toString();
  }
}
