package io.serai.schema;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import com.networknt.schema.regex.RegularExpression;

/**
 * A pattern that takes time in proportion to the text, whatever a client sends. Backtracking
 * engines can be made to run for hours on forty characters; on an event loop that stops everybody.
 */
final class LinearPattern implements RegularExpression {
  private final Pattern pattern;

  /** Steps for so many characters: the engine may be at each place of the pattern at once. */
  private final long price;

  private LinearPattern(Pattern pattern, long size) {
    this.pattern = pattern;
    this.price = 1 + size / 8;
  }

  static LinearPattern compile(String written) {
    long size = PatternSize.of(written);
    if (size > PatternSize.MOST) {
      throw new SchemaRefused(
          "pattern '"
              + (written.length() > 100 ? written.substring(0, 100) + "…" : written)
              + "': too large (expected: at most "
              + PatternSize.MOST
              + " steps, repetitions multiplied). Use maxLength for lengths");
    }
    try {
      return new LinearPattern(Pattern.compile(translated(written)), size);
    } catch (PatternSyntaxException e) {
      throw new SchemaRefused(
          "pattern '"
              + written
              + "': "
              + e.getDescription()
              + " (expected: a regular expression that needs no backtracking: no (?=…), (?!…),"
              + " (?<=…), \\1). Say it with several patterns in allOf and not");
    }
  }

  /** ECMA-262's <code>&#92;uFFFF</code>, in the way that the library reads. */
  private static String translated(String written) {
    int escape = written.indexOf("\\u");
    if (escape < 0) {
      return written;
    }
    var text = new StringBuilder(written.length() + 8);
    for (int i = 0; i < written.length(); i++) {
      char c = written.charAt(i);
      if (c != '\\' || i + 1 == written.length()) {
        text.append(c);
        continue;
      }
      char next = written.charAt(++i);
      if (next == 'u' && i + 4 < written.length() && isHex(written, i + 1)) {
        text.append("\\x{").append(written, i + 1, i + 5).append('}');
        i += 4;
      } else {
        text.append(c).append(next);
      }
    }
    return text.toString();
  }

  private static boolean isHex(String text, int from) {
    for (int i = from; i < from + 4; i++) {
      if (Character.digit(text.charAt(i), 16) < 0) {
        return false;
      }
    }
    return true;
  }

  @Override
  public boolean matches(String text) {
    Effort.charge(1);
    boolean brief = text.length() < MeteredText.STRIDE;
    return pattern.matcher(brief ? text : new MeteredText(text, price)).find();
  }
}
