package io.serai.routes.check;

import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.Node;

/**
 * What a route has set to something of its own by the time a step runs: headers, variables and
 * exchange properties of which a client has written nothing.
 *
 * @param names each with its kind, {@code header where}
 */
record Given(Set<String> names) {
  static final Given NOTHING = new Given(Set.of());

  /** Of an exchange: {@code header}, {@code variable} or {@code exchangeProperty}. */
  boolean has(String kind, String name) {
    return names.contains(key(kind, name));
  }

  private Given with(String kind, String name) {
    var more = new TreeSet<>(names);
    // Variables of other scopes, global:x, are written by other exchanges too.
    if (!kind.equals("variable") || !name.contains(":")) {
      more.add(key(kind, name));
    }
    return new Given(more);
  }

  Given without(String kind, String name) {
    if (!has(kind, name)) {
      return this;
    }
    var less = new TreeSet<>(names);
    less.remove(key(kind, name));
    return new Given(less);
  }

  /** None of a kind. */
  Given withoutAll(String kind) {
    var less = new TreeSet<>(names);
    less.removeIf(name -> name.startsWith(kind + " "));
    return new Given(less);
  }

  /** After something else has come under a name; one made of a message may be any. */
  Given overwritten(String kind, @Nullable String name) {
    return name == null
        ? this
        : name.contains("${") || name.contains("{{") ? withoutAll(kind) : without(kind, name);
  }

  /** What both say: of two ways to a step, either may have been taken. */
  Given common(Given other) {
    var both = new TreeSet<>(names);
    both.retainAll(other.names);
    return new Given(both);
  }

  /** After a step that sets one thing, by its {@code name} and an expression. */
  Given after(String kind, Node setter) {
    var name = Yaml.text(Yaml.get(setter, "name"));
    var sent = Said.by(setter, this);
    if (name == null) {
      return this;
    }
    if (name.contains("${") || name.contains("{{")) {
      // It may be any of them.
      return sent == null ? this : NOTHING;
    }
    return sent == null ? with(kind, name) : without(kind, name);
  }

  private static String key(String kind, String name) {
    return kind + " " + (kind.equals("header") ? name.toLowerCase(Locale.ROOT) : name);
  }
}
