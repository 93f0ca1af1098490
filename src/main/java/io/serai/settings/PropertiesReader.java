package io.serai.settings;

import java.util.ArrayList;
import java.util.List;

/**
 * The syntax of {@link java.util.Properties} (comments, continued lines, escapes), but every entry
 * knows its line, which the JDK's reader forgets.
 */
final class PropertiesReader {

  /** One key as written; the line is 1-based and the first one of a continued entry. */
  record Entry(String key, String text, int line) {}

  private final String file;
  private final List<Entry> entries = new ArrayList<>();
  private final List<Problem> problems;

  private PropertiesReader(String file, List<Problem> problems) {
    this.file = file;
    this.problems = problems;
  }

  /** Entries in file order; what can't be read is added to the problems and left out. */
  static List<Entry> read(String file, String content, List<Problem> problems) {
    var reader = new PropertiesReader(file, problems);
    reader.lines(content.startsWith("\uFEFF") ? content.substring(1) : content);
    return reader.entries;
  }

  private void lines(String content) {
    var logical = new StringBuilder();
    int first = 0;
    int number = 0;
    for (var line : content.lines().toList()) {
      number++;
      var text = stripBlanks(line);
      if (first == 0) {
        if (text.isEmpty() || text.charAt(0) == '#' || text.charAt(0) == '!') {
          continue;
        }
        first = number;
      }
      if (continues(text)) {
        logical.append(text, 0, text.length() - 1);
      } else {
        entry(logical.append(text).toString(), first);
        logical.setLength(0);
        first = 0;
      }
    }
    if (first > 0) {
      entry(logical.toString(), first);
    }
  }

  private static String stripBlanks(String line) {
    int start = 0;
    while (start < line.length() && isBlank(line.charAt(start))) {
      start++;
    }
    return line.substring(start);
  }

  private static boolean isBlank(char c) {
    return c == ' ' || c == '\t' || c == '\f';
  }

  /** An odd number of backslashes at the end; an even one is escaped backslashes. */
  private static boolean continues(String line) {
    int end = line.length();
    while (end > 0 && line.charAt(end - 1) == '\\') {
      end--;
    }
    return (line.length() - end) % 2 == 1;
  }

  private void entry(String logical, int line) {
    int keyEnd = 0;
    while (keyEnd < logical.length() && !endsKey(logical.charAt(keyEnd))) {
      keyEnd += logical.charAt(keyEnd) == '\\' ? 2 : 1;
    }
    keyEnd = Math.min(keyEnd, logical.length());
    int start = skipBlanks(logical, keyEnd);
    if (start < logical.length()
        && (logical.charAt(start) == '=' || logical.charAt(start) == ':')) {
      start = skipBlanks(logical, start + 1);
    }
    try {
      var key = unescape(logical.substring(0, keyEnd));
      var text = unescape(logical.substring(start));
      if (key.isEmpty()) {
        problems.add(
            Problem.error(file, line, 0, "a value without a key", "key=value", "Name the key"));
      } else {
        entries.add(new Entry(key, text, line));
      }
    } catch (NumberFormatException e) {
      problems.add(
          Problem.error(
              file, line, 0, "a broken \\u escape", "\\u and four hexadecimal digits", ""));
    }
  }

  private static boolean endsKey(char c) {
    return c == '=' || c == ':' || isBlank(c);
  }

  private static int skipBlanks(String text, int from) {
    int at = from;
    while (at < text.length() && isBlank(text.charAt(at))) {
      at++;
    }
    return at;
  }

  private static String unescape(String text) {
    if (text.indexOf('\\') < 0) {
      return text;
    }
    var plain = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c != '\\' || i + 1 == text.length()) {
        plain.append(c);
        continue;
      }
      char escaped = text.charAt(++i);
      switch (escaped) {
        case 't' -> plain.append('\t');
        case 'n' -> plain.append('\n');
        case 'r' -> plain.append('\r');
        case 'f' -> plain.append('\f');
        case 'u' -> {
          plain.append(hexadecimal(text, i + 1));
          i += 4;
        }
        default -> plain.append(escaped);
      }
    }
    return plain.toString();
  }

  private static char hexadecimal(String text, int from) {
    if (from + 4 > text.length()) {
      throw new NumberFormatException("cut short");
    }
    int code = 0;
    for (int i = from; i < from + 4; i++) {
      int digit = Character.digit(text.charAt(i), 16);
      if (digit < 0) {
        throw new NumberFormatException("no digit");
      }
      code = code * 16 + digit;
    }
    return (char) code;
  }
}
