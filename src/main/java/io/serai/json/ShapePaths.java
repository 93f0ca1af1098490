package io.serai.json;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The paths of one list, put together as a tree. Brackets at the root are left away. */
final class ShapePaths {
  final Map<String, ShapePaths> members = new LinkedHashMap<>();
  @Nullable ShapePaths each;

  /** Whether a path ends here; longer ones count no more then. */
  boolean whole;

  /** The name that a rename gives. */
  @Nullable String name;

  private static final String NAMES = "paths joined by commas, such as id,prices[].amount";
  private static final String RENAMES =
      "new=old joined by commas, such as sku=id,items[].sku=items[].id";

  /** Parses {@code id,prices[].amount}. */
  static ShapePaths picks(String text) {
    var root = new ShapePaths();
    for (var entry : entries(text, NAMES)) {
      root.down(entry.path(text)).whole = true;
    }
    return root;
  }

  /** Parses {@code internal,items[].secret}. */
  static ShapePaths drops(String text) {
    var root = new ShapePaths();
    for (var entry : entries(text, NAMES)) {
      var path = entry.path(text);
      if (last(path).equals(PathText.EACH)) {
        throw PathText.bad("a path ends in []", text, entry.from, "a path that ends in a name");
      }
      root.down(path).whole = true;
    }
    return root;
  }

  /** Parses {@code sku=id,items[].sku=items[].id}. */
  static ShapePaths renames(String text) {
    var root = new ShapePaths();
    for (var entry : entries(text, RENAMES)) {
      int equals = entry.text.indexOf('=');
      if (equals < 0 || entry.text.indexOf('=', equals + 1) >= 0) {
        throw PathText.bad("not one = but another number", text, entry.from, RENAMES);
      }
      root.rename(
          text,
          Entry.of(text, entry.from, entry.from + equals, RENAMES),
          Entry.of(text, entry.from + equals + 1, entry.from + entry.text.length(), RENAMES));
    }
    return root;
  }

  private void rename(String text, Entry to, Entry from) {
    var name = to.path(text);
    var path = from.path(text);
    var parent = path.subList(0, path.size() - 1);
    if (last(path).equals(PathText.EACH)
        || last(name).equals(PathText.EACH)
        || !parent.equals(name.subList(0, name.size() - 1))) {
      var place = from.text.substring(0, from.text.lastIndexOf('.') + 1);
      throw PathText.bad(
          "both sides are not names in the same object",
          text,
          to.from,
          "such as " + place + "new=" + place + "old");
    }
    var there = down(parent);
    if (last(name).equals(last(path))) {
      throw PathText.bad("a member is given its own name", text, to.from, RENAMES);
    }
    for (var sibling : there.members.values()) {
      if (last(name).equals(sibling.name)) {
        throw PathText.bad("two members are given one name", text, to.from, "each name once");
      }
    }
    var member = down(path);
    if (member.name != null) {
      throw PathText.bad("a member is renamed twice", text, from.from, "each member once");
    }
    member.name = last(name);
  }

  /** One of a list, without the space around it. */
  private record Entry(String text, int from) {

    static Entry of(String list, int from, int to, String expected) {
      while (from < to && list.charAt(from) <= ' ') {
        from++;
      }
      while (to > from && list.charAt(to - 1) <= ' ') {
        to--;
      }
      if (from == to) {
        throw PathText.bad("nothing stands", list, from, expected);
      }
      return new Entry(list.substring(from, to), from);
    }

    /** Without the brackets for an array at the root. */
    List<String> path(String list) {
      var steps = PathText.steps(list, from, text);
      if (steps.get(0).equals(PathText.EACH)) {
        steps = steps.subList(1, steps.size());
      }
      if (steps.isEmpty()) {
        throw PathText.bad("a path names nothing", list, from, NAMES);
      }
      return steps;
    }
  }

  private static List<Entry> entries(String list, String expected) {
    var entries = new ArrayList<Entry>();
    int from = 0;
    while (from <= list.length()) {
      int comma = list.indexOf(',', from);
      int end = comma < 0 ? list.length() : comma;
      entries.add(Entry.of(list, from, end, expected));
      from = end + 1;
    }
    return entries;
  }

  private ShapePaths down(List<String> path) {
    var at = this;
    for (var step : path) {
      if (step.equals(PathText.EACH)) {
        at.each = Objects.requireNonNullElseGet(at.each, ShapePaths::new);
        at = at.each;
      } else {
        at = at.members.computeIfAbsent(step, name -> new ShapePaths());
      }
    }
    return at;
  }

  /** Whether nothing below is named. */
  boolean isLeaf() {
    return members.isEmpty() && each == null;
  }

  private static String last(List<String> path) {
    return path.get(path.size() - 1);
  }
}
