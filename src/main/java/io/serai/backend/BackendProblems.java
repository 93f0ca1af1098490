package io.serai.backend;

import io.serai.circuit.CircuitOptions;
import io.serai.circuit.WindowType;
import io.serai.settings.Problem;
import io.serai.settings.Settings;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Everything wrong with the settings of backends, each key by itself, so that all is told at once.
 */
final class BackendProblems {
  private static final String NAME = "[A-Za-z][A-Za-z0-9_-]*";

  /** Files that are read together. */
  private static final String TLS = "tls.";

  private final Settings settings;
  private final List<Problem> problems = new ArrayList<>();

  BackendProblems(Settings settings) {
    this.settings = settings;
  }

  List<Problem> all() {
    for (var name : settings.namesUnder("backend")) {
      if (name.equals(BackendKeys.DEFAULT)) {
        defaults();
      } else if (!name.matches(NAME)) {
        add(firstKey(name), "no name for a backend", "Use a-z, 0-9, - and _");
      } else {
        backend(name);
      }
    }
    return problems;
  }

  private void defaults() {
    if (settings.has("backend.default.url")) {
      add("backend.default.url", "a URL for all backends", "Give each its own");
    }
    parameters(BackendKeys.DEFAULT);
  }

  private void backend(String name) {
    parameters(name);
    var texts = Texts.settingsOf(name, settings);
    var urls = Backends.urls(texts);
    if (urls.isEmpty()) {
      add(firstKey(name), "a backend without a URL", "Set backend." + name + ".url");
      return;
    }
    var targets = targets(name, urls);
    if (!targets.isEmpty()) {
      tls(name, targets.get(0).origin(), texts);
    }
    window(name, texts);
    bounds(name, texts);
  }

  /** Those that can be read; if that's all of them, they are held together too. */
  private List<Target> targets(String name, List<String> urls) {
    var targets = new ArrayList<Target>();
    for (var url : urls) {
      try {
        targets.add(Target.parse(url));
        if (targets.size() == urls.size()) {
          Target.check(targets);
        }
      } catch (IllegalArgumentException e) {
        add("backend." + name + ".url", e.getMessage(), "");
      }
    }
    return targets;
  }

  private void bounds(String name, Map<String, String> texts) {
    Concurrency concurrency;
    try {
      concurrency = Concurrency.read(new Texts(Map.of(), "", texts));
    } catch (IllegalArgumentException e) {
      return; // told by itself
    }
    if (concurrency.isContradictory()) {
      var parameter = texts.containsKey("concurrency.min") ? "concurrency.min" : "concurrency.max";
      var own = "backend." + name + "." + parameter;
      var key = settings.has(own) ? own : "backend.default." + parameter;
      add(
          Problem.error(
              "",
              0,
              0,
              key + ": calls from " + concurrency.least() + " to " + concurrency.most(),
              "concurrency.min no greater than concurrency.max",
              ""));
    }
  }

  /** A minimum that a window of calls never holds is taken for all that it does hold. */
  private void window(String name, Map<String, String> texts) {
    var parameter = "circuit.minimumNumberOfCalls";
    if (!texts.containsKey(parameter)) {
      return;
    }
    CircuitOptions options;
    try {
      options = CircuitKeys.read(new Texts(Map.of(), "", texts));
    } catch (IllegalArgumentException e) {
      return; // told by itself
    }
    if (options.slidingWindowType() == WindowType.COUNT_BASED
        && options.minimumNumberOfCalls() > options.slidingWindowSize()) {
      var own = "backend." + name + "." + parameter;
      var key = settings.has(own) ? own : "backend.default." + parameter;
      add(
          Problem.warning(
              "",
              0,
              0,
              key + ": " + options.minimumNumberOfCalls() + " calls are never in its window",
              "at most circuit.slidingWindowSize, " + options.slidingWindowSize(),
              options.slidingWindowSize() + " are enough as it is"));
    }
  }

  /** Each by itself: the first that is wrong mustn't hide the next. */
  private void parameters(String name) {
    var prefix = "backend." + name + ".";
    for (var key : settings.written().keySet()) {
      if (key.startsWith(prefix) && !key.startsWith(TLS, prefix.length())) {
        var parameter = key.substring(prefix.length());
        var text = settings.written().get(key).text();
        try {
          var alone = new Texts(Map.of(), "", Map.of(parameter, text));
          CallOptions.read(alone);
          HostOptions.read(alone);
          RetryBudget.read(alone);
          CircuitKeys.read(alone);
          FailureRule.read(alone);
          Outliers.read(alone);
          ProbeTerms.read(alone);
          Concurrency.read(alone);
        } catch (IllegalArgumentException e) {
          add(key, without(parameter, e), "");
        }
      }
    }
  }

  private void tls(String name, Origin origin, Map<String, String> texts) {
    try {
      var options = HostOptions.read(new Texts(Map.of(), "", tlsOf(texts)));
      // Not for its own sake: reading the JDK's authorities costs 100 ms of a start.
      if (origin.tls() || !(options.trust() + options.cert() + options.key()).isEmpty()) {
        new Tls(origin, options);
      }
    } catch (IllegalArgumentException e) {
      var message = String.valueOf(e.getMessage());
      var parameter = message.substring(0, Math.max(0, message.indexOf(':')));
      var key = "backend." + name + "." + parameter;
      add(settings.has(key) ? key : "backend.default." + parameter, without(parameter, e), "");
    }
  }

  private static Map<String, String> tlsOf(Map<String, String> texts) {
    var tls = new TreeMap<>(texts);
    tls.keySet().removeIf(parameter -> !parameter.startsWith(TLS));
    return tls;
  }

  private static String without(String parameter, IllegalArgumentException e) {
    var message = String.valueOf(e.getMessage());
    return message.startsWith(parameter + ":")
        ? message.substring(parameter.length() + 1).strip()
        : message;
  }

  private String firstKey(String name) {
    for (var key : settings.written().keySet()) {
      if (key.startsWith("backend." + name + ".")) {
        return key;
      }
    }
    return "backend." + name;
  }

  private void add(String key, @Nullable String message, String cure) {
    add(Problem.error("", 0, 0, key + ": " + message, "", cure));
  }

  /** Once: a default is wrong for each backend that inherits it. */
  private void add(Problem problem) {
    var placed = settings.placed(problem);
    if (!problems.contains(placed)) {
      problems.add(placed);
    }
  }
}
