package io.serai.json;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;

/** Looked-up documents by what they say at a path. */
final class JoinIndex {

  /** A document within a text; one like no other. */
  static final class Entry {
    final byte[] text;
    final int start;
    final int end;

    Entry(byte[] text, int start, int end) {
      this.text = text;
      this.start = start;
      this.end = end;
    }

    int length() {
      return end - start;
    }
  }

  private final Map<String, List<Entry>> entries = new HashMap<>();
  private final JsonPath path;
  private final int levels;

  /**
   * An empty one.
   *
   * @param levels how deep a document may nest
   */
  JoinIndex(JsonPath path, int levels) {
    this.path = path;
    this.levels = levels;
  }

  /** Adds a document, or each element of one that is an array. */
  void add(byte[] t) throws JsonProblem {
    int i = Skim.space(t, 0);
    if (i == t.length) {
      return;
    }
    if (t[i] != '[') {
      add(t, i, Skim.value(t, i));
      return;
    }
    i = Skim.space(t, i + 1);
    while (t[i] != ']') {
      int end = Skim.value(t, i);
      add(t, i, end);
      i = Skim.next(t, end);
    }
  }

  private void add(byte[] t, int start, int end) throws JsonProblem {
    if (t[start] != '{') {
      return; // null is nothing, anything else says nothing at a path
    }
    if (Skim.deeper(t, start, end, levels)) {
      throw new JsonProblem(
          "a document that nests deeper than " + levels + " levels can't be joined in");
    }
    var entry = new Entry(t, start, end);
    for (var key : keys(path, t, start)) {
      entries.computeIfAbsent(key, k -> new ArrayList<>(1)).add(entry);
    }
  }

  /** All that match, by the order of the keys and then of the documents; each once. */
  Collection<Entry> matches(Collection<String> keys) {
    if (keys.size() == 1) {
      return entries.getOrDefault(keys.iterator().next(), List.of());
    }
    var matches = new LinkedHashSet<Entry>();
    for (var key : keys) {
      matches.addAll(entries.getOrDefault(key, List.of()));
    }
    return matches;
  }

  /** What stands at a path below the value at {@code i}; the different ones if it walks. */
  static Collection<String> keys(JsonPath path, byte[] t, int i) {
    if (!path.walks()) {
      int at = path.locate(t, i);
      var key = at < 0 ? null : JsonKey.of(Arrays.copyOfRange(t, at, Skim.value(t, at)));
      return key == null ? List.of() : List.of(key);
    }
    var keys = new LinkedHashSet<String>();
    for (var raw : path.all(t, i)) {
      var key = JsonKey.of(raw);
      if (key != null) {
        keys.add(key);
      }
    }
    return keys;
  }
}
