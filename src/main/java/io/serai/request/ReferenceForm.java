package io.serai.request;

import io.serai.request.Template.Reference;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The forms a reference can have, between the braces. */
final class ReferenceForm {
  private ReferenceForm() {}

  static final Set<String> NAMED = Set.of("query", "header", "cookie", "claim", "property");

  /** The reference, or null if the text fits no form. */
  static @Nullable Reference read(String text) {
    int colon = text.indexOf(':');
    var defaultText = colon < 0 ? null : text.substring(colon + 1);
    var way = colon < 0 ? text : text.substring(0, colon);
    boolean optional = colon < 0 && way.endsWith("?");
    if (optional) {
      way = way.substring(0, way.length() - 1);
    }
    if (defaultText != null && defaultText.indexOf('{') >= 0) {
      return null;
    }
    if (way.equals("*")) {
      return new Reference(text, "rest", "*", "", defaultText, optional);
    }
    int dot = way.indexOf('.');
    var first = dot < 0 ? way : way.substring(0, dot);
    var more = dot < 0 ? "" : way.substring(dot + 1);
    if (dot >= 0 && more.isEmpty()) {
      return null;
    }
    if (NAMED.contains(first)) {
      return isForeignName(more)
          ? new Reference(text, first, more, "", defaultText, optional)
          : null;
    }
    if (!isWay(way)) {
      return null;
    }
    if (first.equals("index")) {
      return more.isEmpty() ? new Reference(text, "index", "", "", defaultText, optional) : null;
    }
    if (stem(first).equals("item")) {
      return new Reference(text, "item", "", member(first, more), defaultText, optional);
    }
    if (first.equals("part")) {
      if (more.isEmpty()) {
        return null;
      }
      int next = more.indexOf('.');
      first = next < 0 ? more : more.substring(0, next);
      more = next < 0 ? "" : more.substring(next + 1);
    } else if (dot < 0 && !first.endsWith("[]")) {
      return new Reference(text, "path", first, "", defaultText, optional);
    }
    return new Reference(text, "part", stem(first), member(first, more), defaultText, optional);
  }

  private static String stem(String segment) {
    int bracket = segment.indexOf('[');
    return bracket < 0 ? segment : segment.substring(0, bracket);
  }

  /** A part that is an array itself, {@code orders[].id}, keeps its brackets in the member. */
  private static String member(String first, String more) {
    var brackets = first.substring(stem(first).length());
    return brackets.isEmpty() || more.isEmpty() ? brackets + more : brackets + "." + more;
  }

  /** Names of others: query parameters, headers, cookies. */
  private static boolean isForeignName(String name) {
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      if (c <= ' ' || c == '"' || c == '\'' || c == '{' || c == '?' || c == ',' || c == 0x7F) {
        return false;
      }
    }
    return !name.isEmpty();
  }

  /** Names joined by dots, each with or without {@code []}; the first starts with a letter. */
  private static boolean isWay(String way) {
    if (way.isEmpty() || way.endsWith(".") || way.contains("..")) {
      return false;
    }
    if (!Character.isLetter(way.charAt(0)) && way.charAt(0) != '_') {
      return false;
    }
    for (int i = 0; i < way.length(); i++) {
      char c = way.charAt(i);
      boolean brackets =
          (c == '[' && way.startsWith("[]", i)) || (c == ']' && way.charAt(i - 1) == '[');
      boolean afterBrackets = i > 0 && way.charAt(i - 1) == ']' && c != '.' && c != '[';
      if (afterBrackets || !(brackets || Character.isLetterOrDigit(c) || "_-$@.".indexOf(c) >= 0)) {
        return false;
      }
    }
    return true;
  }
}
