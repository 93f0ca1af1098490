package io.serai.routes.check;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;

/** What the files of a unit say, gathered once for all checks. */
final class Outline {

  /**
   * A route, template or kamelet.
   *
   * @param id empty if the file gives none
   * @param node where it stands
   * @param from null if it has none
   * @param endpoints every other endpoint in it, {@code from} not among them
   * @param templated whether placeholders in it may be parameters of a template
   */
  record Route(
      RouteFile file,
      String id,
      Node node,
      @Nullable Endpoint from,
      List<Endpoint> endpoints,
      boolean templated) {

    /** Of its first level, in order; a template has them within its route. */
    List<Node> steps() {
      var inner = templated ? Yaml.get(node, "route") : null;
      return Yaml.items(Yaml.get(Yaml.get(inner == null ? node : inner, "from"), "steps"));
    }

    /** {@code conf/a.camel.yaml:3}. */
    String place() {
      return file.name() + ":" + Yaml.line(from == null ? node : from.at());
    }
  }

  /** A bean by its name's node. */
  record Bean(RouteFile file, String name, Node at, @Nullable String type) {}

  private static final Set<String> OPAQUE = Set.of("parameters", "properties", "constructors");
  private static final Set<String> SHORT_FORMS = Set.of("to", "toD", "from", "wireTap", "poll");

  final List<RouteFile> files;
  final List<Route> routes = new ArrayList<>();
  final Map<String, List<Bean>> beans = new LinkedHashMap<>();
  final Map<String, String> properties;
  private final Set<Node> seen = Collections.newSetFromMap(new IdentityHashMap<>());

  Outline(Collection<RouteFile> files, Map<String, String> properties) {
    this.files = List.copyOf(files);
    this.properties = properties;
    for (var file : files) {
      if (file.root() == null) {
        continue;
      }
      if (file.isKamelet()) {
        kamelet(file, file.root());
      } else {
        Yaml.items(file.root()).forEach(item -> item(file, item));
      }
    }
  }

  private void kamelet(RouteFile file, Node root) {
    var template = Yaml.get(Yaml.get(root, "spec"), "template");
    if (template != null) {
      var name = Yaml.text(Yaml.get(Yaml.get(root, "metadata"), "name"));
      route(file, template, name == null ? "" : name, true);
    }
  }

  private void item(RouteFile file, Node item) {
    for (var entry : Yaml.entries(item)) {
      var value = entry.getValueNode();
      switch (Yaml.key(entry)) {
        case "beans" -> Yaml.items(value).forEach(bean -> bean(file, bean));
        case "route" -> route(file, value, id(value), false);
        case "from" -> route(file, item, id(value), false);
        case "routeTemplate" -> route(file, value, "", true);
        case "templatedRoute" -> {
          // Its parameters are values, not nodes.
        }
        default -> routes.add(new Route(file, "", value, null, endpoints(file, value), false));
      }
    }
  }

  private void bean(RouteFile file, Node bean) {
    var name = Yaml.get(bean, "name");
    if (name instanceof ScalarNode scalar) {
      beans
          .computeIfAbsent(scalar.getValue(), any -> new ArrayList<>())
          .add(new Bean(file, scalar.getValue(), name, Yaml.text(Yaml.get(bean, "type"))));
    }
  }

  /** The names of those whose type, as it is written, is one of these. */
  Set<String> beansOf(Predicate<String> types) {
    return beans.values().stream()
        .flatMap(List::stream)
        .filter(bean -> bean.type() != null && types.test(bean.type()))
        .map(Bean::name)
        .collect(Collectors.toSet());
  }

  private void route(RouteFile file, Node node, String id, boolean templated) {
    var inner = templated && Yaml.get(node, "route") != null ? Yaml.get(node, "route") : node;
    var all = endpoints(file, node);
    var from = Yaml.get(inner, "from");
    Endpoint consumer = null;
    for (var endpoint : all) {
      if (endpoint.consumes()
          && (endpoint.at().equals(Yaml.get(from, "uri")) || endpoint.at().equals(from))) {
        consumer = endpoint;
      }
    }
    var found = consumer;
    var others = all.stream().filter(endpoint -> !endpoint.equals(found)).toList();
    routes.add(new Route(file, id, node, consumer, others, templated));
  }

  private static String id(Node node) {
    var id = Yaml.text(Yaml.get(node, "id"));
    return id == null ? "" : id;
  }

  private List<Endpoint> endpoints(RouteFile file, Node node) {
    var found = new ArrayList<Endpoint>();
    gather(file, node, "", found);
    return found;
  }

  private void gather(RouteFile file, Node node, String role, List<Endpoint> into) {
    // An alias stands for a node already looked at.
    if (!(node instanceof ScalarNode) && !seen.add(node)) {
      return;
    }
    if (node instanceof ScalarNode scalar) {
      if (SHORT_FORMS.contains(role)) {
        into.add(endpoint(file, role, scalar, null));
      }
      return;
    }
    if (node instanceof MappingNode mapping && Yaml.get(mapping, "uri") instanceof ScalarNode uri) {
      into.add(endpoint(file, role, uri, Yaml.get(mapping, "parameters")));
    }
    for (var entry : Yaml.entries(node)) {
      if (!OPAQUE.contains(Yaml.key(entry))) {
        gather(file, entry.getValueNode(), Yaml.key(entry), into);
      }
    }
    // A list under `steps` holds maps; what a list's scalars mean is the option's business.
    for (var item : Yaml.items(node)) {
      gather(file, item, "", into);
    }
  }

  private Endpoint endpoint(
      RouteFile file, String role, ScalarNode uri, @Nullable Node parameters) {
    var filled = Placeholders.fill(uri.getValue(), properties);
    var named = new LinkedHashMap<String, Endpoint.Parameter>();
    for (var entry : Yaml.entries(parameters)) {
      var text = Yaml.text(entry.getValueNode());
      named.put(
          Yaml.key(entry),
          new Endpoint.Parameter(
              Yaml.key(entry),
              entry.getKeyNode(),
              entry.getValueNode(),
              text == null ? null : Placeholders.fill(text, properties).text()));
    }
    return new Endpoint(file, role, filled.text(), uri, named, filled.missing().isEmpty());
  }

  /** Every endpoint of every route, consumers included. */
  List<Endpoint> endpoints() {
    var all = new ArrayList<Endpoint>();
    for (var route : routes) {
      if (route.from() != null) {
        all.add(route.from());
      }
      all.addAll(route.endpoints());
    }
    return all;
  }
}
