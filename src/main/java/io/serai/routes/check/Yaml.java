package io.serai.routes.check;

import io.serai.settings.Problem;
import java.util.List;
import org.apache.camel.util.StringHelper;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/** Reading nodes and saying where they stand. */
final class Yaml {
  private Yaml() {}

  static int line(Node node) {
    return node.getStartMark().map(mark -> mark.getLine() + 1).orElse(0);
  }

  static int column(Node node) {
    return node.getStartMark().map(mark -> mark.getColumn() + 1).orElse(0);
  }

  static Problem error(RouteFile file, Node at, String message, String expected, String cure) {
    return Problem.error(file.name(), line(at), column(at), message, expected, cure);
  }

  static Problem warning(RouteFile file, Node at, String message, String expected, String cure) {
    return Problem.warning(file.name(), line(at), column(at), message, expected, cure);
  }

  static String key(NodeTuple tuple) {
    return tuple.getKeyNode() instanceof ScalarNode scalar ? scalar.getValue() : "";
  }

  /** The key of a step's option, which Camel takes with dashes as well. */
  static String option(NodeTuple tuple) {
    return StringHelper.dashToCamelCase(key(tuple));
  }

  /** What stands under an option of a step, with dashes or without. */
  static @Nullable Node option(@Nullable Node step, String name) {
    for (var entry : entries(step)) {
      if (option(entry).equals(name)) {
        return entry.getValueNode();
      }
    }
    return null;
  }

  static List<NodeTuple> entries(@Nullable Node node) {
    return node instanceof MappingNode mapping ? mapping.getValue() : List.of();
  }

  static List<Node> items(@Nullable Node node) {
    return node instanceof SequenceNode sequence ? sequence.getValue() : List.of();
  }

  static @Nullable Node get(@Nullable Node node, String key) {
    for (var entry : entries(node)) {
      if (key(entry).equals(key)) {
        return entry.getValueNode();
      }
    }
    return null;
  }

  static @Nullable String text(@Nullable Node node) {
    return node instanceof ScalarNode scalar ? scalar.getValue() : null;
  }

  static String kind(Node node) {
    return switch (node.getNodeType()) {
      case MAPPING -> "a map";
      case SEQUENCE -> "a list";
      default -> "a single value";
    };
  }
}
