package io.serai.schema;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.util.function.Predicate;

/**
 * A schema's document and where in it things stand.
 *
 * @param name as the operator knows it: {@code file:schemas/product.json}
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record SchemaText(String name, byte[] bytes, JsonNode root) {
  static final JsonMapper MAPPER =
      JsonMapper.builder()
          .nodeFactory(ExactNumbers.FACTORY)
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          // What the check reads and what a backend reads must be the same member.
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .build();

  static SchemaText read(String name, byte[] bytes) {
    JsonNode root;
    try {
      root = MAPPER.readTree(bytes);
    } catch (JsonProcessingException e) {
      int line = e.getLocation() == null ? 0 : e.getLocation().getLineNr();
      throw new SchemaRefused(
          at(name, line) + "no JSON: " + e.getOriginalMessage() + " (expected: a JSON Schema)");
    } catch (IOException | IllegalArgumentException e) {
      throw new SchemaRefused(name + ": no JSON: " + e.getMessage() + " (expected: a JSON Schema)");
    }
    var text = new SchemaText(name, bytes, root);
    if (!root.isObject() && !root.isBoolean()) {
      throw text.refused(1, "no schema (expected: a JSON object)");
    }
    return text;
  }

  SchemaRefused refused(int line, String message) {
    return new SchemaRefused(at(name, line) + message);
  }

  private static String at(String name, int line) {
    return line == 0 ? name + ": " : name + " line " + line + ": ";
  }

  /** The line of what a JSON pointer leads to, 0 if it leads nowhere. */
  int lineOf(String pointer) {
    return line(parser -> parser.getParsingContext().pathAsPointer().toString().equals(pointer));
  }

  /** The line of the first member name or string of that text, 0 if there is none. */
  int lineOfText(String text) {
    return line(
        parser -> {
          try {
            return (parser.currentToken() == JsonToken.FIELD_NAME
                    || parser.currentToken() == JsonToken.VALUE_STRING)
                && parser.getText().equals(text);
          } catch (IOException e) {
            return false;
          }
        });
  }

  private int line(Predicate<JsonParser> wanted) {
    try (var parser = MAPPER.createParser(bytes)) {
      while (parser.nextToken() != null) {
        if (wanted.test(parser)) {
          return parser.currentTokenLocation().getLineNr();
        }
      }
    } catch (IOException e) {
      // Read before, so it can be read.
    }
    return 0;
  }
}
