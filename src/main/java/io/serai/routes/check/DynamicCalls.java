package io.serai.routes.check;

import io.serai.settings.Problem;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;

/**
 * Endpoints made of a message: what a client sends must not choose where a call goes, nor write
 * options into its URI. Follows every route from its consumer, through {@code direct:} and {@code
 * seda:}, with what it has set by then.
 */
final class DynamicCalls {
  private static final Set<String> OPAQUE = Set.of("parameters", "properties", "expression");

  private final Outline outline;
  private final InnerRoutes inner;
  private final Consumer<Problem> problems;

  /** What a route leaves, by what it was given; while it is followed, that it leaves nothing. */
  private final IdentityHashMap<Node, Map<Given, Given>> followed = new IdentityHashMap<>();

  /** The nodes within the route that is followed; an alias may lead back to one. */
  private Set<Node> open = Collections.newSetFromMap(new IdentityHashMap<>());

  private DynamicCalls(Outline outline, Consumer<Problem> problems) {
    this.outline = outline;
    this.inner = new InnerRoutes(outline);
    this.problems = problems;
  }

  static void check(Outline outline, Consumer<Problem> problems) {
    // Most files make no call of a message, and a thousand of them are loaded at a start.
    if (outline.files.stream().anyMatch(DynamicCalls::makesCalls)) {
      new DynamicCalls(outline, problems).routes();
    }
  }

  private static boolean makesCalls(RouteFile file) {
    return List.of(
            "toD", "recipientList", "routingSlip", "dynamicRouter", "nrich", "wireTap", "poll")
        .stream()
        .anyMatch(file.text()::contains);
  }

  private void routes() {
    for (var route : outline.routes) {
      var from = route.from();
      if (from == null) {
        within(route.file(), route.node(), Given.NOTHING);
      } else if (!inner.isCalled(from)) {
        follow(route, Given.NOTHING);
      }
    }
    for (var file : outline.files) {
      Yaml.items(file.root()).forEach(item -> verbs(Yaml.get(item, "rest")));
    }
    // Left are those that only call each other, or are called in a way that nobody sees.
    for (var route : outline.routes) {
      if (!followed.containsKey(route.node())) {
        follow(route, Given.NOTHING);
      }
    }
  }

  /** What the Rest DSL calls, it calls with what came. */
  private void verbs(@Nullable Node rest) {
    for (var entry : Yaml.entries(rest)) {
      if (Yaml.key(entry).equals("to")) {
        call(uri(entry.getValueNode()), Given.NOTHING);
      } else {
        verbs(entry.getValueNode());
      }
    }
    Yaml.items(rest).forEach(this::verbs);
  }

  private Given follow(Outline.Route route, Given given) {
    var known = followed.computeIfAbsent(route.node(), any -> new HashMap<>());
    var before = known.putIfAbsent(given, Given.NOTHING);
    if (before != null) {
      return before;
    }
    var outer = open;
    open = Collections.newSetFromMap(new IdentityHashMap<>());
    for (var entry : Yaml.entries(route.node())) {
      if (!Yaml.key(entry).equals("from") && !Yaml.key(entry).equals("route")) {
        // Where something failed, nobody knows what had been set by then.
        within(route.file(), entry, Given.NOTHING);
      }
    }
    var template = Yaml.get(route.node(), "route");
    var from = Yaml.get(template == null ? route.node() : template, "from");
    var left = steps(route.file(), Yaml.get(from, "steps"), given);
    open = outer;
    known.put(given, left);
    return left;
  }

  private Given steps(RouteFile file, @Nullable Node steps, Given given) {
    var left = given;
    if (steps == null || !open.add(steps)) {
      return left;
    }
    for (var step : Yaml.items(steps)) {
      for (var entry : Yaml.entries(step)) {
        left = step(file, Yaml.key(entry), entry.getValueNode(), left);
        left = received(entry.getValueNode(), left);
      }
    }
    open.remove(steps);
    return left;
  }

  /** What a step answers is a backend's, or the client's again. */
  private static Given received(Node step, Given given) {
    return given.overwritten("variable", Yaml.text(Yaml.option(step, "variableReceive")));
  }

  private Given step(RouteFile file, String key, Node value, Given given) {
    return switch (key) {
      case "setHeader" -> given.after("header", value);
      case "setVariable" -> given.after("variable", value);
      case "setProperty" -> given.after("exchangeProperty", value);
      case "setHeaders" -> all("header", Yaml.get(value, "headers"), given);
      case "setVariables" -> all("variable", Yaml.get(value, "variables"), given);
      case "convertHeaderTo" -> overwritten("header", value, given);
      case "convertVariableTo" -> overwritten("variable", value, given);
      case "to" -> call(uri(value), given);
      case "toD" -> {
        tell(CallTarget.ofTo(file, value, given, outline.properties));
        yield sent(uri(value), given);
      }
      case "wireTap" -> {
        tell(CallTarget.ofJoined(file, value, given, outline.properties));
        // It has a copy, and its answer comes to nobody.
        sent(uri(value), given);
        yield given;
      }
      case "poll" -> {
        tell(CallTarget.ofJoined(file, value, given, outline.properties));
        yield sent(uri(value), given).withoutAll("header");
      }
      case "recipientList", "routingSlip", "dynamicRouter" ->
          given.common(chosen(file, value, true, given));
      case "enrich" -> given.common(chosen(file, value, false, given));
      case "pollEnrich" -> given.common(chosen(file, value, false, given)).withoutAll("header");
      case "choice" -> choice(file, value, given);
      case "pipeline", "step" -> steps(file, Yaml.get(value, "steps"), given);
      default -> within(file, value, given);
    };
  }

