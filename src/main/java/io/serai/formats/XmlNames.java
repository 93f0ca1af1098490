package io.serai.formats;

import com.ctc.wstx.io.WstxInputData;
import java.util.Locale;

/**
 * Names and texts as XML takes them. A character that can't stand in a name is written {@code
 * _x0040_}, its number in hexadecimal (ISO 9075-14); so is the {@code _} of what looks like that.
 */
public final class XmlNames {
  private XmlNames() {}

  static String of(String name) {
    if (isName(name) && !name.contains("_x")) {
      return name;
    }
    if (name.isEmpty()) {
      return "_";
    }
    var escaped = new StringBuilder();
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      boolean fits = escaped.isEmpty() ? isStart(c) : isWithin(c);
      if (fits && !name.startsWith("_x", i)) {
        escaped.append(c);
      } else {
        escaped.append(String.format(Locale.ROOT, "_x%04X_", (int) c));
      }
    }
    return escaped.toString();
  }

  /** Whether an element may be called so, without a prefix. */
  public static boolean isName(String name) {
    for (int i = 0; i < name.length(); i++) {
      if (i == 0 ? !isStart(name.charAt(0)) : !isWithin(name.charAt(i))) {
        return false;
      }
    }
    return !name.isEmpty();
  }

  /** Whether a member of this name, {@code @id}, can be an attribute. */
  static boolean isAttribute(String member) {
    return member.startsWith("@") && isName(member.substring(1)) && !member.startsWith("@xmlns");
  }

  private static boolean isStart(char c) {
    return c != ':' && WstxInputData.isNameStartChar(c, true, false);
  }

  private static boolean isWithin(char c) {
    return c != ':' && WstxInputData.isNameChar(c, true, false);
  }

  /** Writes a text, in an attribute's quotes or between elements. */
  static void escaped(String text, boolean inQuotes, Bytes out) throws Unreadable {
    for (int i = 0; i < text.length(); ) {
      int point = text.codePointAt(i);
      i += Character.charCount(point);
      switch (point) {
        case '&' -> out.ascii("&amp;");
        case '<' -> out.ascii("&lt;");
        case '>' -> out.ascii("&gt;");
        case '"' -> out.ascii(inQuotes ? "&quot;" : "\"");
        case '\r' -> out.ascii("&#13;");
        case '\n' -> out.ascii(inQuotes ? "&#10;" : "\n");
        case '\t' -> out.ascii(inQuotes ? "&#9;" : "\t");
        default -> out.utf8(isAllowed(point) ? point : 0xFFFD);
      }
    }
  }

  /** XML 1.0, section 2.2. */
  private static boolean isAllowed(int point) {
    return point >= ' ' && (point < 0xD800 || point > 0xDFFF) && point != 0xFFFE && point != 0xFFFF;
  }
}
