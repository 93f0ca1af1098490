package io.serai.jq;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import net.thisptr.jackson.jq.Expression;
import net.thisptr.jackson.jq.PathOutput;
import net.thisptr.jackson.jq.Scope;
import net.thisptr.jackson.jq.Version;
import net.thisptr.jackson.jq.exception.JsonQueryException;
import net.thisptr.jackson.jq.exception.JsonQueryTypeException;
import net.thisptr.jackson.jq.path.Path;
import org.jspecify.annotations.Nullable;

/** {@code sort_by}, {@code group_by} and, through them, {@code sort} and {@code unique}. */
final class Sorting {
  private Sorting() {}

  private static JsonNode key(Scope scope, Expression by, JsonNode element)
      throws JsonQueryException {
    var key = Json.MAPPER.createArrayNode();
    by.apply(scope, element, key::add);
    // Nearly always one output; an array of one sorts like the one.
    return key.size() == 1 ? key.get(0) : key;
  }

  static void sortBy(
      Scope scope,
      List<Expression> args,
      JsonNode in,
      @Nullable Path path,
      PathOutput output,
      Version version)
      throws JsonQueryException {
    record Keyed(JsonNode key, JsonNode element) {}
    var all = new ArrayList<Keyed>(array(in, "sorted").size());
    for (var element : in) {
      all.add(new Keyed(key(scope, args.get(0), element), element));
    }
    all.sort((one, other) -> Order.INSTANCE.compare(one.key, other.key));
    var sorted = Json.MAPPER.createArrayNode();
    all.forEach(one -> sorted.add(one.element));
    output.emit(sorted, null);
  }

  static void groupBy(
      Scope scope,
      List<Expression> args,
      JsonNode in,
      @Nullable Path path,
      PathOutput output,
      Version version)
      throws JsonQueryException {
    var groups = new TreeMap<JsonNode, ArrayNode>(Order.INSTANCE);
    for (var element : array(in, "grouped")) {
      groups
          .computeIfAbsent(key(scope, args.get(0), element), key -> Json.MAPPER.createArrayNode())
          .add(element);
    }
    var all = Json.MAPPER.createArrayNode();
    groups.values().forEach(all::add);
    output.emit(all, null);
  }

  private static JsonNode array(JsonNode in, String what) throws JsonQueryException {
    if (!in.isArray()) {
      throw new JsonQueryTypeException(
          Builtins.typeOf(in) + " cannot be " + what + ", only an array");
    }
    return in;
  }
}
