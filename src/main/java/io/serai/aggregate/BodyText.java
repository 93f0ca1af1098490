package io.serai.aggregate;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.netty.buffer.ByteBuf;
import io.serai.json.JsonFault;
import io.serai.json.JsonScan;
import io.serai.json.JsonText;
import java.io.InputStream;
import java.io.Reader;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.StreamCache;
import org.apache.camel.WrappedFile;
import org.jspecify.annotations.Nullable;

/** The body a branch ended with, as the JSON text of a part. */
final class BodyText {
  private static final ObjectMapper JACKSON = new ObjectMapper();

  private BodyText() {}

  /**
   * Bytes, text, streams and files are validated; maps, lists, numbers and booleans are written.
   *
   * @throws IllegalArgumentException if it is no JSON, in an operator's words
   */
  static byte[] of(Exchange exchange, @Nullable Object body) {
    if (body == null) {
      return JsonText.nullText();
    }
    if (body instanceof byte[] bytes) {
      return valid(bytes);
    }
    if (body instanceof String text) {
      return valid(text.getBytes(StandardCharsets.UTF_8));
    }
    if (body instanceof Map
        || body instanceof List
        || body instanceof Number
        || body instanceof Boolean
        || body instanceof JsonNode) {
      return written(body);
    }
    if (body instanceof InputStream
        || body instanceof StreamCache
        || body instanceof Reader
        || body instanceof WrappedFile
        || body instanceof ByteBuffer
        || body instanceof ByteBuf) {
      var bytes =
          exchange.getContext().getTypeConverter().tryConvertTo(byte[].class, exchange, body);
      if (bytes != null) {
        return valid(bytes);
      }
    }
    throw new IllegalArgumentException(
        "its body is no JSON but a Java object of " + body.getClass().getSimpleName());
  }

  private static byte[] valid(byte[] text) {
    if (text.length == 0) {
      return JsonText.nullText();
    }
    int fault = JsonScan.checkPart(text);
    if (fault != JsonScan.VALID) {
      throw new IllegalArgumentException(JsonFault.reason(text, fault));
    }
    return text;
  }

  private static byte[] written(Object body) {
    try {
      return valid(JACKSON.writeValueAsBytes(body));
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("its body can't be written as JSON", e);
    }
  }
}
