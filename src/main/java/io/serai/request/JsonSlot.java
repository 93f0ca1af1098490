package io.serai.request;

import io.netty.buffer.ByteBuf;
import io.serai.json.JsonScan;
import io.serai.json.JsonText;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes a value where a reference stands in a JSON text. */
final class JsonSlot {
  private JsonSlot() {}

  /** False if there is no value. */
  static boolean write(Slot slot, @Nullable Object value, ByteBuf out) {
    if (value == null) {
      return false;
    }
    if (slot.inString()) {
      var text = value instanceof List<?> all && all.isEmpty() ? "" : Lookup.text(slot, value);
      if (text == null) {
        return false;
      }
      var quoted = JsonText.quote(text);
      out.writeBytes(quoted, 1, quoted.length - 2);
    } else if (value instanceof byte[] raw) {
      out.writeBytes(raw);
    } else if (value instanceof List<?> values) {
      array(values, out);
    } else {
      text(slot, (String) value, out);
    }
    return true;
  }

  private static void array(List<?> values, ByteBuf out) {
    out.writeByte('[');
    for (int i = 0; i < values.size(); i++) {
      if (i > 0) {
        out.writeByte(',');
      }
      out.writeBytes((byte[]) values.get(i));
    }
    out.writeByte(']');
  }

  /** A default is the operator's: {@code 0}, {@code true} or {@code []} stay what they are. */
  private static void text(Slot slot, String text, ByteBuf out) {
    if (text.equals(slot.reference().defaultText())) {
      var raw = text.getBytes(StandardCharsets.UTF_8);
      if (JsonScan.check(raw, 0, raw.length) == JsonScan.VALID) {
        out.writeBytes(raw);
        return;
      }
    }
    out.writeBytes(JsonText.quote(text));
  }
}
