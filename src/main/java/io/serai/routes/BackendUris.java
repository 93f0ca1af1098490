package io.serai.routes;

import io.serai.backend.BackendUri;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/**
 * {@code {x?}} in the path of a {@code backend:} URI: to Camel's YAML DSL its question mark starts
 * the options, so it is written otherwise before Camel reads the file. The text keeps its length,
 * and so every message its line and column.
 */
final class BackendUris {
  private static final Pattern URI = Pattern.compile("backend:[^\\s\"'#]+");

  private BackendUris() {}

  static byte[] escaped(byte[] file) {
    var text = new String(file, StandardCharsets.UTF_8);
    if (!text.contains("?}")) {
      return file;
    }
    return URI.matcher(text)
        .replaceAll(uri -> BackendUri.escape(uri.group()).replace("$", "\\$"))
        .getBytes(StandardCharsets.UTF_8);
  }
}
