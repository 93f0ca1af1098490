package io.serai.json;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What becomes of one value of a document: pick, drop and rename in one, made once. */
final class ShapeNode {

  /** What becomes of one member. */
  static final class Rule {
    private final String name;
    private final byte[] bytes;
    private @Nullable Rule next;

    /** Left out whatever it is. */
    final boolean dropped;

    /** In quotes; null if it keeps its own. */
    final byte @Nullable [] newName;

    /** Null if its value stays whole. */
    final @Nullable ShapeNode below;

    /** The member that takes this one's name, and its place if both are there. */
    @Nullable Rule rival;

    Rule(String name, boolean dropped, @Nullable String newName, @Nullable ShapeNode below) {
      this.name = name;
      this.bytes = name.getBytes(StandardCharsets.UTF_8);
      this.dropped = dropped;
      this.newName = newName == null ? null : JsonText.quote(newName);
      this.below = below;
    }
  }

  /** Whether only what is named stays. */
  final boolean picks;

  /** Whether an object is looked into or kept, false if something else was picked from. */
  final boolean takesObjects;

  final boolean takesArrays;

  /** For every element of an array; null if they stay whole. */
  final @Nullable ShapeNode each;

  private final Map<String, Rule> byName = new LinkedHashMap<>();
  private final @Nullable Rule[] table;

  private ShapeNode(
      @Nullable ShapePaths pick, @Nullable ShapePaths drop, @Nullable ShapePaths rename) {
    picks = pick != null;
    takesObjects = pick == null || !pick.members.isEmpty();
    takesArrays = pick == null || pick.each != null;
    each =
        of(
            pick == null ? null : pick.each,
            drop == null ? null : drop.each,
            rename == null ? null : rename.each);
    var names = new LinkedHashSet<String>();
    for (var paths : new @Nullable ShapePaths[] {pick, drop, rename}) {
      if (paths != null) {
        names.addAll(paths.members.keySet());
      }
    }
    for (var name : names) {
      if (pick == null || pick.members.containsKey(name)) {
        byName.put(name, rule(name, member(pick, name), member(drop, name), member(rename, name)));
      }
    }
    if (rename != null) {
      meet(rename);
    }
    table = new @Nullable Rule[Integer.highestOneBit(Math.max(byName.size(), 1) * 4)];
    for (var rule : byName.values()) {
      if (rule.name.indexOf('\\') >= 0) {
        continue; // never written without escapes, so only found by what it means
      }
      int slot = slot(rule.bytes, 0, rule.bytes.length);
      rule.next = table[slot];
      table[slot] = rule;
    }
  }

  /** Null if all of it stays as it is. */
  static @Nullable ShapeNode of(
      @Nullable ShapePaths pick, @Nullable ShapePaths drop, @Nullable ShapePaths rename) {
    var part = pick == null || pick.whole ? null : pick;
    return part == null && drop == null && rename == null
        ? null
        : new ShapeNode(part, drop, rename);
  }

  private static Rule rule(
      String name,
      @Nullable ShapePaths pick,
      @Nullable ShapePaths drop,
      @Nullable ShapePaths rename) {
    boolean dropped = drop != null && drop.whole;
    return new Rule(
        name,
        dropped,
        rename == null ? null : rename.name,
        dropped ? null : of(pick, drop, rename == null || rename.isLeaf() ? null : rename));
  }

  private static @Nullable ShapePaths member(@Nullable ShapePaths paths, String name) {
    return paths == null ? null : paths.members.get(name);
  }

  /** A member that has the name another one gets makes way, unless it gets a new one itself. */
  private void meet(ShapePaths rename) {
    rename.members.forEach(
        (name, renamed) -> {
          var rule = byName.get(name);
          if (rule == null || rule.dropped || renamed.name == null) {
            return;
          }
          var rival = byName.get(renamed.name);
          if (rival == null && !picks) {
            rival = new Rule(renamed.name, false, null, null);
            byName.put(renamed.name, rival);
          }
          if (rival != null && rival.newName == null) {
            rival.rival = rule;
          }
        });
  }

  private int slot(byte[] t, int start, int end) {
    int length = end - start;
    int hash =
        length == 0 ? 0 : length * 31 + t[start] * 7 + t[end - 1] * 3 + t[start + length / 2];
    return hash & (table.length - 1);
  }

  /** The rule for a member by its name as written, without the quotes. */
  @Nullable Rule rule(byte[] t, int start, int end) {
    for (var rule = table[slot(t, start, end)]; rule != null; rule = rule.next) {
      if (Arrays.equals(t, start, end, rule.bytes, 0, rule.bytes.length)) {
        return rule;
      }
    }
    for (int i = start; i < end; i++) {
      if (t[i] == '\\') {
        return byName.get(JsonText.decode(t, start, end));
      }
    }
    return null;
  }
}
