package io.serai.routes.check;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.serai.settings.Nearest;
import io.serai.settings.Problem;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.Node;

/**
 * Steps and options that Camel doesn't have, all at once and with the nearest name.
 *
 * <p>Camel refuses the first one by itself and names nothing near; this walks Camel's own schema.
 * Reading it costs a tenth of a second, so it is done only for files that are refused anyway.
 */
final class UnknownOptions {
  private static final class Schema {
    static final JsonNode ROOT = load();

    private static JsonNode load() {
      var name = "/schema/camelYamlDsl.json";
      try (var in =
          org.apache.camel.dsl.yaml.YamlRoutesBuilderLoader.class.getResourceAsStream(name)) {
        return new ObjectMapper().readTree(in);
      } catch (IOException e) {
        throw new UncheckedIOException(name, e);
      }
    }
  }

  private UnknownOptions() {}

  static void check(Outline outline, Consumer<Problem> problems) {
    for (var file : outline.files) {
      var items = Schema.ROOT.get("items");
      var seen = Collections.<Node>newSetFromMap(new IdentityHashMap<>());
      for (var item : Yaml.items(file.isKamelet() ? null : file.root())) {
        // What stands at the top is another check's business.
        for (var entry : Yaml.entries(item)) {
          var schema = items.get("properties").get(Yaml.key(entry));
          if (schema != null) {
            walk(file, Yaml.key(entry), entry.getValueNode(), schema, seen, problems);
          }
        }
      }
    }
  }

  private static void walk(
      RouteFile file,
      String owner,
      Node node,
      JsonNode schema,
      Set<Node> seen,
      Consumer<Problem> problems) {
    if (!seen.add(node)) {
      return;
    }
    for (var item : Yaml.items(node)) {
      var items = itemsOf(schema);
      if (items != null) {
        walk(file, owner, item, items, seen, problems);
      }
    }
    var allowed = new LinkedHashMap<String, JsonNode>();
    gather(schema, allowed, 0);
    if (allowed.isEmpty()) {
      return;
    }
    for (var entry : Yaml.entries(node)) {
      var key = Yaml.key(entry);
      var next = allowed.get(key);
      if (next == null) {
        problems.accept(
            Yaml.error(
                file,
                entry.getKeyNode(),
                owner.equals("steps")
                    ? "'" + key + "' is no step"
                    : "'" + key + "' is no option of " + owner,
                "",
                Nearest.question(key, allowed.keySet())));
      } else {
        walk(file, key, entry.getValueNode(), next, seen, problems);
      }
    }
  }

  private static @Nullable JsonNode itemsOf(JsonNode schema) {
    var resolved = resolve(schema);
    if (resolved.has("items")) {
      return resolved.get("items");
    }
    for (var way : new String[] {"oneOf", "anyOf"}) {
      for (var one : resolved.path(way)) {
        var items = itemsOf(one);
        if (items != null) {
          return items;
        }
      }
    }
    return null;
  }

  /** All keys that a map may have by a schema or one of its alternatives. */
  private static void gather(JsonNode schema, Map<String, JsonNode> into, int depth) {
    var resolved = resolve(schema);
    if (depth > 6) {
      return;
    }
    for (var property : resolved.path("properties").properties()) {
      // An expression language is listed empty first and in full among the alternatives.
      into.merge(
          property.getKey(), property.getValue(), (one, other) -> one.isEmpty() ? other : one);
    }
    for (var way : new String[] {"oneOf", "anyOf", "allOf"}) {
      for (var one : resolved.path(way)) {
        if (!one.has("not")) {
          gather(one, into, depth + 1);
        }
      }
    }
  }

  private static JsonNode resolve(JsonNode schema) {
    var node = schema;
    while (node.has("$ref") && !node.has("properties")) {
      node = Schema.ROOT.at(node.get("$ref").asText().substring(1));
    }
    return node;
  }
}
