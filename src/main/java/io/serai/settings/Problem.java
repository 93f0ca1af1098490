package io.serai.settings;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Something an operator has to mend, said so that it can be mended without asking anybody.
 *
 * @param severity whether it stops the thing it is about
 * @param file the file as the operator knows it, relative to the instance directory; empty if none
 * @param line 1-based, 0 if unknown
 * @param column 1-based, 0 if unknown
 * @param message what is wrong, with the value
 * @param expected what would be right, empty if the message says it
 * @param cure what to do, empty if obvious
 */
public record Problem(
    Severity severity,
    String file,
    int line,
    int column,
    String message,
    String expected,
    String cure) {

  /** How bad it is. */
  public enum Severity {
    /** Stops what it is about: the unit is refused, the start fails. */
    ERROR,
    /** Worth knowing, stops nothing. */
    WARNING
  }

  /** File, then line, then column: the order in which an operator mends. */
  public static final Comparator<Problem> IN_FILE_ORDER =
      Comparator.comparing(Problem::file)
          .thenComparing(Problem::line)
          .thenComparing(Problem::column);

  public static Problem error(
      @Nullable String file, int line, int column, String message, String expected, String cure) {
    return new Problem(
        Severity.ERROR, file == null ? "" : file, line, column, message, expected, cure);
  }

  public static Problem warning(
      @Nullable String file, int line, int column, String message, String expected, String cure) {
    return new Problem(
        Severity.WARNING, file == null ? "" : file, line, column, message, expected, cure);
  }

  /** The same of a file that is better known by another name. */
  public Problem in(String other) {
    return new Problem(severity, other, line, column, message, expected, cure);
  }

  public boolean isError() {
    return severity == Severity.ERROR;
  }

  /** By name, for whoever writes it as JSON. */
  public Map<String, Object> members() {
    var members = new LinkedHashMap<String, Object>();
    members.put("severity", isError() ? "error" : "warning");
    members.put("file", file);
    members.put("line", line);
    members.put("column", column);
    members.put("message", message);
    members.put("expected", expected);
    members.put("cure", cure);
    return members;
  }

  /** {@code file:line:column: message (expected: …). Cure.} */
  @Override
  public String toString() {
    var text = new StringBuilder();
    if (!file.isEmpty()) {
      text.append(file);
      if (line > 0) {
        text.append(':').append(line);
        if (column > 0) {
          text.append(':').append(column);
        }
      }
      text.append(": ");
    }
    text.append(message);
    if (!expected.isEmpty()) {
      text.append(" (expected: ").append(expected).append(')');
    }
    if (!cure.isEmpty()) {
      text.append(". ").append(cure);
    }
    return text.toString();
  }
}
