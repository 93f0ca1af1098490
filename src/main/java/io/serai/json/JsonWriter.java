package io.serai.json;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Iterator;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Plain values as JSON text in UTF-8: maps become objects, collections arrays, numbers and flags
 * themselves, null is {@code null}, anything else a string by its {@code toString()}. For answers
 * about the gateway, not for those that go through it; data binding would cost a tenth of the
 * start.
 */
public final class JsonWriter {
  private static final String INDENT = "  ";

  private final ByteArrayOutputStream out = new ByteArrayOutputStream(256);
  private final boolean pretty;
  private int depth;

  private JsonWriter(boolean pretty) {
    this.pretty = pretty;
  }

  /** Without a space, for programs. */
  public static byte[] compact(@Nullable Object value) {
    var writer = new JsonWriter(false);
    writer.value(value);
    return writer.out.toByteArray();
  }

  /** A member or element a line, for people; no line break at the end. */
  public static String pretty(@Nullable Object value) {
    var writer = new JsonWriter(true);
    writer.value(value);
    return writer.out.toString(StandardCharsets.UTF_8);
  }

  private void value(@Nullable Object value) {
    if (value instanceof Map<?, ?> map) {
      object(map.entrySet().iterator());
    } else if (value instanceof Collection<?> list) {
      array(list.iterator());
    } else if (value == null || value instanceof Boolean) {
      ascii(String.valueOf(value));
    } else if (value instanceof Number number) {
      number(number);
    } else {
      out.writeBytes(JsonText.quote(value.toString()));
    }
  }

  private void object(Iterator<? extends Map.Entry<?, ?>> members) {
    out.write('{');
    for (int i = 0; members.hasNext(); i++) {
      var member = members.next();
      before(i);
      out.writeBytes(JsonText.quote(String.valueOf(member.getKey())));
      ascii(pretty ? " : " : ":");
      value(member.getValue());
      after(members.hasNext());
    }
    out.write('}');
  }

  private void array(Iterator<?> elements) {
    out.write('[');
    for (int i = 0; elements.hasNext(); i++) {
      before(i);
      value(elements.next());
      after(elements.hasNext());
    }
    out.write(']');
  }

  private void before(int index) {
    if (index == 0) {
      depth++;
    } else {
      out.write(',');
    }
    line();
  }

  private void after(boolean more) {
    if (!more) {
      depth--;
      line();
    }
  }

  private void line() {
    if (pretty) {
      out.write('\n');
      ascii(INDENT.repeat(depth));
    }
  }

  /** JSON has no word for what is no number. */
  private void number(Number number) {
    double real = number.doubleValue();
    ascii(Double.isNaN(real) || Double.isInfinite(real) ? "null" : number.toString());
  }

  private void ascii(String text) {
    out.writeBytes(text.getBytes(StandardCharsets.US_ASCII));
  }
}
