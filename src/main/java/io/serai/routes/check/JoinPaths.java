package io.serai.routes.check;

import io.serai.settings.Nearest;
import io.serai.settings.Problem;
import java.util.Arrays;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.Node;

/**
 * Joins into a list that the part can't have: its call picks other members, or everybody else in
 * the route writes its name in another way. The request would go well, with nothing joined in.
 */
final class JoinPaths {
  private static final String JOIN = "io.serai.aggregate.Join";

  /** A list in a reference, <code>{orders.items[].id}</code>: the part, then the way to it. */
  private static final Pattern LIST =
      Pattern.compile("\\{(?:part\\.)?([\\w-]+)\\.([\\w.-]+(?:\\[][\\w.-]*)*)\\[]");

  /** The same as a split's jsonpath, <code>$.items[*].id</code>. */
  private static final Pattern JSON_PATH =
      Pattern.compile("\\$\\.([\\w.-]+(?:\\[\\*][\\w.-]*)*)\\[\\*].*");

  private record Join(RouteFile file, Node at, String into) {
    String part() {
      return into.split("[.\\[]", 2)[0];
    }

    /** Without the part and the last brackets. */
    String way() {
      var way = into.substring(part().length()).replaceFirst("^\\.", "");
      return way.endsWith("[]") ? way.substring(0, way.length() - 2) : way;
    }
  }

  private final Outline outline;
  private final Map<String, Join> joins = new LinkedHashMap<>();

  private JoinPaths(Outline outline) {
    this.outline = outline;
  }

  static void check(Outline outline, Consumer<Problem> problems) {
    if (outline.files.stream().noneMatch(file -> file.text().contains(JOIN))) {
      return;
    }
    var paths = new JoinPaths(outline);
    paths.gather();
    for (var route : outline.routes) {
      var used = new TreeSet<String>();
      var lists = new TreeSet<String>();
      paths.walk(route.node(), used, lists, Collections.newSetFromMap(new IdentityHashMap<>()));
      for (var name : used) {
        var join = paths.joins.get(name);
        if (join != null && !join.way().isEmpty()) {
          check(join, route, lists, problems);
        }
      }
    }
  }

  private void gather() {
    for (var file : outline.files) {
      for (var item : Yaml.items(file.root())) {
        for (var bean : Yaml.items(Yaml.get(item, "beans"))) {
          var name = Yaml.text(Yaml.get(bean, "name"));
          var into = Yaml.get(Yaml.get(bean, "properties"), "into");
          var text = Yaml.text(into);
          if (JOIN.equals(Yaml.text(Yaml.get(bean, "type")))
              && name != null
              && into != null
              && text != null
              && !text.contains("{{")) {
            joins.put(name, new Join(file, into, text.strip()));
          }
        }
      }
    }
  }

  /** The strategies that a route names, and the lists it speaks of, {@code orders.items}. */
  private void walk(Node node, Set<String> strategies, Set<String> lists, Set<Node> seen) {
    var text = Yaml.text(node);
    if (text != null) {
      LIST.matcher(text).results().forEach(it -> lists.add(it.group(1) + "." + it.group(2)));
    }
    if (!seen.add(node)) {
      return;
    }
    for (var entry : Yaml.entries(node)) {
      var value = Yaml.text(entry.getValueNode());
      if (Yaml.option(entry).equals("aggregationStrategy") && value != null) {
        strategies.add(value.replaceFirst("^#(bean:)?", ""));
      } else if (Yaml.key(entry).equals("jsonpath")) {
        split(entry.getValueNode(), lists);
      }
      walk(entry.getValueNode(), strategies, lists, seen);
    }
    Yaml.items(node).forEach(item -> walk(item, strategies, lists, seen));
  }

  private static void split(Node jsonpath, Set<String> lists) {
    var expression = Yaml.text(Yaml.get(jsonpath, "expression"));
    var source = Yaml.text(Yaml.get(jsonpath, "source"));
    if (expression != null && source != null && source.startsWith("variable:")) {
      var path = JSON_PATH.matcher(expression.strip());
      if (path.matches()) {
        lists.add(
            source.substring("variable:".length()) + "." + path.group(1).replace("[*]", "[]"));
      }
    }
  }

  private static void check(
      Join join, Outline.Route route, Set<String> lists, Consumer<Problem> problems) {
    var picked = picked(join, route);
    var member = join.way().split("[.\\[]", 2)[0];
    var list = join.part() + "." + join.way();
    if (picked != null && !picked.contains(member)) {
      problems.accept(
          Yaml.warning(
              join.file(),
              join.at(),
              "into: '"
                  + join.into()
                  + "' is never there: the call of "
                  + join.part()
                  + " picks no "
                  + member,
              "one of " + String.join(", ", picked),
              Nearest.question(member, picked)));
      return;
    }
    // A part that nobody makes is told when the route is built.
    var slip = lists.contains(list) ? null : Nearest.slip(list, lists);
    if (slip != null && slip.startsWith(join.part() + ".")) {
      problems.accept(
          Yaml.warning(
              join.file(),
              join.at(),
              "into: '"
                  + join.into()
                  + "' is a list that nothing else in route "
                  + route.id()
                  + " speaks of",
              "",
              "Did you mean " + slip + "[]?"));
    }
  }

  /** The members that the part has, null if that can't be known. */
  private static @Nullable Set<String> picked(Join join, Outline.Route route) {
    var calls =
        route.endpoints().stream()
            .filter(it -> it.scheme().equals("backend") && join.part().equals(it.option("as")))
            .toList();
    var pick = calls.size() == 1 ? calls.get(0).option("pick") : null;
    if (pick == null
        || pick.contains("{{")
        || calls.get(0).option("rename") != null
        || calls.get(0).option("unwrap") != null) {
      return null;
    }
    var members = new TreeSet<String>();
    Arrays.stream(pick.split(",", -1))
        .forEach(path -> members.add(path.strip().split("[.\\[]", 2)[0]));
    return members;
  }
}
