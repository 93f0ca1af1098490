package io.serai.routes.check;

import io.serai.settings.Problem;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;

/** Two routes on one path and method; {@code /a/{x}} and {@code /a/{y}} are the same path. */
final class GatewayPaths {
  private GatewayPaths() {}

  static void check(Outline outline, Consumer<Problem> problems) {
    var taken = new HashMap<String, Outline.Route>();
    for (var route : outline.routes) {
      for (var door : doors(route)) {
        var before = taken.putIfAbsent(door, route);
        if (before != null && !before.equals(route) && route.from() != null) {
          problems.accept(
              Yaml.error(
                  route.file(),
                  route.from().at(),
                  door + " is answered by " + before.place(),
                  "each path and method once in an instance",
                  "Change the path or the method of one of the two."));
          break;
        }
      }
    }
  }

  /** What a route answers, {@code GET /a/{}}; empty if it isn't known from its text. */
  static List<String> doors(Outline.Route route) {
    var from = route.from();
    if (from == null || route.templated() || from.dynamic() || !from.scheme().equals("gateway")) {
      return List.of();
    }
    var methods = from.option("method");
    var doors = new ArrayList<String>();
    for (var method : (methods == null ? "GET" : methods).split(",", -1)) {
      doors.add(method.strip().toUpperCase(Locale.ROOT) + " " + shape(from.rest()));
    }
    return doors;
  }

  /** Whether some request is for both; {@code *} is any method. */
  static boolean same(String one, String other) {
    int space = one.indexOf(' ');
    int its = other.indexOf(' ');
    return one.substring(space).equals(other.substring(its))
        && (one.charAt(0) == '*'
            || other.charAt(0) == '*'
            || one.substring(0, space).equals(other.substring(0, its)));
  }

  static String shape(String path) {
    var shape = new StringBuilder();
    int from = 0;
    for (int open = path.indexOf('{'); open >= 0; open = path.indexOf('{', from)) {
      int close = path.indexOf('}', open);
      if (close < 0) {
        break;
      }
      shape.append(path, from, open).append("{}");
      from = close + 1;
    }
    return shape.append(path.substring(from)).toString();
  }
}
