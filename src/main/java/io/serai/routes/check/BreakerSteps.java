package io.serai.routes.check;

import io.serai.circuit.CircuitOptions;
import io.serai.circuit.WindowType;
import io.serai.settings.Problem;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
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

  private static final String LEAST = "minimumNumberOfCalls";
  private static final String SIZE = "slidingWindowSize";

  private final Outline outline;
  private final Consumer<Problem> problems;
  private final List<Node> nameless = new ArrayList<>();
  private final Set<Node> seen = Collections.newSetFromMap(new IdentityHashMap<>());
  private @Nullable RouteFile firstFile;

  private BreakerSteps(Outline outline, Consumer<Problem> problems) {
    this.outline = outline;
    this.problems = problems;
  }

  static void check(Outline outline, Consumer<Problem> problems) {
    if (outline.files.stream().noneMatch(file -> file.text().contains("circuitBreaker"))) {
      return;
    }
    var steps = new BreakerSteps(outline, problems);
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
    window(route, breaker);
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

  /**
   * A minimum that a window of calls never holds: what it does hold is enough then, as with
   * resilience4j, and nobody sees from the file that it is.
   */
  private void window(Outline.Route route, Node breaker) {
    var options = Yaml.option(breaker, OPTIONS);
    var least = Yaml.option(options, LEAST);
    var type = text(options, "slidingWindowType");
    boolean ofTime = type != null && !type.equalsIgnoreCase(WindowType.COUNT_BASED.name());
    // What another configuration says of the size isn't known here.
    boolean isWhole =
        Yaml.option(breaker, "configuration") == null && Yaml.option(options, "config") == null;
    var otherwise = isWhole ? "" + CircuitOptions.OF_CAMEL.slidingWindowSize() : "";
    int size = number(Objects.requireNonNullElse(text(options, SIZE), otherwise));
    int calls = number(Objects.requireNonNullElse(text(options, LEAST), ""));
    if (least != null && !ofTime && size > 0 && calls > size) {
      problems.accept(
          Yaml.warning(
              route.file(),
              least,
              LEAST + ": '" + calls + "' calls are never in its window",
              "at most " + SIZE + ", " + size,
              size + " are enough as it is."));
    }
  }

  private @Nullable String text(@Nullable Node options, String name) {
    var text = Yaml.text(Yaml.option(options, name));
    return text == null ? null : Placeholders.fill(text, outline.properties).text().strip();
  }

  /** 0 for what is none. */
  private static int number(String text) {
    return text.matches("\\d{1,9}") ? Integer.parseInt(text) : 0;
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
