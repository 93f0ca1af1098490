package io.serai.schema;

import com.fasterxml.jackson.databind.JsonNode;
import io.serai.settings.Nearest;
import java.util.Collection;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;

/**
 * Finds what stands where a keyword does and is none: {@code requierd} has no effect, and nobody
 * would ever tell. A validator has to pass over it, so this is a warning.
 */
final class Keywords {
  /** Hold schemas by names of the operator's. */
  private static final Set<String> NAMED =
      Set.of(
          "$defs",
          "definitions",
          "dependencies",
          "dependentSchemas",
          "patternProperties",
          "properties");

  /** Hold a schema, or an array of them. */
  private static final Set<String> NESTED =
      Set.of(
          "additionalItems",
          "additionalProperties",
          "allOf",
          "anyOf",
          "contains",
          "contentSchema",
          "else",
          "if",
          "items",
          "not",
          "oneOf",
          "prefixItems",
          "propertyNames",
          "then",
          "unevaluatedItems",
          "unevaluatedProperties");

  /** Of one draft or another, and without effect in all. */
  private static final Set<String> HARMLESS =
      Set.of(
          "$comment",
          "$defs",
          "$id",
          "$schema",
          "default",
          "definitions",
          "deprecated",
          "description",
          "examples",
          "id",
          "readOnly",
          "title",
          "writeOnly");

  private final SchemaText document;
  private final Collection<String> known;
  private final Consumer<UnknownKeyword> found;

  private Keywords(SchemaText document, Consumer<UnknownKeyword> found) {
    this.document = document;
    this.known = Drafts.keywords(document.root().path("$schema").asText(Drafts.DEFAULT));
    this.found = found;
  }

  static void check(SchemaText document, Consumer<UnknownKeyword> found) {
    new Keywords(document, found).schema(document.root(), "");
  }

  private void schema(JsonNode schema, String pointer) {
    for (var member : schema.properties()) {
      var word = member.getKey();
      var value = member.getValue();
      var place = below(pointer, word);
      if (!known.contains(word) && !HARMLESS.contains(word) && !word.startsWith("x-")) {
        var question = Nearest.question(word, new TreeSet<>(known));
        found.accept(
            new UnknownKeyword(document.name(), document.lineOf(place), place, word, question));
      } else if (NAMED.contains(word)) {
        for (var named : value.properties()) {
          schema(named.getValue(), below(place, named.getKey()));
        }
      } else if (NESTED.contains(word)) {
        schema(value, place);
        for (int i = 0; value.isArray() && i < value.size(); i++) {
          schema(value.get(i), place + "/" + i);
        }
      }
    }
  }

  /** RFC 6901 section 3. */
  private static String below(String pointer, String name) {
    return pointer + "/" + name.replace("~", "~0").replace("/", "~1");
  }
}
