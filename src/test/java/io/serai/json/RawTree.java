package io.serai.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;

/**
 * A Jackson tree whose scalars are the very text they were written with, but for {@code null}: two
 * of them are equal only if numbers and escapes were kept.
 */
final class RawTree {
  private RawTree() {}

  static JsonNode read(byte[] text) {
    try (var parser = new JsonFactory().createParser(text)) {
      parser.nextToken();
      var node = node(parser, text);
      if (parser.nextToken() != null) {
        throw new AssertionError("more than one value");
      }
      return node;
    } catch (IOException e) {
      throw new AssertionError(new String(text, StandardCharsets.UTF_8), e);
    }
  }

  private static JsonNode node(JsonParser parser, byte[] text) throws IOException {
    if (parser.currentToken() == JsonToken.START_OBJECT) {
      var object = JsonNodeFactory.instance.objectNode();
      while (parser.nextToken() != JsonToken.END_OBJECT) {
        var name = parser.currentName();
        parser.nextToken();
        object.set(name, node(parser, text));
      }
      return object;
    }
    if (parser.currentToken() == JsonToken.START_ARRAY) {
      var elements = new ArrayList<JsonNode>();
      while (parser.nextToken() != JsonToken.END_ARRAY) {
        elements.add(node(parser, text));
      }
      return JsonNodeFactory.instance.arrayNode().addAll(elements);
    }
    if (parser.currentToken() == JsonToken.VALUE_NULL) {
      return NullNode.instance;
    }
    if (parser.currentToken() != JsonToken.VALUE_STRING) {
      return TextNode.valueOf(parser.getText());
    }
    parser.getText(); // reads to its end
    int start = (int) parser.currentTokenLocation().getByteOffset();
    int end = (int) parser.currentLocation().getByteOffset();
    return TextNode.valueOf(new String(text, start, end - start, StandardCharsets.UTF_8));
  }
}