  private static Given all(String kind, @Nullable Node setters, Given given) {
    var left = given;
    for (var setter : Yaml.items(setters)) {
      left = left.after(kind, setter);
    }
    return left;
  }

  private static Given overwritten(String kind, Node step, Given given) {
    return given.overwritten(kind, Yaml.text(Yaml.option(step, "toName")));
  }

  private Given choice(RouteFile file, Node choice, Given given) {
    var otherwise = Yaml.get(choice, "otherwise");
    var left = otherwise == null ? given : steps(file, Yaml.get(otherwise, "steps"), given);
    for (var clause : Yaml.items(Yaml.get(choice, "when"))) {
      left = left.common(steps(file, Yaml.get(clause, "steps"), given));
    }
    return left;
  }

  /**
   * Steps that may run, or not, or again, or on a copy: they can only take away, and what one of
   * them takes away may be gone for any other.
   */
  private Given within(RouteFile file, Node node, Given given) {
    if (!open.add(node)) {
      return given;
    }
    var before = given;
    var left = once(file, node, before);
    while (!left.equals(before)) {
      before = left;
      left = once(file, node, before);
    }
    open.remove(node);
    return left;
  }

  private Given once(RouteFile file, Node node, Given given) {
    var left = given;
    for (var entry : Yaml.entries(node)) {
      left = left.common(within(file, entry, left));
    }
    for (var item : Yaml.items(node)) {
      left = left.common(within(file, item, left));
    }
    return left;
  }

  private Given within(RouteFile file, NodeTuple entry, Given given) {
    var value = entry.getValueNode();
    return Yaml.key(entry).equals("steps")
        ? given.common(steps(file, value, given))
        : OPAQUE.contains(Yaml.key(entry)) ? given : within(file, value, given);
  }

  /**
   * Follows calls that stand in an expression.
   *
   * @param many whether commas separate them
   */
  private Given chosen(RouteFile file, Node step, boolean many, Given given) {
    var expression = Yaml.get(step, "expression");
    for (var holder : expression == null ? List.of(step) : List.of(step, expression)) {
      var simple = Yaml.get(holder, "simple");
      var text = Said.text(simple);
      if (simple != null && text != null && !text.startsWith("resource:")) {
        tell(CallTarget.of(file, simple, text, given));
        return many ? each(text, given) : sent(text, given);
      }
      var constant = Said.text(Yaml.get(holder, "constant"));
      if (constant != null) {
        return many ? each(constant, given) : sent(constant, given);
      }
    }
    var said = Said.by(step, given);
    if (said != null) {
      problems.accept(CallTarget.where(file, place(step), said));
    }
    return sent("${…}", given);
  }

  /** The expression of a step, to point at. */
  private static Node place(Node step) {
    for (var entry : Yaml.entries(step)) {
      if (Said.isLanguage(Yaml.option(entry))) {
        return entry.getValueNode();
      }
      if (Yaml.key(entry).equals("expression")) {
        return place(entry.getValueNode());
      }
    }
    return step;
  }

  private void tell(@Nullable Problem problem) {
    if (problem != null) {
      problems.accept(problem);
    }
  }

  private Given each(String uris, Given given) {
    var left = given;
    for (var uri : uris.split(",", -1)) {
      left = left.common(sent(uri, given));
    }
    return left;
  }

  /** Where such a URI leads: to what is named, or, made of expressions, perhaps to any route. */
  private Given sent(String uri, Given given) {
    if (!uri.contains("${")) {
      return given.common(call(uri, given));
    }
    boolean inner = InnerRoutes.is(uri);
    var left = inner ? given : Answered.left(uri, given, outline.properties);
    if (inner || uri.strip().startsWith("$")) {
      for (var route : this.inner.all()) {
        left = left.common(follow(route, given));
      }
    }
    return left;
  }

  private Given call(String uri, Given given) {
    if (!InnerRoutes.is(uri)) {
      return Answered.left(uri, given, outline.properties);
    }
    var left = given;
    boolean first = true;
    for (var route : inner.answering(uri)) {
      var after = follow(route, given);
      left = first ? after : left.common(after);
      first = false;
    }
    return left;
  }

  private String uri(Node step) {
    return Placeholders.fill(CallTarget.joined(step), outline.properties).text();
  }
}
