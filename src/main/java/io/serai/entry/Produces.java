package io.serai.entry;

import io.serai.formats.JsonLines;
import io.serai.formats.Unreadable;
import io.serai.formats.XmlOut;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * In what a route answers: JSON, XML, lines of JSON as parts come, or what the client likes best of
 * them, RFC 9110 section 12.5.1.
 *
 * @param formats at least one, the first for who has no wish
 * @param root what the root element of XML is called
 */
record Produces(List<Format> formats, String root) {
  static final String JSON = "application/json";
  private static final String XML = "application/xml";
  private static final String TEXT_XML = "text/xml";
  private static final List<String> JSON_TYPES = List.of(JSON);
  private static final List<String> XML_TYPES = List.of(XML, TEXT_XML);

  /** XML says each name twice, and each name again for every element of an array. */
  private static final int LONGER = 16;

  private static final int LEAST = 1 << 20;

  /** One of them, by its name in route files and its media types. */
  enum Format {
    JSON,
    XML,
    NDJSON;

    private List<String> types() {
      return switch (this) {
        case JSON -> JSON_TYPES;
        case XML -> XML_TYPES;
        case NDJSON -> JsonLines.TYPES;
      };
    }

    private static @Nullable Format of(String name) {
      for (var format : values()) {
        if (format.name().toLowerCase(Locale.ROOT).equals(name)) {
          return format;
        }
      }
      return null;
    }
  }

  /** Those of that names, which are formats. */
  static Produces of(List<String> names, String root) {
    return new Produces(names.stream().map(Format::of).filter(Objects::nonNull).toList(), root);
  }

  static boolean isFormats(List<String> names) {
    return !names.isEmpty()
        && names.stream().allMatch(name -> Format.of(name) != null)
        && names.stream().distinct().count() == names.size();
  }

  /** Whether it depends on the request. */
  boolean isNegotiated() {
    return formats.size() > 1;
  }

  /** Whether it is JSON, whatever is asked for. */
  boolean isJson() {
    return !isNegotiated() && formats.get(0) == Format.JSON;
  }

  /** Before anything is done for it: 406 for a client that takes none of them, or null. */
  @Nullable Answer objection(Visit visit) {
    if (isJson() || type(visit) != null) {
      return null;
    }
    var types = formats.stream().map(format -> format.types().get(0));
    return Answer.problem(
            406, "this path answers in " + types.collect(Collectors.joining(" and ")), visit.id())
        .with("Vary", "Accept");
  }

  /** The media type of the lines that the client gets, a line for each part; null if it doesn't. */
  @Nullable String lines(Visit visit) {
    // What came in a batch is answered whole.
    var type = formats.contains(Format.NDJSON) && visit.whole() == null ? type(visit) : null;
    return type != null && Format.NDJSON.types().contains(type) ? type : null;
  }

  /** The answer in the format that the client gets; one that isn't JSON stays what it is. */
  Answer answer(Visit visit, Answer answer) throws Unreadable {
    if (isJson() || answer.flow() != null) {
      return answer;
    }
    var type = type(visit);
    var made =
        type != null && Format.XML.types().contains(type) && isJsonType(answer.contentType())
            ? answer.as(type.equals(XML) ? XML : TEXT_XML + "; charset=utf-8", xml(answer.body()))
            : answer;
    return isNegotiated() ? made.with("Vary", "Accept") : made;
  }

  private byte[] xml(byte[] json) throws Unreadable {
    return XmlOut.xml(json, root, Math.max(LEAST, (long) LONGER * json.length));
  }

  private static boolean isJsonType(String type) {
    return type.equals(JSON) || type.toLowerCase(Locale.ROOT).startsWith(JSON + ";");
  }

  /** The media type of the answer, null if the client takes none. */
  private @Nullable String type(Visit visit) {
    String best = null;
    double most = 0;
    for (var format : formats) {
      for (var type : format.types()) {
        double weight = isNegotiated() ? visit.likes(type) : 1;
        if (weight > most) {
          best = type;
          most = weight;
        }
      }
    }
    return best;
  }
}
