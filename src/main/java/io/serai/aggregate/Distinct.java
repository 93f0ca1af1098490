package io.serai.aggregate;

import io.serai.json.JsonText;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;

/**
 * The different ones among elements, each where it first came up: what is asked for twice is called
 * once.
 *
 * @param elements the different ones
 * @param at by position among all, which of them
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record Distinct(List<Object> elements, int[] at) {

  static Distinct among(List<Object> all) {
    var elements = new ArrayList<Object>();
    var at = new int[all.size()];
    var seen = new HashMap<Object, Integer>(all.size() * 2);
    for (int i = 0; i < at.length; i++) {
      int next = elements.size();
      var known = seen.putIfAbsent(key(all.get(i)), next);
      if (known == null) {
        elements.add(all.get(i));
      }
      at[i] = known == null ? next : known;
    }
    return new Distinct(elements, at);
  }

  /** All of them, equal or not. */
  static Distinct none(List<Object> all) {
    var at = new int[all.size()];
    for (int i = 0; i < at.length; i++) {
      at[i] = i;
    }
    return new Distinct(all, at);
  }

  /** JSON is equal if it is written the same; strings also if only their escapes differ. */
  private static Object key(Object element) {
    if (!(element instanceof ElementBody.Raw raw)) {
      return element;
    }
    return JsonText.isString(raw.text())
        ? '"' + JsonText.decode(raw.text())
        : new String(raw.text(), StandardCharsets.UTF_8);
  }
}
