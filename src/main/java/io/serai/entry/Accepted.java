package io.serai.entry;

import java.util.Locale;

/** How much a client likes something, RFC 9110 section 12.4.2: from 0, not at all, to 1. */
final class Accepted {
  private Accepted() {}

  /**
   * The weight that an {@code Accept} gives a media type: that of the most exact range.
   *
   * @param type such as {@code application/json}
   */
  static double weight(String accept, String type) {
    var family = type.substring(0, type.indexOf('/') + 1) + "*";
    double weight = 0;
    int exact = 0;
    for (var element : accept.split(",", -1)) {
      var range = name(element);
      int how = range.equals(type) ? 3 : range.equals(family) ? 2 : range.equals("*/*") ? 1 : 0;
      if (how > exact) {
        exact = how;
        weight = weight(element);
      }
    }
    return weight;
  }

  static String name(String element) {
    int semicolon = element.indexOf(';');
    var name = semicolon < 0 ? element : element.substring(0, semicolon);
    return name.strip().toLowerCase(Locale.ROOT);
  }

  /** The {@code q} of one element of a list; what is none counts as 1. */
  static double weight(String element) {
    for (var parameter : element.split(";", -1)) {
      var text = parameter.strip();
      if (text.regionMatches(true, 0, "q=", 0, 2)) {
        try {
          double weight = Double.parseDouble(text.substring(2).strip());
          return weight >= 0 && weight <= 1 ? weight : 1;
        } catch (NumberFormatException e) {
          return 1;
        }
      }
    }
    return 1;
  }
}
