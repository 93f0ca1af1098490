package io.serai.routes.check;

import io.serai.settings.Problem;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.Node;

/** A class that no jar at hand has: a bean's type, {@code beanType}, {@code #class:…}. */
final class Classes {
  private static final String MARK = "#class:";

  private final Outline outline;
  private final Facts facts;
  private final Consumer<Problem> problems;
  private final Set<Node> seen = Collections.newSetFromMap(new IdentityHashMap<>());

  private Classes(Outline outline, Facts facts, Consumer<Problem> problems) {
    this.outline = outline;
    this.facts = facts;
    this.problems = problems;
  }

  static void check(Outline outline, Facts facts, Consumer<Problem> problems) {
    var classes = new Classes(outline, facts, problems);
    for (var file : outline.files) {
      if (file.root() != null) {
        classes.walk(file, file.root());
      }
    }
    for (var endpoint : outline.endpoints()) {
      if (endpoint.scheme().equals("class") && !endpoint.dynamic()) {
        classes.named(endpoint.file(), endpoint.at(), endpoint.rest());
      }
    }
  }

  private void walk(RouteFile file, Node node) {
    if (!seen.add(node)) {
      return;
    }
    var text = Yaml.text(node);
    if (text != null && text.startsWith(MARK)) {
      named(file, node, text);
    }
    for (var entry : Yaml.entries(node)) {
      var value = entry.getValueNode();
      switch (Yaml.key(entry)) {
        case "beans" -> Yaml.items(value).forEach(bean -> member(file, bean, "type"));
        case "bean" -> member(file, value, "beanType");
        default -> {
          // A class stands nowhere else without a mark.
        }
      }
      walk(file, value);
    }
    Yaml.items(node).forEach(item -> walk(file, item));
  }

  private void member(RouteFile file, Node owner, String name) {
    var node = Yaml.get(owner, name);
    var text = Yaml.text(node);
    if (node != null && text != null && !text.startsWith("#")) {
      named(file, node, text);
    }
  }

  private void named(RouteFile file, Node at, @Nullable String text) {
    var filled = text == null ? "" : Placeholders.fill(text, outline.properties).text();
    var name = nameIn(filled);
    if (name.isEmpty() || name.contains("{") || facts.type().test(name)) {
      return;
    }
    problems.accept(
        Yaml.error(
            file,
            at,
            "class '" + name + "' is in no jar at hand",
            "a class with its package, from lib/ or ext/",
            "Put the jar that has it into ext/ and restart, or correct the name."));
  }

  /** {@code #class:a.B('x')} and {@code #class:a.B#make} are of class {@code a.B}. */
  private static String nameIn(String text) {
    int from = text.startsWith(MARK) ? MARK.length() : 0;
    int to = from;
    while (to < text.length() && text.charAt(to) != '(' && text.charAt(to) != '#') {
      to++;
    }
    return text.substring(from, to).strip();
  }
}
