package io.serai.routes.check;

import io.serai.settings.Nearest;
import io.serai.settings.Problem;
import java.beans.Introspector;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.Node;

/**
 * Properties that a bean of the house doesn't have, which Camel refuses without saying where or
 * which there are; and a {@code Join} whose {@code match} is none.
 */
final class BeanProperties {
  private static final String HOUSE = "io.serai.";
  private static final String JOIN = "io.serai.aggregate.Join";

  private final Consumer<Problem> problems;
  private final Set<Node> seen = Collections.newSetFromMap(new IdentityHashMap<>());

  private BeanProperties(Consumer<Problem> problems) {
    this.problems = problems;
  }

  static void check(Outline outline, Consumer<Problem> problems) {
    for (var file : outline.files) {
      if (file.root() != null && file.text().contains(HOUSE)) {
        new BeanProperties(problems).walk(file, file.root());
      }
    }
  }

  private void walk(RouteFile file, Node node) {
    if (!seen.add(node)) {
      return;
    }
    for (var entry : Yaml.entries(node)) {
      if (Yaml.key(entry).equals("beans")) {
        Yaml.items(entry.getValueNode()).forEach(bean -> bean(file, bean));
      }
      walk(file, entry.getValueNode());
    }
    Yaml.items(node).forEach(item -> walk(file, item));
  }

  private void bean(RouteFile file, Node bean) {
    var type = Yaml.text(Yaml.get(bean, "type"));
    var known = type == null ? Set.<String>of() : propertiesOf(type);
    if (type == null || known.isEmpty()) {
      return;
    }
    for (var entry : Yaml.entries(Yaml.get(bean, "properties"))) {
      var name = Yaml.key(entry);
      if (known.stream().noneMatch(one -> one.equalsIgnoreCase(name.replace("-", "")))) {
        problems.accept(
            Yaml.error(
                file,
                entry.getKeyNode(),
                "'" + name + "' is no property of " + type,
                "one of " + String.join(", ", known),
                Nearest.question(name, known)));
      }
      if (type.equals(JOIN) && name.toLowerCase(Locale.ROOT).equals("match")) {
        match(file, entry.getValueNode());
      }
    }
  }

  private void match(RouteFile file, Node value) {
    var text = Yaml.text(value);
    if (text != null && !text.contains("{{") && !isMatch(text)) {
      problems.accept(
          Yaml.error(
              file,
              value,
              "match: '" + text + "'",
              "a member of an element, one =, and the member of a looked-up document that says the"
                  + " same, such as sellerId = id",
              ""));
    }
  }

  private static boolean isMatch(String text) {
    int equals = text.indexOf('=');
    return equals >= 0
        && text.indexOf('=', equals + 1) < 0
        && !text.substring(0, equals).isBlank()
        && !text.substring(equals + 1).isBlank();
  }

  /** What can be set on a class of the house; nothing for any other. */
  private static Set<String> propertiesOf(String type) {
    var house = type.startsWith(HOUSE) ? house(type) : null;
    var names = new TreeSet<String>();
    if (house != null) {
      for (var method : house.getMethods()) {
        if (method.getName().startsWith("set") && method.getParameterCount() == 1) {
          names.add(Introspector.decapitalize(method.getName().substring("set".length())));
        }
      }
    }
    return names;
  }

  private static @Nullable Class<?> house(String type) {
    try {
      return Class.forName(type, false, BeanProperties.class.getClassLoader());
    } catch (ClassNotFoundException | LinkageError e) {
      return null; // Told of by Classes.
    }
  }
}
