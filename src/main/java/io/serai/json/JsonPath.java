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
   * up, without nulls. Scalars are different if {@link JsonKey} says so: {@code 1.0} and {@code
   * "1"} ask for the same thing as {@code 1}. Objects and arrays are compared as written.
   */
  public List<byte[]> distinct(byte[] document) {
    var values = new ArrayList<byte[]>();
    var seen = new HashSet<String>();
    for (var raw : all(document)) {
      var key = JsonKey.of(raw);
      if (key == null && !JsonText.isNull(raw)) {
        key = new String(raw, StandardCharsets.UTF_8);
      }
      if (key != null && seen.add(key)) {
        values.add(raw);
      }
    }
    return values;
  }

  /** Whether it leads to an array, and there is not one element to walk. */
  public boolean walksNothing(byte[] document) {
    var all = Arrays.asList(steps);
    int first = all.indexOf(EACH);
    if (first < 0 || document.length == 0) {
      return false;
    }
    int start = Skim.space(document, 0);
    int array = down(document, start, 0, first);
    return array >= 0
        && document[array] == '['
        && new JsonPath(all.subList(0, all.lastIndexOf(EACH) + 1)).places(document, start).length
            == 0;
  }

  /**
   * Where a valid document has something that the path can't lead through; -1 if it fits. What
   * isn't there or null fits any.
   */
  int misfit(byte[] document) {
    return document.length == 0 ? -1 : misfit(document, Skim.space(document, 0), 0);
  }

  private int misfit(byte[] t, int i, int at) {
    for (; at < steps.length && t[i] != 'n'; at++) {
      if (steps[at].each) {
        return t[i] == '[' ? misfitAmong(t, i, at + 1) : i;
      }
      if (t[i] != '{' && (t[i] != '[' || steps[at].index < 0)) {
        return i;
      }
      i = down(t, i, at, at + 1);
      if (i < 0) {
        return -1;
      }
    }
    boolean each = steps.length > 0 && steps[steps.length - 1].each;
    // An element may be anything; what is to hold elements may not.
    return each || t[i] == '{' || t[i] == '[' || t[i] == 'n' ? -1 : i;
  }

  private int misfitAmong(byte[] t, int i, int at) {
    i = Skim.space(t, i + 1);
    while (t[i] != ']') {
      int found = misfit(t, i, at);
      if (found >= 0) {
        return found;
      }
      i = Skim.next(t, Skim.value(t, i));
    }
    return -1;
  }

  /** From a value by some steps that walk no array; -1 if they lead nowhere. */
  private int down(byte[] t, int i, int at, int end) {
    for (; i >= 0 && at < end; at++) {
      var step = steps[at];
      i = t[i] == '{' ? member(t, i, step) : t[i] == '[' ? element(t, i, step.index) : -1;
    }
    return i;
  }

  /** Where all values below the one at {@code i} begin, in the order of the document. */
  int[] places(byte[] t, int i) {
    var found = new Places(Integer.MAX_VALUE);
    collect(t, i, 0, found);
    return Arrays.copyOf(found.at, found.count);
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
