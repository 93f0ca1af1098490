package io.serai.routes.check;

import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;

/** The value in the files that an exception quotes: where Camel keeps no line, it quotes. */
record Mention(RouteFile file, Node node, String text) {

  /** Shorter values are found in any message. */
  private static final int LEAST = 4;

  /** The longest value quoted by the innermost exception that quotes one. */
  static @Nullable Mention in(Throwable thrown, Outline outline) {
    Mention best = null;
    for (Throwable e = thrown; e != null; e = e.getCause()) {
      var message = e.getMessage();
      if (message != null) {
        Mention longest = null;
        for (var file : outline.files) {
          if (file.root() != null) {
            var seen = Collections.<Node>newSetFromMap(new IdentityHashMap<>());
            longest = longest(file, file.root(), message, longest, seen);
          }
        }
        best = longest == null ? best : longest;
      }
    }
    return best;
  }

  private static @Nullable Mention longest(
      RouteFile file, Node node, String message, @Nullable Mention before, Set<Node> seen) {
    if (!seen.add(node)) {
      return before;
    }
    var best = before;
    if (node instanceof ScalarNode scalar) {
      var text = scalar.getValue().strip();
      int least = best == null ? LEAST : best.text.length() + 1;
      return text.length() >= least && message.contains(text)
          ? new Mention(file, node, text)
          : best;
    }
    for (var entry : Yaml.entries(node)) {
      best = longest(file, entry.getValueNode(), message, best, seen);
    }
    for (var item : Yaml.items(node)) {
      best = longest(file, item, message, best, seen);
    }
    return best;
  }

  /** The message, with the value if it isn't in it. */
  String describe(String message) {
    return message.contains(text) ? message : "'" + text + "': " + message;
  }
}
