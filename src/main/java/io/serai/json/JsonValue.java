package io.serai.json;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** A value where it stands in a valid text: nothing is copied or built until it is asked for. */
public final class JsonValue {
  private final byte[] text;
  private final int from;
  private final int to;

  private JsonValue(byte[] text, int from, int to) {
    this.text = text;
    this.from = from;
    this.to = to;
  }

  /** The one value of a document that {@link JsonScan#check(byte[])} has found valid. */
  public static JsonValue of(byte[] document) {
    return at(document, 0);
  }

  /**
   * The value that comes next in an array of bytes.
   *
   * @param start before it, with nothing but space between, in a range that {@link
   *     JsonScan#check(byte[], int, int)} has found valid
   */
  public static JsonValue at(byte[] text, int start) {
    int from = Skim.space(text, start);
    return new JsonValue(text, from, Skim.value(text, from));
  }

  public boolean isObject() {
    return text[from] == '{';
  }

  public boolean isArray() {
    return text[from] == '[';
  }

  public boolean isString() {
    return text[from] == '"';
  }

  public boolean isNull() {
    return text[from] == 'n';
  }

  public boolean isNumber() {
    return text[from] == '-' || (text[from] >= '0' && text[from] <= '9');
  }

  /** As it stands there, without space around it; a copy. */
  public byte[] raw() {
    return Arrays.copyOfRange(text, from, to);
  }

  /** Bytes that it takes. */
  public int length() {
    return to - from;
  }

  /** As {@link JsonText#scalar}. */
  public @Nullable String scalar() {
    return isObject() || isArray() ? null : JsonText.scalar(raw());
  }

  /**
   * The elements of an array, in order; of anything else none.
   *
   * @param most after so many it doesn't go on
   */
  public List<JsonValue> elements(int most) {
    var elements = new ArrayList<JsonValue>();
    if (isArray()) {
      int i = Skim.space(text, from + 1);
      while (text[i] != ']' && elements.size() < most) {
        int end = Skim.value(text, i);
        elements.add(new JsonValue(text, i, end));
        i = Skim.next(text, end);
      }
    }
    return elements;
  }

  /** Each member of an object in order, one that is there twice twice; of anything else none. */
  public void members(BiConsumer<String, JsonValue> each) {
    if (!isObject()) {
      return;
    }
    int i = Skim.space(text, from + 1);
    while (text[i] != '}') {
      int nameEnd = Skim.string(text, i);
      int value = Skim.colon(text, nameEnd);
      int end = Skim.value(text, value);
      each.accept(JsonText.decode(text, i + 1, nameEnd - 1), new JsonValue(text, value, end));
      i = Skim.next(text, end);
    }
  }

  /** Whether arrays and objects in it nest deeper than so many levels. */
  public boolean isDeeper(int levels) {
    return Skim.deeper(text, from, to, levels);
  }
}
