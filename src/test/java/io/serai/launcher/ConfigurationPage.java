package io.serai.launcher;

import io.serai.settings.Key;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/** The second half of {@code configuration.md}: every key, written from its declaration. */
final class ConfigurationPage {
  /** What stands before it in the page is written by hand. */
  static final String BEGIN = "## All keys\n";

  private ConfigurationPage() {}

  /** In the order of declaration, a table for each first word. */
  static String tables(List<Key<?>> keys) {
    var groups = new TreeMap<String, List<Key<?>>>();
    for (var key : keys) {
      groups.computeIfAbsent(firstWord(key.name()), word -> new ArrayList<>()).add(key);
    }
    var page = new StringBuilder(BEGIN);
    groups.forEach(
        (word, some) -> {
          page.append("\n### ").append(word).append("\n\n");
          page.append("| key | type | default | goes live | meaning |\n|---|---|---|---|---|\n");
          some.forEach(key -> page.append(row(key)));
        });
    return page.toString();
  }

  private static String row(Key<?> key) {
    return "| `%s` | %s | %s | %s | %s |%n"
        .formatted(
            written(key),
            key.type().name(),
            key.defaultText().isEmpty() ? "none" : "`" + key.defaultText() + "`",
            key.reload() == Key.Reload.ON_SAVE ? "on save" : "restart",
            key.doc().replace("|", "\\|"));
  }

  /** {@code backend.<name>.url}. */
  static String written(Key<?> key) {
    return key.name().replace("*", "<name>");
  }

  private static String firstWord(String name) {
    int dot = name.indexOf('.');
    return dot < 0 ? name : name.substring(0, dot);
  }
}
