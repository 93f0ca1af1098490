package io.serai.aggregate;

import com.fasterxml.jackson.databind.JsonNode;
import io.serai.json.JsonArray;
import io.serai.json.JsonScan;
import io.serai.json.JsonText;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.Expression;
import org.apache.camel.StreamCache;
import org.apache.camel.support.ObjectHelper;
import org.jspecify.annotations.Nullable;

/**
 * What a split's expression makes of an exchange, element by element. Nulls are no elements, as in
 * Camel.
 *
 * @param plain reads the commonest paths without Camel, null if this isn't one
 * @param delimiter of a text that isn't JSON
 * @param json whether elements are to be JSON wherever they can
 */
record ElementList(
    Expression expression, @Nullable PlainPath plain, String delimiter, boolean json) {

  /** So many slots and no more. */
  static final int MOST = 100_000;

  private static final Object NULL_ELEMENT = new Object();
  private static final String UNDIVIDED = "false";
  private static final String SINGLE = "single";

  /** What the expression throws, this throws. */
  List<Object> of(Exchange exchange) throws Exception {
    var raw = plain == null ? null : plain.elements(exchange);
    if (raw != null) {
      return raws(raw);
    }
    var value = expression.evaluate(exchange, Object.class);
    if (exchange.getException() != null) {
      throw exchange.getException();
    }
    if (value instanceof JsonNode node && json) {
      value = BodyText.of(exchange, node);
    } else if ((value instanceof InputStream || value instanceof StreamCache) && json) {
      value = exchange.getContext().getTypeConverter().convertTo(byte[].class, exchange, value);
    } else if (value instanceof Map && json) {
      value = List.of(value);
    }
    if (value instanceof byte[] bytes) {
      return JsonScan.check(bytes) == JsonScan.VALID
          ? raws(JsonArray.elements(bytes))
          : bytes.length == 0 ? List.of() : List.of(bytes);
    }
    if (value instanceof String text && json) {
      var bytes = document(text);
      if (bytes != null) {
        return raws(JsonArray.elements(bytes));
      }
    }
    return iterated(exchange, value);
  }

  private static List<Object> raws(List<byte[]> texts) {
    var elements = new ArrayList<Object>(texts.size());
    for (var text : texts) {
      if (!JsonText.isNull(text)) {
        elements.add(new ElementBody.Raw(text));
      }
    }
    return elements;
  }

  private List<Object> iterated(Exchange exchange, @Nullable Object value) {
    Iterator<?> iterator;
    if (value == null) {
      return List.of();
    } else if (SINGLE.equalsIgnoreCase(delimiter)) {
      iterator = List.of(value).iterator();
    } else {
      iterator =
          ObjectHelper.createIterator(
              value, UNDIVIDED.equalsIgnoreCase(delimiter) ? null : delimiter);
    }
    var elements = new ArrayList<Object>();
    // An iterator may be without end; so many are too many already, nulls among them.
    while (iterator.hasNext() && elements.size() <= MOST) {
      var each = iterator.next();
      elements.add(each == null ? NULL_ELEMENT : json ? asJson(exchange, each) : each);
    }
    if (elements.size() <= MOST) {
      elements.removeIf(each -> each == NULL_ELEMENT);
    }
    return elements;
  }

  private static Object asJson(Exchange exchange, Object each) {
    if (each instanceof String text) {
      var bytes = document(text);
      return new ElementBody.Raw(bytes == null ? JsonText.quote(text) : bytes);
    }
    if (each instanceof byte[] bytes) {
      return JsonScan.check(bytes) == JsonScan.VALID
          ? new ElementBody.Raw(bytes)
          : new ElementBody.Raw(JsonText.quote(new String(bytes, StandardCharsets.UTF_8)));
    }
    if (each instanceof Map
        || each instanceof List
        || each instanceof Number
        || each instanceof Boolean
        || each instanceof JsonNode) {
      return new ElementBody.Raw(BodyText.of(exchange, each));
    }
    return each;
  }

  /** The bytes of a text that is a JSON object or array; a mere number or word is text. */
  private static byte @Nullable [] document(String text) {
    var stripped = text.strip();
    if (!stripped.startsWith("{") && !stripped.startsWith("[")) {
      return null;
    }
    var bytes = stripped.getBytes(StandardCharsets.UTF_8);
    return JsonScan.check(bytes) == JsonScan.VALID ? bytes : null;
  }
}
