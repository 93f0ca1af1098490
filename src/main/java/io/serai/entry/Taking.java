package io.serai.entry;

import io.serai.formats.ArrayPaths;
import io.serai.formats.Charsets;
import io.serai.formats.ContentType;
import io.serai.formats.ContentType.Kind;
import io.serai.formats.CsvIn;
import io.serai.formats.FormIn;
import io.serai.formats.MultipartIn;
import io.serai.formats.Packed;
import io.serai.formats.Unreadable;
import io.serai.formats.XmlIn;
import io.serai.json.JsonText;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What a route makes of a request's body before anything looks at it.
 *
 * @param json whether forms, XML, CSV and text are made JSON
 * @param reads whether the body is read here at all, or only passed on
 * @param arrays the elements of XML that are always arrays
 */
record Taking(boolean json, boolean reads, ArrayPaths arrays) {
  private static final String JSON = "application/json";
  static final String CODING = "content-encoding";

  /** Base64, escapes and quotes make a body longer, and never twice as long. */
  private static final int LONGER = 2;

  private static final int LEAST = 64 << 10;

  /** Before the body is read, what can be said of it by its head: 415, or null. */
  @Nullable Answer objection(Visit visit) {
    var coding = visit.head().header(CODING);
    if (coding != null && !Packed.isPlain(coding) && !Packed.isKnown(coding)) {
      // RFC 9110 section 12.5.3: what would have been taken.
      return Answer.problem(415, "the body is packed in other than gzip or deflate", visit.id())
          .with("Accept-Encoding", "gzip, deflate");
    }
    if (!reads) {
      return null;
    }
    var type = type(visit);
    boolean taken = json ? type.kind() != Kind.OTHER && type.kind() != Kind.NONE : type.json();
    return taken && Charsets.isKnown(type.charset())
        ? null
        : Answer.problem(
            415,
            json
                ? "this path takes JSON, forms, XML, CSV and text, in UTF-8 or ISO-8859-1"
                : "this path takes application/json in UTF-8 or ISO-8859-1",
            visit.id());
  }

  private static ContentType type(Visit visit) {
    var type = visit.head().header("content-type");
    return type == null ? ContentType.NONE : ContentType.of(type);
  }

  /** Its body becomes what the route wants. Null if it did, else the answer: 400, 413 or 415. */
  @Nullable Answer take(Visit visit) {
    var coding = visit.head().header(CODING);
    if (coding != null && !Packed.isPlain(coding)) {
      var refused = unpack(visit, coding);
      if (refused != null) {
        return refused;
      }
    }
    var sent = visit.body();
    if (!reads || sent.length == 0) {
      return null;
    }
    var type = type(visit);
    try {
      var made = made(sent, type, visit.served().way().terms().maxBody());
      if (made != sent) {
        visit.body(made, JSON);
      }
      return null;
    } catch (Unreadable e) {
      return Answer.problem(
          e.isUnsupported() ? 415 : 400,
          "the body is " + named(type.kind()) + " " + e.reason(),
          visit.id());
    }
  }

  /** What is packed may become as long as a body may be. */
  private static @Nullable Answer unpack(Visit visit, String coding) {
    long most = visit.served().way().terms().maxBody();
    try {
      visit.unpacked(Packed.plain(visit.body(), coding, most));
      return null;
    } catch (Unreadable e) {
      int status = e.isTooLong() ? 413 : e.isUnsupported() ? 415 : 400;
      var detail = e.isTooLong() ? "larger than " + most + " bytes" : e.reason();
      return Answer.problem(status, "the body is " + detail, visit.id());
    }
  }

  private byte[] made(byte[] sent, ContentType type, long maxBody) throws Unreadable {
    long most = Math.max(LEAST, LONGER * maxBody);
    var charset = type.charset();
    return switch (type.kind()) {
      case JSON -> Charsets.utf8(sent, charset);
      case XML -> XmlIn.json(sent, charset, arrays, most);
      case CSV -> CsvIn.json(sent, charset, ',', most);
      case TEXT -> JsonText.quote(Charsets.text(sent, charset));
      case FORM -> FormIn.json(sent, charset, most);
      case MULTIPART -> MultipartIn.json(sent, type.parameter("boundary"), most);
      case NONE, OTHER -> sent;
    };
  }

  private static String named(Kind kind) {
    return switch (kind) {
      case FORM -> "a form";
      case MULTIPART -> "multipart";
      case TEXT -> "text";
      default -> kind.name().toUpperCase(Locale.ROOT);
    };
  }
}
