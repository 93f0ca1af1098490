package io.serai.jq;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import java.io.InputStream;
import java.io.Reader;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.StreamCache;
import org.jspecify.annotations.Nullable;

/** What a route carries, as JSON. */
final class Input {
  private Input() {}

  /**
   * Bytes, buffers, streams and texts are parsed; maps, lists, numbers and booleans are taken over.
   *
   * @throws IllegalArgumentException if it is no JSON
   */
  static JsonNode of(Exchange exchange, @Nullable Object value) {
    if (value == null) {
      return NullNode.getInstance();
    }
    if (value instanceof byte[] bytes) {
      return Json.read(bytes);
    }
    if (value instanceof JsonNode node) {
      return node;
    }
    if (value instanceof String text) {
      return Json.read(text.getBytes(StandardCharsets.UTF_8));
    }
    if (value instanceof ByteBuf buffer) {
      return Json.read(ByteBufUtil.getBytes(buffer));
    }
    if (value instanceof Map
        || value instanceof List
        || value instanceof Number
        || value instanceof Boolean) {
      return Json.MAPPER.valueToTree(value);
    }
    if (value instanceof InputStream
        || value instanceof StreamCache
        || value instanceof Reader
        || value instanceof ByteBuffer) {
      var bytes =
          exchange.getContext().getTypeConverter().tryConvertTo(byte[].class, exchange, value);
      if (value instanceof StreamCache stream) {
        // Whoever comes after reads it again.
        stream.reset();
      }
      if (bytes != null) {
        return Json.read(bytes);
      }
    }
    throw new IllegalArgumentException(
        "its input is no JSON but a Java object of " + value.getClass().getSimpleName());
  }
}
