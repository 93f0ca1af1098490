package io.serai.formats;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * CSV made JSON, RFC 4180: the first line names the members, every other becomes an object, the
 * whole an array. Values are strings. Lines end in CR, LF or both; empty ones are none.
 *
 * <p>Strict: a quote that isn't closed, or a line with more or fewer fields than the first, is as a
 * rule data gone wrong, and guessing would put it under the wrong name.
 */
public final class CsvIn {
  private final String text;
  private final char separator;
  private int at;
  private int line = 1;
  private final StringBuilder quoted = new StringBuilder();

  private CsvIn(String text, char separator) {
    this.text = text;
    this.separator = separator;
  }

  /**
   * The lines as JSON in UTF-8.
   *
   * @param charset what the Content-Type says, empty for UTF-8
   * @param most how many bytes it may become
   * @throws Unreadable with the line, if it is no CSV, is in another charset or becomes too large
   */
  public static byte[] json(byte[] body, String charset, char separator, long most)
      throws Unreadable {
    var in = new CsvIn(Charsets.text(body, charset), separator);
    var out = new Bytes(2 * body.length, most);
    in.read(out);
    return out.toArray();
  }

  private void read(Bytes out) throws Unreadable {
    var names = names();
    out.add('[');
    boolean first = true;
    while (skipEmptyLines()) {
      if (!first) {
        out.add(',');
      }
      first = false;
      object(names, out);
    }
    out.add(']');
  }

  /** The members' names as JSON, each with its colon and what stands before it. */
  private List<byte[]> names() throws Unreadable {
    var names = new ArrayList<byte[]>();
    if (!skipEmptyLines()) {
      return names;
    }
    var known = new HashSet<String>();
    boolean more = true;
    while (more) {
      var name = field().toString();
      if (name.isEmpty() || !known.add(name)) {
        throw new Unreadable(
            name.isEmpty()
                ? "whose column " + (names.size() + 1) + " has no name"
                : "with two columns " + Unreadable.shown(name));
      }
      var written = new Bytes(name.length() + 4, Integer.MAX_VALUE);
      written.add(names.isEmpty() ? '{' : ',');
      written.quoted(name);
      written.add(':');
      names.add(written.toArray());
      more = separated();
    }
    return names;
  }

  private void object(List<byte[]> names, Bytes out) throws Unreadable {
    int at = line;
    int column = 0;
    boolean more = true;
    while (more) {
      if (column == names.size()) {
        throw new Unreadable("whose line " + at + " has more than " + column + " fields");
      }
      out.add(names.get(column++));
      out.quoted(field());
      more = separated();
    }
    if (column < names.size()) {
      throw new Unreadable(
          "whose line " + at + " has " + column + " of " + names.size() + " fields");
    }
    out.add('}');
  }

  /** Whether there is another line. */
  private boolean skipEmptyLines() {
    while (at < text.length() && isLineEnd(text.charAt(at))) {
      endLine();
    }
    return at < text.length();
  }

  /** Whether another field follows in this line; else the line is over. */
  private boolean separated() throws Unreadable {
    if (at == text.length()) {
      return false;
    }
    char c = text.charAt(at);
    if (c == separator) {
      at++;
      return true;
    }
    if (!isLineEnd(c)) {
      throw new Unreadable("whose line " + line + " has a quote in the middle of a field");
    }
    endLine();
    return false;
  }

  private void endLine() {
    boolean both = text.startsWith("\r\n", at);
    at += both ? 2 : 1;
    line++;
  }

  private CharSequence field() throws Unreadable {
    if (at < text.length() && text.charAt(at) == '"') {
      return quotedField();
    }
    int from = at;
    while (at < text.length()) {
      char c = text.charAt(at);
      if (c == separator || isLineEnd(c) || c == '"') {
        break;
      }
      at++;
    }
    return text.substring(from, at);
  }

  private CharSequence quotedField() throws Unreadable {
    int begun = line;
    quoted.setLength(0);
    int from = ++at;
    while (at < text.length()) {
      char c = text.charAt(at);
      if (c != '"') {
        line += c == '\n' || (c == '\r' && !text.startsWith("\r\n", at)) ? 1 : 0;
        at++;
      } else if (text.startsWith("\"\"", at)) {
        quoted.append(text, from, at + 1);
        at += 2;
        from = at;
      } else {
        return quoted.append(text, from, at++);
      }
    }
    throw new Unreadable("whose line " + begun + " opens a quote that is never closed");
  }

  private static boolean isLineEnd(char c) {
    return c == '\n' || c == '\r';
  }

  /**
   * The parameter that names a separator; null if it is none.
   *
   * @param text one character, or {@code tab}
   */
  public static @Nullable Character separator(String text) {
    if (text.equalsIgnoreCase("tab")) {
      return '\t';
    }
    boolean one = text.length() == 1 && text.charAt(0) != '"' && !isLineEnd(text.charAt(0));
    return one ? Character.valueOf(text.charAt(0)) : null;
  }
}
