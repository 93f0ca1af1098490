package io.serai.json;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
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
   * @param index the position in an array, -1 if the name is none
   * @param each every element of an array; then nothing else counts
   */
  private record Step(MemberName name, int index, boolean each) {}

  private static final Step EACH = new Step(new MemberName(""), -1, true);

  private final Step[] steps;

  private JsonPath(List<Step> steps) {
    this.steps = steps.toArray(Step[]::new);
  }

  /**
   * Parses {@code address.0.zip}; the empty text is the whole document.
   *
   * @throws IllegalArgumentException for an empty name, {@code a..b}, and for brackets anywhere but
   *     at the end of a name, {@code a[0]}; it names the text, the position and what was expected
   */
  public static JsonPath of(String text) {
    var steps = new ArrayList<Step>();
    for (var name : PathText.steps(text, 0, text)) {
      steps.add(name.equals(PathText.EACH) ? EACH : step(name));
    }
    return new JsonPath(steps);
  }

  private static Step step(String name) {
    boolean number = !name.isEmpty() && name.length() < 10;
    for (int i = 0; i < name.length(); i++) {
      number &= name.charAt(i) >= '0' && name.charAt(i) <= '9';
    }
    return new Step(new MemberName(name), number ? Integer.parseInt(name) : -1, false);
  }

  /** Whether it walks an array, so that there may be several values. */
  public boolean walks() {
    return Arrays.asList(steps).contains(EACH);
  }

  /** How many levels of the document it goes down. */
  int levels() {
    return steps.length;
  }

  /**
   * The raw JSON text of the first value found in a valid document; null if there is none, the four
   * bytes {@code null} for a JSON null.
   */
  public byte @Nullable [] find(byte[] document) {
    return document.length == 0 ? null : find(document, Skim.space(document, 0));
  }

  /** The same below the value that begins at {@code i}. */
  byte @Nullable [] find(byte[] t, int i) {
    int at = locate(t, i);
    return at < 0 ? null : Arrays.copyOfRange(t, at, Skim.value(t, at));
  }

  /** Where the first value below the one at {@code i} begins, -1 if there is none. */
  int locate(byte[] t, int i) {
    var found = new Places(1);
    collect(t, i, 0, found);
    return found.count == 0 ? -1 : found.at[0];
  }

  /** The raw JSON texts of all values found in a valid document, in its order. */
  public List<byte[]> all(byte[] document) {
    return document.length == 0 ? List.of() : all(document, Skim.space(document, 0));
  }

  /** The same below the value that begins at {@code i}. */
  List<byte[]> all(byte[] t, int i) {
    var places = places(t, i);
    var values = new ArrayList<byte[]>(places.length);
    for (int place : places) {
      values.add(Arrays.copyOfRange(t, place, Skim.value(t, place)));
    }
    return values;
  }

  /**
   * The raw JSON texts of all different values found in a valid document, each where it first came
   * up, without nulls. Scalars are different if {@link JoinKey} says so: {@code 1.0} and {@code
   * "1"} ask for the same thing as {@code 1}. Objects and arrays are compared as written.
   */
  public List<byte[]> distinct(byte[] document) {
    var values = new ArrayList<byte[]>();
    var seen = new HashSet<String>();
    for (var raw : all(document)) {
      var key = JoinKey.of(raw);
      if (key == null && !JsonText.isNull(raw)) {
        key = new String(raw, StandardCharsets.UTF_8);
      }
      if (key != null && seen.add(key)) {
        values.add(raw);
      }
    }
    return values;
  }

  /** Where all values below the one at {@code i} begin, in the order of the document. */
  int[] places(byte[] t, int i) {
    var found = new Places(Integer.MAX_VALUE);
    collect(t, i, 0, found);
    return Arrays.copyOf(found.at, found.count);
  }

  /** Offsets, up to as many as are wanted. */
  private static final class Places {
    private final int wanted;
    private int[] at = new int[1];
    private int count;

    Places(int wanted) {
      this.wanted = wanted;
    }

    void add(int place) {
      if (count == at.length) {
        at = Arrays.copyOf(at, count * 2 + 8);
      }
      at[count++] = place;
    }
  }

  /** Recursive over the path, never over the document. */
  private void collect(byte[] t, int i, int at, Places found) {
    for (; at < steps.length; at++) {
      var step = steps[at];
      if (step.each) {
        elements(t, i, at + 1, found);
        return;
      }
      i = t[i] == '{' ? member(t, i, step) : t[i] == '[' ? element(t, i, step.index) : -1;
      if (i < 0) {
        return;
      }
    }
    found.add(i);
  }

  private void elements(byte[] t, int i, int next, Places found) {
    if (t[i] != '[') {
      return;
    }
    i = Skim.space(t, i + 1);
    while (t[i] != ']' && found.count < found.wanted) {
      collect(t, i, next, found);
      i = Skim.next(t, Skim.value(t, i));
    }
  }

  private static int element(byte[] t, int i, int index) {
    i = Skim.space(t, i + 1);
    for (int k = 0; index >= 0 && t[i] != ']'; k++) {
      if (k == index) {
        return i;
      }
      i = Skim.next(t, Skim.value(t, i));
    }
    return -1;
  }

  private static int member(byte[] t, int i, Step step) {
    int found = -1;
    i = Skim.space(t, i + 1);
    while (t[i] != '}') {
      int nameEnd = Skim.string(t, i);
      int value = Skim.colon(t, nameEnd);
      if (step.name.is(t, i + 1, nameEnd - 1)) {
        found = value;
      }
      i = Skim.next(t, Skim.value(t, value));
    }
    return found;
  }
}
