package io.serai.backend;

import io.serai.formats.Charsets;
import io.serai.formats.ContentType;
import io.serai.formats.CsvIn;
import io.serai.formats.Packed;
import io.serai.formats.Unreadable;
import io.serai.formats.XmlIn;
import io.serai.json.JsonFault;
import io.serai.json.JsonScan;
import io.serai.json.JsonText;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;

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

  /** What comes to JSON wherever it is asked for. */
  private static final Set<Format> MADE = EnumSet.of(Format.XML, Format.CSV, Format.TEXT);

  private static final byte[] NOTHING = {};

  /**
   * Reads the body of an answer that was a success.
   *
   * @param wantsJson whether anything that doesn't come to JSON is at fault
   */
  static Value of(Answer answer, Reading reading, boolean wantsJson, boolean toHead) {
    byte[] body = answer.body();
    if (!Packed.isPlain(answer.contentEncoding()) && body.length > 0) {
      try {
        body = Packed.plain(body, answer.contentEncoding(), reading.most());
      } catch (Unreadable e) {
        var coding = Unreadable.shown(answer.contentEncoding());
        return fault("answered " + (e.isTooLong() ? coding + " " : "") + e.reason());
      }
    }
    var type = answer.type();
    var format = reading.format();
    if (body.length == 0 && (toHead || answer.status() != 200 || !type.json())) {
      return wantsJson || MADE.contains(format) ? NULL : other(body);
    }
    return switch (format) {
      case BY_TYPE -> byType(body, type, reading, wantsJson);
      case JSON -> scanned(body);
      case XML, CSV, TEXT -> made(body, type, format, reading);
      case BYTES -> wantsJson ? fault("is bytes where JSON was expected") : other(body);
    };
  }

  private static Value byType(byte[] body, ContentType type, Reading reading, boolean wantsJson) {
    if (type.json() && type.isUtf8()) {
      return scanned(body);
    }
    if (!wantsJson) {
      return other(body);
    }
    return switch (type.kind()) {
      case NONE -> scanned(body);
      case JSON -> made(body, type, Format.JSON, reading);
      case XML -> made(body, type, Format.XML, reading);
      case CSV -> made(body, type, Format.CSV, reading);
      case TEXT -> made(body, type, Format.TEXT, reading);
      default -> fault("answered " + Unreadable.shown(type.text()) + " where JSON was expected");
    };
  }

  private static Value scanned(byte[] body) {
    int at = JsonScan.checkPart(body);
    if (at == 0 && Charsets.hasMark(body)) {
      // RFC 8259 section 8.1 lets a reader pass over what a sender mustn't send.
      var unmarked = Arrays.copyOfRange(body, 3, body.length);
      at = JsonScan.checkPart(unmarked);
      return at == JsonScan.VALID ? json(unmarked) : fault(JsonFault.reason(unmarked, at));
    }
    return at == JsonScan.VALID ? json(body) : fault(JsonFault.reason(body, at));
  }

  /** JSON made of what it is. */
  private static Value made(byte[] body, ContentType type, Format format, Reading reading) {
    try {
      var charset = type.charset();
      return switch (format) {
        case XML -> json(XmlIn.json(body, charset, reading.arrays(), reading.most()));
        case CSV -> json(CsvIn.json(body, charset, reading.separator(), reading.most()));
        case TEXT -> json(JsonText.quote(Charsets.text(body, charset)));
        default -> scanned(Charsets.utf8(body, charset));
      };
    } catch (Unreadable e) {
      var what = format == Format.TEXT ? "text" : format.name();
      return fault("answered " + what + " " + e.reason());
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
}
