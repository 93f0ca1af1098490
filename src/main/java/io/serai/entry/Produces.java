package io.serai.entry;

import io.serai.formats.Unreadable;
import io.serai.formats.XmlOut;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * In what a route answers: JSON, XML, or what the client likes best of both, RFC 9110 section
 * 12.5.1.
 *
 * @param formats {@code json} and {@code xml}, the first for who has no wish
 * @param root what the root element of XML is called
 */
record Produces(List<String> formats, String root) {
  static final String JSON = "application/json";
  private static final String XML = "application/xml";
  private static final String TEXT_XML = "text/xml";

  /** XML says each name twice, and each name again for every element of an array. */
  private static final int LONGER = 16;

  private static final int LEAST = 1 << 20;

  static boolean isFormats(List<String> names) {
    return !names.isEmpty()
        && names.stream().allMatch(name -> name.equals("json") || name.equals("xml"))
        && names.stream().distinct().count() == names.size();
  }

  /** Whether it depends on the request. */
  boolean isNegotiated() {
    return formats.size() > 1;
  }

  /** Whether it is JSON, whatever is asked for. */
  boolean isJson() {
    return !isNegotiated() && formats.get(0).equals("json");
  }

  /** Before anything is done for it: 406 for a client that takes none of them, or null. */
  @Nullable Answer objection(Visit visit) {
    return isNegotiated() && type(visit) == null
        ? Answer.problem(
                406, "this path answers in application/json and application/xml", visit.id())
            .with("Vary", "Accept")
        : null;
  }

  /** The answer in the format that the client gets; one that isn't JSON stays what it is. */
  Answer answer(Visit visit, Answer answer) throws Unreadable {
    if (isJson() || answer.flow() != null) {
      return answer;
    }
    var type = type(visit);
    var made =
        type == null || type.equals(JSON) || !isJsonType(answer.contentType())
            ? answer
            : answer.as(type.equals(XML) ? XML : TEXT_XML + "; charset=utf-8", xml(answer.body()));
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
    var accept = isNegotiated() ? visit.head().header("accept") : null;
    String best = null;
    double most = 0;
    for (var format : formats) {
      for (var type : format.equals("json") ? List.of(JSON) : List.of(XML, TEXT_XML)) {
        double weight = accept == null ? 1 : Accepted.weight(accept, type);
        if (weight > most) {
          best = type;
          most = weight;
        }
      }
    }
    return best;
  }
}
