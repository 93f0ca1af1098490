package io.serai.routes.check;

import io.serai.settings.Nearest;
import io.serai.settings.Problem;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.Node;

/** A bean nobody defines, and one name defined twice, of which Camel silently takes the last. */
final class BeanNames {
  /** {@code #name} or {@code #bean:name}; {@code #class:} and {@code #type:} name no bean. */
  private static final Pattern REFERENCE = Pattern.compile("#(?:bean:)?([A-Za-z_][\\w.\\-]*)");

  private BeanNames() {}

  static void check(Outline outline, Facts facts, Consumer<Problem> problems) {
    twice(outline, problems);
    for (var endpoint : outline.endpoints()) {
      for (var parameter : endpoint.parameters().values()) {
        // A body or a query is text that may start with a #.
        if (!parameter.name().equals("body") && !parameter.name().equals("query")) {
          reference(
              endpoint.file(), parameter.value(), parameter.text(), true, outline, facts, problems);
        }
      }
    }
    for (var endpoint : outline.endpoints()) {
      if (endpoint.scheme().equals("bean") && !endpoint.dynamic()) {
        beanOrClass(endpoint.file(), endpoint.at(), endpoint.rest(), outline, facts, problems);
      }
    }
    var seen = Collections.<Node>newSetFromMap(new IdentityHashMap<>());
    for (var file : outline.files) {
      if (file.root() != null) {
        walk(file, file.root(), seen, outline, facts, problems);
      }
    }
  }

  private static void twice(Outline outline, Consumer<Problem> problems) {
    for (var same : outline.beans.values()) {
      for (var again : same.subList(1, same.size())) {
        var first = same.get(0);
        problems.accept(
            Yaml.error(
                again.file(),
                again.at(),
                "bean '"
                    + again.name()
                    + "' is also defined in "
                    + first.file().name()
                    + ":"
                    + Yaml.line(first.at()),
                "one bean of a name in a unit",
                "Rename one of the two."));
      }
    }
  }

  private static void walk(
      RouteFile file,
      Node node,
      Set<Node> seen,
      Outline outline,
      Facts facts,
      Consumer<Problem> problems) {
    if (!seen.add(node)) {
      return;
    }
    for (var entry : Yaml.entries(node)) {
      var step = Yaml.key(entry);
      if (step.equals("parameters") || step.equals("properties")) {
        continue;
      }
      for (var option : Catalog.optionsOf(step)) {
        if ("object".equals(option.getType()) && "attribute".equals(option.getKind())) {
          var value = Yaml.get(entry.getValueNode(), option.getName());
          if (value != null) {
            reference(file, value, Yaml.text(value), false, outline, facts, problems);
          }
        }
      }
      var ref = step.equals("bean") ? Yaml.get(entry.getValueNode(), "ref") : null;
      if (ref != null) {
        beanOrClass(file, ref, Yaml.text(ref), outline, facts, problems);
      }
      walk(file, entry.getValueNode(), seen, outline, facts, problems);
    }
    Yaml.items(node).forEach(item -> walk(file, item, seen, outline, facts, problems));
  }

  /** Camel takes the name of a class where it finds no bean. */
  private static void beanOrClass(
      RouteFile file,
      Node at,
      @Nullable String text,
      Outline outline,
      Facts facts,
      Consumer<Problem> problems) {
    if (text == null || !facts.type().test(text)) {
      reference(file, at, text, false, outline, facts, problems);
    }
  }

  private static void reference(
      RouteFile file,
      Node at,
      @Nullable String text,
      boolean onlyMarked,
      Outline outline,
      Facts facts,
      Consumer<Problem> problems) {
    if (text == null || text.isEmpty() || text.contains("{{")) {
      return;
    }
    var match = REFERENCE.matcher(text);
    if (!match.matches() && (onlyMarked || text.startsWith("#"))) {
      return;
    }
    var name = match.matches() ? match.group(1) : text;
    if (outline.beans.containsKey(name) || facts.bean().test(name)) {
      return;
    }
    var known = new ArrayList<>(outline.beans.keySet());
    known.addAll(facts.suppliedBeans());
    var nearest = Nearest.question(name, known);
    problems.accept(
        Yaml.error(
            file,
            at,
            "'" + text + "': no bean of that name",
            "a bean of this unit, of conf/common/ or of the house",
            nearest.isEmpty() ? "Define it under beans:, or correct the name." : nearest));
  }
}
