package io.serai.formats;

import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;

/**
 * Where the values of a valid JSON text end. Those of long objects and arrays are remembered, so
 * that one that stands deep isn't walked through again for each that it stands in.
 */
final class JsonEnds {
  private static final int LONG = 256;

  private final byte[] json;
  private final Map<Integer, Integer> longOnes = new HashMap<>();
  private boolean attributes;

  JsonEnds(byte[] json) {
    this.json = json;
    var open = new ArrayDeque<Integer>();
    for (int i = 0; i < json.length; i++) {
      switch (json[i]) {
        case '"' -> {
          attributes |= json[i + 1] == '@';
          i = string(i) - 1;
        }
        case '{', '[' -> open.push(i);
        case '}', ']' -> {
          int begun = open.pop();
          if (i - begun > LONG) {
            longOnes.put(begun, i + 1);
          }
        }
        default -> {}
      }
    }
  }

  /** Whether any text begins with an {@code @}. */
  boolean hasAttributes() {
    return attributes;
  }

  int skipSpace(int from) {
    int i = from;
    while (i < json.length && json[i] <= ' ') {
      i++;
    }
    return i;
  }

  /** Behind the value that begins there. */
  int behind(int from) {
    return switch (json[from]) {
      case '"' -> string(from);
      case '{', '[' -> {
        var known = longOnes.get(from);
        yield known == null ? container(from) : known;
      }
      default -> bare(from);
    };
  }

  /** From the name of a member to its value. */
  int value(int name) {
    return skipSpace(skipSpace(string(name)) + 1);
  }

  /** From behind a value to the next one, or to the bracket that closes. */
  int next(int behind) {
    int i = skipSpace(behind);
    return json[i] == ',' ? skipSpace(i + 1) : i;
  }

  private int container(int from) {
    int depth = 0;
    for (int i = from; ; i++) {
      switch (json[i]) {
        case '"' -> i = string(i) - 1;
        case '{', '[' -> depth++;
        case '}', ']' -> {
          if (--depth == 0) {
            return i + 1;
          }
        }
        default -> {}
      }
    }
  }

  private int string(int from) {
    int i = from + 1;
    while (json[i] != '"') {
      i += json[i] == '\\' ? 2 : 1;
    }
    return i + 1;
  }

  private int bare(int from) {
    int i = from;
    while (i < json.length && json[i] > ' ' && json[i] != ',' && json[i] != '}' && json[i] != ']') {
      i++;
    }
    return i;
  }
}
