package io.serai.routes.check;

import io.serai.settings.Problem;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.Node;

/** Circuit breakers whose circuit is lost with every reload, and options that change nothing. */
final class BreakerSteps {
  static final String OPTIONS = "resilience4jConfiguration";

  /** Options that are times, and what a plain number of each is. */
  static final Map<String, String> TIMES =
      Map.of(
          "waitDurationInOpenState", "seconds",
          "slowCallDurationThreshold", "seconds",
          "timeoutDuration", "milliseconds",
          "bulkheadMaxWaitDuration", "milliseconds");

  private final Consumer<Problem> problems;
  private final List<Node> nameless = new ArrayList<>();
  private final Set<Node> seen = Collections.newSetFromMap(new IdentityHashMap<>());
  private @Nullable RouteFile firstFile;

  private BreakerSteps(Consumer<Problem> problems) {
    this.problems = problems;
  }

  static void check(Outline outline, Consumer<Problem> problems) {
    if (outline.files.stream().noneMatch(file -> file.text().contains("circuitBreaker"))) {
      return;
    }
    var steps = new BreakerSteps(problems);
    for (var route : outline.routes) {
      steps.walk(route, route.node());
    }
    steps.tell();
  }

  private void walk(Outline.Route route, Node node) {
    if (!seen.add(node)) {
      return;
    }
    for (var entry : Yaml.entries(node)) {
      if (Yaml.key(entry).equals("circuitBreaker")) {
        breaker(route, entry.getKeyNode(), entry.getValueNode());
      }
      walk(route, entry.getValueNode());
    }
    Yaml.items(node).forEach(item -> walk(route, item));
  }

  private void breaker(Outline.Route route, Node key, Node breaker) {
    // What becomes of a template's ids, its users decide.
    if (!route.templated() && (route.id().isEmpty() || Yaml.get(breaker, "id") == null)) {
      nameless.add(key);
      firstFile = firstFile == null ? route.file() : firstFile;
    }
    var executor = Yaml.get(Yaml.get(breaker, OPTIONS), "timeoutExecutorService");
    if (executor != null) {
      problems.accept(
          Yaml.warning(
              route.file(),
              executor,
              "timeoutExecutorService: '" + Yaml.text(executor) + "' is ignored",
              "",
              "No thread waits for the time-out: take it out."));
    }
  }

  /** Once: a file of many would bury everything else. */
  private void tell() {
    if (firstFile != null) {
      var more = nameless.size() > 1 ? " (and " + (nameless.size() - 1) + " more)" : "";
      problems.accept(
          Yaml.warning(
              firstFile,
              nameless.get(0),
              "a circuitBreaker without a written id, or in a route without one" + more,
              "an `id` at both",
              "Without, its circuit begins anew with every reload and no other node shares it."));
    }
  }
}
