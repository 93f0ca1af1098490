package io.serai.aggregate;

import io.serai.json.JsonScan;
import io.serai.json.JsonText;
import java.nio.charset.StandardCharsets;
import org.apache.camel.Exchange;
import org.apache.camel.Message;

/** An element of a split, as a step sees it in the body and a call in {@code {item}}. */
final class ElementBody {
  private ElementBody() {}

  /** An element that was cut out of a JSON text: valid, without space around it. */
  @SuppressWarnings("ArrayRecordComponent") // compared by its text, Distinct
  record Raw(byte[] text) {}

  /** Text, numbers and booleans of JSON become those of Java, anything else of it stays text. */
  static void put(Object element, Exchange copy) {
    var in = copy.getIn();
    if (element instanceof Message message) {
      copy.setIn(message);
    } else if (!(element instanceof Raw raw)) {
      in.setBody(element);
    } else if (JsonText.isScalar(raw.text)) {
      in.setBody(scalar(raw.text));
    } else {
      in.setBody(raw.text);
      in.setHeader(Exchange.CONTENT_TYPE, "application/json");
    }
  }

  private static Object scalar(byte[] raw) {
    if (JsonText.isString(raw)) {
      return JsonText.decode(raw);
    }
    var text = new String(raw, StandardCharsets.US_ASCII);
    if (raw[0] == 't' || raw[0] == 'f') {
      return raw[0] == 't';
    }
    boolean whole = text.indexOf('.') < 0 && text.indexOf('e') < 0 && text.indexOf('E') < 0;
    if (!whole) {
      return Double.valueOf(text);
    }
    return text.length() < 10
        ? (Object) Integer.valueOf(text)
        : text.length() < 19 ? (Object) Long.valueOf(text) : text;
  }

  /** Bytes are JSON. */
  static Object item(Object element) {
    if (element instanceof Raw raw) {
      return raw.text;
    }
    if (element instanceof byte[] bytes && JsonScan.check(bytes) != JsonScan.VALID) {
      return new String(bytes, StandardCharsets.UTF_8);
    }
    return element instanceof Message message && message.getBody() != null
        ? item(message.getBody())
        : element;
  }
}
