package io.serai.json;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A way into a document: member names and array positions joined by dots, {@code a.0.b}. A number
 * is a position in an array and a name in an object. {@code items[].sellerId} walks every element
 * of an array. Of members with one name twice the last counts, as in most parsers.
 *
 * <p>Made once, used by any number of threads.
 */
public final class JsonPath {

  /**
   * One way down.
   *
   * @param bytes the member's name in UTF-8
   * @param plain whether a member written without escapes can be compared byte by byte
   * @param index the position in an array, -1 if the name is none
   * @param each every element of an array; then nothing else counts
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Step(String name, byte[] bytes, boolean plain, int index, boolean each) {}

  private static final Step EACH = new Step("", new byte[0], false, -1, true);

  private final Step[] steps;

  private JsonPath(List<Step> steps) {
    this.steps = steps.toArray(Step[]::new);
  }

  /**
   * Parses {@code address.0.zip}; the empty text is the whole document.
   *
   * @throws IllegalArgumentException for an empty name, {@code a..b}
   */
  public static JsonPath of(String text) {
    var steps = new ArrayList<Step>();
    int from = 0;
    while (from < text.length()) {
      int dot = text.indexOf('.', from);
      int end = dot < 0 ? text.length() : dot;
      var name = text.substring(from, end);
      int arrays = 0;
      while (name.endsWith("[]")) {
        name = name.substring(0, name.length() - 2);
        arrays++;
      }
      if (!name.isEmpty()) {
        steps.add(step(name));
      } else if (arrays == 0 || from > 0) {
        throw emptyName(text);
      }
      for (int k = 0; k < arrays; k++) {
        steps.add(EACH);
      }
      from = end + 1;
    }
    if (text.endsWith(".")) {
      throw emptyName(text);
    }
    return new JsonPath(steps);
  }

  private static IllegalArgumentException emptyName(String text) {
    return new IllegalArgumentException(
        "a name is empty in " + text + " (expected: names joined by dots, such as a.0.b)");
  }

  private static Step step(String name) {
    boolean number = !name.isEmpty() && name.length() < 10;
    for (int i = 0; i < name.length(); i++) {
      number &= name.charAt(i) >= '0' && name.charAt(i) <= '9';
    }
    return new Step(
        name,
        name.getBytes(StandardCharsets.UTF_8),
        name.indexOf('\\') < 0,
        number ? Integer.parseInt(name) : -1,
        false);
  }

  /** Whether it walks an array, so that there may be several values. */
  public boolean walks() {
    return Arrays.asList(steps).contains(EACH);
  }

  /**
   * The raw JSON text of the first value found in a valid document; null if there is none, the four
   * bytes {@code null} for a JSON null.
   */
  public byte @Nullable [] find(byte[] document) {
    if (document.length == 0) {
      return null;
    }
    var found = new ArrayList<byte[]>(1);
    collect(document, Skim.space(document, 0), 0, found, true);
    return found.isEmpty() ? null : found.get(0);
  }

  /** The raw JSON texts of all values found in a valid document, in its order. */
  public List<byte[]> all(byte[] document) {
    var found = new ArrayList<byte[]>();
    if (document.length > 0) {
      collect(document, Skim.space(document, 0), 0, found, false);
    }
    return found;
  }

  /** Recursive over the path, never over the document. */
  private void collect(byte[] t, int i, int at, List<byte[]> found, boolean first) {
    for (; at < steps.length; at++) {
      var step = steps[at];
      if (step.each) {
        elements(t, i, at + 1, found, first);
        return;
      }
      i = t[i] == '{' ? member(t, i, step) : t[i] == '[' ? element(t, i, step.index) : -1;
      if (i < 0) {
        return;
      }
    }
    found.add(Arrays.copyOfRange(t, i, Skim.value(t, i)));
  }

  private void elements(byte[] t, int i, int next, List<byte[]> found, boolean first) {
    if (t[i] != '[') {
      return;
    }
    i = Skim.space(t, i + 1);
    while (t[i] != ']') {
      collect(t, i, next, found, first);
      if (first && !found.isEmpty()) {
        return;
      }
      i = Skim.space(t, Skim.value(t, i));
      if (t[i] == ',') {
        i = Skim.space(t, i + 1);
      }
    }
  }

  private static int element(byte[] t, int i, int index) {
    i = Skim.space(t, i + 1);
    for (int k = 0; index >= 0 && t[i] != ']'; k++) {
      if (k == index) {
        return i;
      }
      i = Skim.space(t, Skim.value(t, i));
      if (t[i] == ',') {
        i = Skim.space(t, i + 1);
      }
    }
    return -1;
  }

  private static int member(byte[] t, int i, Step step) {
    int found = -1;
    i = Skim.space(t, i + 1);
    while (t[i] != '}') {
      int nameEnd = Skim.string(t, i);
      int value = Skim.colon(t, nameEnd);
      if (matches(t, i + 1, nameEnd - 1, step)) {
        found = value;
      }
      i = Skim.space(t, Skim.value(t, value));
      if (t[i] == ',') {
        i = Skim.space(t, i + 1);
      }
    }
    return found;
  }

  private static boolean matches(byte[] t, int start, int end, Step step) {
    if (step.plain && Arrays.equals(t, start, end, step.bytes, 0, step.bytes.length)) {
      return true;
    }
    for (int k = start; k < end; k++) {
      if (t[k] == '\\') {
        return JsonText.decode(t, start, end).equals(step.name);
      }
    }
    return false;
  }
}
