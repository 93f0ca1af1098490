package io.serai.backend;

import io.serai.json.JsonFault;
import io.serai.json.JsonScan;
import io.serai.json.JsonText;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

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
   * @param wantsJson whether anything that doesn't come to JSON is at fault
   */
  static Value of(Answer answer, Format format, boolean wantsJson, boolean toHead) {
    var encoding = answer.contentEncoding();
    if (!encoding.isEmpty() && !encoding.equalsIgnoreCase("identity")) {
      return fault("answered in Content-Encoding " + shown(encoding) + ", unasked");
    }
    byte[] body = answer.body();
    var type = answer.type();
    if (body.length == 0 && (toHead || answer.status() != 200 || !type.json())) {
      return wantsJson || format == Format.TEXT ? NULL : other(body);
    }
    return switch (format) {
      case BY_TYPE -> byType(body, type, wantsJson);
      case JSON -> scanned(body);
      case TEXT -> text(body, type);
      case BYTES -> wantsJson ? fault("is bytes where JSON was expected") : other(body);
    };
  }

  private static Value byType(byte[] body, ContentType type, boolean wantsJson) {
    if (type.json() && type.isUtf8()) {
      return scanned(body);
    }
    if (!wantsJson) {
      return other(body);
    }
    if (type.json()) {
      return fault("answered JSON in " + shown(type.charset()) + " where UTF-8 was expected");
    }
    if (type.plain()) {
      return text(body, type);
    }
    return type.text().isEmpty()
        ? scanned(body)
        : fault("answered " + shown(type.text()) + " where JSON was expected");
  }

  private static Value scanned(byte[] body) {
    int at = JsonScan.checkPart(body);
    if (at == 0 && hasMark(body)) {
      // RFC 8259 section 8.1 lets a reader pass over what a sender mustn't send.
      var unmarked = Arrays.copyOfRange(body, 3, body.length);
      at = JsonScan.checkPart(unmarked);
      return at == JsonScan.VALID ? json(unmarked) : fault(JsonFault.reason(unmarked, at));
    }
    return at == JsonScan.VALID ? json(body) : fault(JsonFault.reason(body, at));
  }

  private static boolean hasMark(byte[] body) {
    return body.length >= 3
        && body[0] == (byte) 0xEF
        && body[1] == (byte) 0xBB
        && body[2] == (byte) 0xBF;
  }

  /** Text as a JSON string. */
  private static Value text(byte[] body, ContentType type) {
    var charset =
        type.isUtf8()
            ? StandardCharsets.UTF_8
            : type.charset().equals("iso-8859-1") ? StandardCharsets.ISO_8859_1 : null;
    if (charset == null) {
      return fault(
          "answered text in " + shown(type.charset()) + " where UTF-8 or ISO-8859-1 was expected");
    }
    int from = type.isUtf8() && hasMark(body) ? 3 : 0;
    try {
      var text = charset.newDecoder().decode(ByteBuffer.wrap(body, from, body.length - from));
      return json(JsonText.quote(text.toString()));
    } catch (CharacterCodingException e) {
      return fault("answered text that is not UTF-8");
    }
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
