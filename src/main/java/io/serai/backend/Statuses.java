package io.serai.backend;

import java.util.BitSet;

/** A set of HTTP statuses, {@code "409,422"}. */
final class Statuses {
  private final BitSet statuses = new BitSet(600);

  private Statuses() {}

  static Statuses read(Texts texts, String parameter, String otherwise) {
    var read = new Statuses();
    var text = texts.get(parameter, otherwise);
    for (var each : text.split(",", -1)) {
      var status = each.strip();
      if (status.isEmpty()) {
        continue;
      }
      if (status.length() != 3 || !status.chars().allMatch(Character::isDigit)) {
        throw texts.wrong(parameter, text, "HTTP statuses separated by commas, such as 404,409");
      }
      read.statuses.set(Integer.parseInt(status));
    }
    return read;
  }

  boolean has(int status) {
    return statuses.get(status);
  }
}
