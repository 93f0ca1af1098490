package io.serai.json;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Random shapes on random documents against the same done on trees, as simply as can be. */
class ShapeAgreesTest {
  private static final String[] STEPS = {"id", "sku", "a", "b", "items", "ä", "x y", "\\", "0"};

  @Test
  void agreesWithATreeOnRandomDocuments() {
    int changed = 0;
    int refused = 0;
    for (int round = 0; round < 20_000; round++) {
      var random = new Random(round);
      var document = new WildJson(random, round % 4 == 0).document();
      var text = document.getBytes(UTF_8);
      assertThat(JsonScan.check(text)).as("seed %d: %s", round, document).isEqualTo(-1);
      var wish = new Wish(random);
      var expected = wish.on(RawTree.read(text));
      byte[] shaped;
      try {
        shaped = wish.shape().apply(text);
      } catch (JsonProblem e) {
        refused++;
        assertThat(expected).as("seed %d: %s on %s", round, wish, document).isNull();
        continue;
      }
      changed += shaped == text ? 0 : 1;
      assertThat(JsonScan.check(shaped))
          .as("seed %d: %s on %s: %s", round, wish, document, new String(shaped, UTF_8))
          .isEqualTo(JsonScan.VALID);
      assertThat(RawTree.read(shaped).toString())
          .as("seed %d: %s on %s", round, wish, document)
          .isEqualTo(String.valueOf(expected));
    }
    assertThat(changed).isGreaterThan(8_000);
    assertThat(refused).isBetween(100, 8_000);
  }

  /** A random shape, as lists of paths; equal paths are equal texts. */
  private static final class Wish {
    private final Set<String> picks;
    private final Set<String> drops;
    private final Map<String, String> renames = new LinkedHashMap<>(); // path to new name
    private final @Nullable String unwrap;

    Wish(Random random) {
      picks = random.nextInt(3) > 0 ? paths(random, true) : Set.of();
      drops = random.nextInt(3) > 0 ? paths(random, false) : Set.of();
      unwrap = random.nextInt(5) == 0 ? STEPS[random.nextInt(STEPS.length)] : null;
      for (var path : random.nextBoolean() ? paths(random, false) : Set.<String>of()) {
        var name = STEPS[random.nextInt(STEPS.length)];
        var target = parent(path) + name;
        boolean taken =
            renames.entrySet().stream()
                .anyMatch(r -> (parent(r.getKey()) + r.getValue()).equals(target));
        if (!target.equals(path) && !taken) {
          renames.put(path, name);
        }
      }
    }

    private static String parent(String path) {
      return path.substring(0, path.lastIndexOf('.') + 1);
    }

    private static Set<String> paths(Random random, boolean each) {
      var paths = new TreeSet<String>();
      for (int k = random.nextInt(4); k >= 0; k--) {
        var path = new StringBuilder();
        for (int step = random.nextInt(3); step >= 0; step--) {
          path.append(path.isEmpty() ? "" : ".").append(STEPS[random.nextInt(STEPS.length)]);
          if (random.nextInt(3) == 0 && (step > 0 || each)) {
            path.append("[]");
          }
        }
        paths.add(path.toString());
      }
      return paths;
    }

    Shape shape() {
      var renamed = new ArrayList<String>();
      renames.forEach((path, name) -> renamed.add(parent(path) + name + " = " + path));
      return Shape.of(
          String.join(",", picks), String.join(" , ", drops), String.join(",", renamed), unwrap);
    }

    /** Null if it is to be refused. */
    @Nullable JsonNode on(JsonNode document) {
      var root = document;
      if (unwrap != null) {
        root = unwrap.equals("0") && document.isArray() ? document.get(0) : document.get(unwrap);
        if (root == null) {
          return null;
        }
      }
      if (!root.isArray()) {
        return !picks.isEmpty() && root.isTextual() ? null : value(root, "");
      }
      var elements = JsonNodeFactory.instance.arrayNode();
      root.forEach(element -> elements.add(value(element, "")));
      return elements;
    }

    private JsonNode value(JsonNode node, String path) {
      boolean whole = picks.isEmpty() || isPicked(path);
      if (node.isObject() && (whole || goesOn(path, false))) {
        return object(node, path, whole);
      }
      if (node.isArray() && (whole || goesOn(path, true))) {
        var elements = JsonNodeFactory.instance.arrayNode();
        node.forEach(element -> elements.add(value(element, path + "[]")));
        return elements;
      }
      return whole ? node : NullNode.instance;
    }

    private JsonNode object(JsonNode node, String path, boolean whole) {
      var kept = new LinkedHashMap<String, JsonNode>();
      var names = new HashMap<String, String>();
      for (var member : node.properties()) {
        var step = member.getKey().isEmpty() ? "(no path names it)" : member.getKey();
        var way = path.isEmpty() ? step : path + "." + step;
        boolean stays = whole || isPicked(way) || goesOn(way, true) || goesOn(way, false);
        if (stays && !drops.contains(way)) {
          kept.put(member.getKey(), value(member.getValue(), way));
          if (renames.containsKey(way)) {
            names.put(member.getKey(), renames.get(way));
          }
        }
      }
      kept.keySet().removeIf(name -> names.containsValue(name) && !names.containsKey(name));
      var object = JsonNodeFactory.instance.objectNode();
      kept.forEach((name, value) -> object.set(names.getOrDefault(name, name), value));
      return object;
    }

    /** Whether the path or one above it is picked. */
    private boolean isPicked(String path) {
      return picks.stream()
          .anyMatch(p -> path.equals(p) || path.startsWith(p + ".") || path.startsWith(p + "[]"));
    }

    private boolean goesOn(String path, boolean intoArray) {
      return picks.stream()
          .anyMatch(p -> p.startsWith(intoArray ? path + "[]" : path.isEmpty() ? "" : path + "."));
    }

    @Override
    public String toString() {
      return "unwrap " + unwrap + " pick " + picks + " drop " + drops + " rename " + renames;
    }
  }

  @Test
  void takesEveryPathApartAsItWasWritten() {
    assertThat(PathText.steps("a.b[][].c", 0, "a.b[][].c"))
        .isEqualTo(List.of("a", "b", "[]", "[]", "c"));
    assertThat(PathText.steps("[].c", 0, "[].c")).isEqualTo(List.of("[]", "c"));
    assertThat(PathText.steps("", 0, "")).isEmpty();
  }
}
