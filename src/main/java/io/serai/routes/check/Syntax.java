package io.serai.routes.check;

import io.serai.settings.Problem;
import java.util.Locale;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;

/** Tabs, crooked indentation, open quotes: what keeps a file from being YAML, with its cure. */
final class Syntax {
  private Syntax() {}

  static Problem explain(String file, String text, MarkedYamlEngineException e) {
    var mark = e.getProblemMark().or(e::getContextMark);
    int line = mark.map(m -> m.getLine() + 1).orElse(0);
    int column = mark.map(m -> m.getColumn() + 1).orElse(0);
    var problem = e.getProblem() == null ? "" : e.getProblem();
    return Problem.error(
        file, line, column, "no YAML: " + problem, "", cure(problem, lineOf(text, line)));
  }

  private static String cure(String problem, String line) {
    var lower = problem.toLowerCase(Locale.ROOT);
    if (lower.contains("tab") || line.stripTrailing().startsWith("\t")) {
      return "Indent with spaces, YAML allows no tabs there.";
    }
    if (lower.contains("mapping values are not allowed")) {
      return "Quote the value, it holds a colon; or indent the line as its neighbours are.";
    }
    if (lower.contains("quoted scalar") || lower.contains("while scanning a quoted")) {
      return "Close the quote.";
    }
    if (line.contains("{") && lower.contains("flow")) {
      return "Close the brace, or quote the value that holds one.";
    }
    if (lower.contains("block end") || lower.contains("expected <block")) {
      return "Indent the line as its neighbours are.";
    }
    if (lower.contains("cannot start any token")) {
      return "Quote the value.";
    }
    return "Mend the indentation or the quotes here or on the line before.";
  }

  private static String lineOf(String text, int line) {
    var lines = text.split("\n", -1);
    return line > 0 && line <= lines.length ? lines[line - 1] : "";
  }
}
