package io.serai.json;

import java.util.Random;

/** Valid documents of all shapes, the same for the same seed. */
public final class RandomJson {
  private RandomJson() {}

  private static final String[] SCALARS = {
    "null",
    "true",
    "false",
    "0",
    "-1",
    "12.50",
    "1e9",
    "-0.1E-2",
    "\"\"",
    "\"plain\"",
    "\"a longer text without anything special in it\"",
    "\"\\\"quoted\\\" \\\\ \\u00e9\\n\"",
    "\"é漢字😀 mixed\"",
    "\"Füße und Öl, ein langer deutscher Satz\"",
    "\"{[,:]}\""
  };
  private static final String[] SPACES = {"", "", "", " ", "\n          ", "\t", "\r\n"};

  public static String document(Random random) {
    var text = new StringBuilder();
    value(random, text, 0);
    return text.toString();
  }

  private static void value(Random random, StringBuilder text, int depth) {
    space(random, text);
    int shape = depth > 4 ? 2 : random.nextInt(depth == 0 ? 6 : 4);
    if (shape == 2 || shape == 3) {
      text.append(SCALARS[random.nextInt(SCALARS.length)]);
    } else {
      boolean object = shape != 1;
      text.append(object ? '{' : '[');
      int size = random.nextInt(5);
      for (int k = 0; k < size; k++) {
        if (k > 0) {
          text.append(',');
        }
        if (object) {
          space(random, text);
          text.append('"').append("member\\u0061é".substring(random.nextInt(3))).append(k);
          text.append('"');
          space(random, text);
          text.append(':');
        }
        value(random, text, depth + 1);
      }
      space(random, text);
      text.append(object ? '}' : ']');
    }
    space(random, text);
  }

  private static void space(Random random, StringBuilder text) {
    text.append(SPACES[random.nextInt(SPACES.length)]);
  }
}
