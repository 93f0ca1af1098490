package io.serai.request;

import java.util.ArrayList;
import java.util.List;

/** Lists in one text, whose elements may be templates. */
final class Lists {
  private Lists() {}

  /** The stripped, non-empty elements; a separator within braces separates nothing. */
  static List<String> split(String text, char separator) {
    var elements = new ArrayList<String>();
    int depth = 0;
    int from = 0;
    for (int i = 0; i <= text.length(); i++) {
      char c = i == text.length() ? separator : text.charAt(i);
      depth += c == '{' ? 1 : c == '}' && depth > 0 ? -1 : 0;
      if (i == text.length() || (c == separator && depth == 0)) {
        var element = text.substring(from, i).strip();
        if (!element.isEmpty()) {
          elements.add(element);
        }
        from = i + 1;
      }
    }
    return elements;
  }
}
