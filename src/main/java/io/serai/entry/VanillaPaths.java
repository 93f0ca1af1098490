package io.serai.entry;

import java.util.ArrayList;
import java.util.List;

/** The paths of a vanilla consumer: a slash at the end is overlooked, as Camel does. */
final class VanillaPaths {
  private VanillaPaths() {}

  /**
   * All paths that it answers.
   *
   * @param written as in the URI, without query
   * @param prefix {@code matchOnUriPrefix}
   */
  static List<PathPattern> of(String written, boolean prefix) {
    var path = written.startsWith("/") ? written : "/" + written;
    while (path.endsWith("/") && path.length() > 1) {
      path = path.substring(0, path.length() - 1);
    }
    var patterns = new ArrayList<PathPattern>();
    if (path.equals("/")) {
      patterns.add(PathPattern.parse("/"));
      if (prefix) {
        patterns.add(PathPattern.parse("/*"));
      }
      return patterns;
    }
    patterns.add(PathPattern.parse(path));
    if (!path.endsWith("/*")) {
      patterns.add(PathPattern.parse(path + (prefix ? "/*" : "/")));
    }
    return patterns;
  }

  /** The request's path behind that of the consumer, as {@code CamelHttpPath} has it. */
  static String behind(String requestPath, PathPattern pattern) {
    int segments = 0;
    while (segments < pattern.literals().size()
        && pattern.names().get(segments).isEmpty()
        && !pattern.literals().get(segments).isEmpty()) {
      segments++;
    }
    int at = 0;
    for (int i = 0; i < segments; i++) {
      at = requestPath.indexOf('/', at + 1);
      if (at < 0) {
        return "";
      }
    }
    return requestPath.substring(at);
  }
}
