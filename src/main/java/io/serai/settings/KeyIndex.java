package io.serai.settings;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The known keys, found by name. */
final class KeyIndex {
  private final Map<String, Key<?>> exact = new HashMap<>();
  private final List<Key<?>> patterns = new ArrayList<>();

  KeyIndex(List<Key<?>> keys) {
    for (var key : keys) {
      if (key.isPattern()) {
        patterns.add(key);
      } else {
        exact.put(key.name(), key);
      }
    }
  }

  /** The key that is called so, or whose pattern is. */
  @Nullable Key<?> find(String name) {
    var key = exact.get(name);
    if (key != null) {
      return key;
    }
    for (var pattern : patterns) {
      if (pattern.matches(name)) {
        return pattern;
      }
    }
    return null;
  }

  /** Keys nobody needs to know: the operator's own and Camel's. */
  static boolean isFree(String name) {
    return isOwn(name) || isCamels(name);
  }

  static boolean isOwn(String name) {
    return name.startsWith("my.") && name.length() > 3;
  }

  static boolean isCamels(String name) {
    return name.startsWith("camel.") && name.length() > 6;
  }

  /** Whether {@code name} may be written at all. */
  boolean knows(String name) {
    return isFree(name) || find(name) != null;
  }

  Iterable<Key<?>> patterns() {
    return patterns;
  }

  Iterable<String> exactNames() {
    return exact.keySet();
  }

  /** Every name that could be meant by a wrong one: patterns filled in with the wrong one's own. */
  List<String> namesLike(String wrong) {
    var names = new ArrayList<>(exact.keySet());
    names.sort(null);
    var chosen = wrong.split("\\.", -1);
    for (var pattern : patterns) {
      var segments = pattern.name().split("\\.", -1);
      for (int i = 0; i < segments.length; i++) {
        if (segments[i].equals("*") && i < chosen.length && !chosen[i].isEmpty()) {
          segments[i] = chosen[i];
        }
      }
      names.add(String.join(".", segments));
    }
    return names;
  }
}
