package io.serai.routes.check;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;

/**
 * Where the step stands that our own EIPs complain of when they are built: they know it by route,
 * kind, id, and perhaps a line or the number of a branch.
 *
 * @param at the step's key, or the branch
 */
record StepPlace(RouteFile file, Node at, String message) {
  private static final Pattern COMPLAINT =
      Pattern.compile("route (\\S+), (\\w+)(?: ([^,:]+))?(?:, line (\\d+))?: (.+)");

  private static final Pattern BRANCH =
      Pattern.compile("branch(?:es \\d+ and)? (\\d+)(?: \\((\\w+)\\))?.*");

  private static final Pattern PARTS = Pattern.compile("the parts (.+) wait for each other.*");

  /** The outermost complaint among the causes; null if none is one, or it isn't found. */
  static @Nullable StepPlace of(Throwable thrown, Outline outline) {
    for (Throwable e = thrown; e != null; e = e.getCause() == e ? null : e.getCause()) {
      var complaint = COMPLAINT.matcher(e.getMessage() == null ? "" : e.getMessage());
      if (complaint.matches()) {
        for (var route : outline.routes) {
          var at = route.id().equals(complaint.group(1)) ? in(route, complaint) : null;
          if (at != null) {
            return new StepPlace(route.file(), at, complaint.group());
          }
        }
      }
    }
    return null;
  }

  private static @Nullable Node in(Outline.Route route, MatchResult complaint) {
    var steps = new ArrayList<NodeTuple>();
    gather(route.node(), complaint.group(2), steps);
    var id = complaint.group(3);
    steps.removeIf(
        step -> id != null && !id.equals(Yaml.text(Yaml.get(step.getValueNode(), "id"))));
    var line = complaint.group(4);
    var there =
        steps.stream().filter(step -> ("" + Yaml.line(step.getKeyNode())).equals(line)).toList();
    return among(there.isEmpty() ? steps : there, complaint.group(5));
  }

  private static @Nullable Node among(List<NodeTuple> steps, String text) {
    var branch = BRANCH.matcher(text);
    var parts = PARTS.matcher(text);
    if (branch.matches()) {
      int index = Integer.parseInt(branch.group(1)) - 1;
      Node last = null;
      for (var step : steps) {
        var branches = Yaml.items(Yaml.get(step.getValueNode(), "steps"));
        if (index < branches.size()) {
          last = branches.get(index);
          if (branch.group(2) == null || isNameless(last, branch.group(2))) {
            return last;
          }
        }
      }
      return last != null || steps.isEmpty() ? last : steps.get(0).getKeyNode();
    }
    if (parts.matches()) {
      var names = List.of(parts.group(1).split(", ", -1));
      for (var step : steps) {
        if (names.stream().allMatch(name -> says(step.getValueNode(), name))) {
          return step.getKeyNode();
        }
      }
    }
    return steps.isEmpty() ? null : steps.get(0).getKeyNode();
  }

  private static boolean isNameless(Node branch, String kind) {
    var step = Yaml.get(branch, kind);
    return step != null && !has(step, Set.of("as", "id"));
  }

  private static boolean has(Node node, Set<String> keys) {
    return Yaml.entries(node).stream()
            .anyMatch(entry -> keys.contains(Yaml.key(entry)) || has(entry.getValueNode(), keys))
        || Yaml.items(node).stream().anyMatch(item -> has(item, keys));
  }

  private static boolean says(Node node, String text) {
    return text.equals(Yaml.text(node))
        || Yaml.entries(node).stream().anyMatch(entry -> says(entry.getValueNode(), text))
        || Yaml.items(node).stream().anyMatch(item -> says(item, text));
  }

  private static void gather(Node node, String kind, List<NodeTuple> into) {
    for (var entry : Yaml.entries(node)) {
      if (Yaml.key(entry).equals(kind)) {
        into.add(entry);
      }
      if (!Yaml.key(entry).equals("parameters")) {
        gather(entry.getValueNode(), kind, into);
      }
    }
    Yaml.items(node).forEach(item -> gather(item, kind, into));
  }
}
