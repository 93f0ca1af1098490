package io.serai.routes;

import io.serai.request.Deadline;
import io.serai.routes.check.Checks;
import io.serai.routes.check.Facts;
import io.serai.schema.Schemas;
import io.serai.schema.UnknownKeyword;
import io.serai.settings.Problem;
import io.serai.settings.Settings;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.apache.camel.CamelContext;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.spi.Resource;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.jspecify.annotations.Nullable;

/** Builds generations aside: checks the files, loads them, initialises the routes. */
final class Workshop {
  private static final List<String> HOUSE_BEANS =
      List.of("keyed", "merge", "concat", "join", "first", "array");

  /**
   * What came of it.
   *
   * @param generation null if the files are refused
   * @param problems errors if refused, else warnings
   */
  record Attempt(@Nullable Generation generation, List<Problem> problems) {}

  private final Platform platform;
  private final Duration drain;
  private final Predicate<UnitFiles> vouched;

  /**
   * A workshop.
   *
   * @param drain how long a context may take to stop
   * @param vouched whether files were found right before, by this release
   */
  Workshop(Platform platform, Duration drain, Predicate<UnitFiles> vouched) {
    this.platform = platform;
    this.vouched = vouched;
    this.drain = drain;
  }

  /** Builds a generation and opens its ways, to which nobody is sent yet. */
  Attempt open(UnitFiles files) {
    var attempt = build(files);
    var generation = attempt.generation();
    if (generation != null) {
      try {
        generation.openAside();
      } catch (RuntimeException e) {
        generation.discard();
        return new Attempt(null, generation.checks().refusedBy(e));
      }
    }
    return attempt;
  }

  /** Checks and loads; no consumer is started. */
  Attempt build(UnitFiles files) {
    var problems = new ArrayList<Problem>();
    var routeFiles = files.routeFiles(problems::add);
    var properties = properties(files, problems);
    var settings = platform.settings();
    var plan = new AtomicReference<@Nullable LanePlan>();
    Predicate<String> staysOnLoop =
        route -> {
          var lanes = plan.get();
          return lanes != null && lanes.staysOnLoop(route);
        };
    var context = UnitContext.create(files, properties, drain);
    Checks checks = null;
    try {
      context.build();
      var agent = StagedAgent.install(context);
      UndoWatch.install(context);
      var ways = platform.open(files.unit(), staysOnLoop);
      ways.mount(context);
      UnitContext.bindCamelSettings(context, settings);
      checks = new Checks(routeFiles, facts(context, properties));
      problems.addAll(checks.problems(vouched.test(files)));
      if (problems.stream().noneMatch(Problem::isError)) {
        load(context, files);
        var held = Generation.hold(context);
        context.init();
        var lanes = new LanePlan(context, context.getRouteDefinitions());
        plan.set(lanes);
        Schemas.of(context).unknownKeywords().forEach(word -> problems.add(noEffect(word, files)));
        var generation =
            new Generation(files, context, ways, checks, List.copyOf(problems), lanes, agent);
        generation.holding(held);
        return new Attempt(generation, problems);
      }
    } catch (Exception | LinkageError e) {
      problems.addAll(
          checks == null
              ? List.of(Problem.error(files.names().get(0), 0, 0, e.toString(), "", ""))
              : checks.refusedBy(e));
    }
    context.stop();
    return new Attempt(null, problems.stream().sorted(Problem.IN_FILE_ORDER).toList());
  }

  /** One written into a route file is in any of the unit's, as far as the schema knows. */
  private static Problem noEffect(UnknownKeyword word, UnitFiles files) {
    boolean file = word.document().startsWith("file:");
    var path = file ? word.document().substring(5) : "";
    // One beside a unit of one file is none of its files.
    var name = Objects.requireNonNullElse(files.nameOf(path), path);
    return Problem.warning(
        file ? "conf/" + name : files.names().get(0),
        file ? word.line() : 0,
        0,
        (file ? "" : word.document() + ": ")
            + word.pointer()
            + ": '"
            + word.word()
            + "' has no effect",
        "a keyword of the schema's draft, or a name that begins with x-",
        word.question());
  }

  private static void load(DefaultCamelContext context, UnitFiles files) throws Exception {
    var resources = new ArrayList<Resource>();
    // Kamelets and common's templates first, so that routes may name them.
    for (var kamelets : new boolean[] {true, false}) {
      for (var some : List.of(files.common(), files.files())) {
        some.forEach(
            (name, bytes) -> {
              if (UnitFiles.isRouteFile(name) && name.endsWith(FileNames.KAMELET) == kamelets) {
                resources.add(ResourceHelper.fromBytes("conf/" + name, BackendUris.escaped(bytes)));
              }
            });
      }
    }
    PluginHelper.getRoutesLoader(context).loadRoutes(resources);
  }

  private Facts facts(CamelContext context, Map<String, String> properties) {
    var registry = context.getRegistry();
    var supplied = new TreeSet<String>();
    for (var bean : HOUSE_BEANS) {
      if (registry.lookupByName(bean) != null) {
        supplied.add(bean);
      }
    }
    return new Facts(
        name -> registry.lookupByName(name) != null,
        name -> context.getClassResolver().resolveClass(name) != null,
        Set.copyOf(platform.backendNames()),
        scheme -> context.getComponent(scheme, true, false) != null,
        language -> has(() -> context.resolveLanguage(language)),
        format -> has(() -> context.createDataFormat(format)),
        properties,
        supplied);
  }

  private static boolean has(Supplier<@Nullable Object> lookup) {
    try {
      return lookup.get() != null;
    } catch (RuntimeException | LinkageError e) {
      return false;
    }
  }

  /** What placeholders become: settings before the unit's own files before defaults. */
  private Map<String, String> properties(UnitFiles files, List<Problem> problems) {
    var all = new HashMap<>(platform.defaults());
    for (var some : List.of(files.common(), files.files())) {
      some.forEach(
          (name, bytes) -> {
            if (name.endsWith(".properties")) {
              var own = new Properties();
              try {
                own.load(new StringReader(new String(bytes, StandardCharsets.UTF_8)));
                own.forEach((key, value) -> all.put(key.toString(), value.toString()));
              } catch (IOException | IllegalArgumentException e) {
                problems.add(
                    Problem.error(
                        "conf/" + name, 0, 0, "no properties: " + e.getMessage(), "", ""));
              }
            }
          });
    }
    platform.settings().written().forEach((key, value) -> all.put(key, value.text()));
    return all;
  }

  /** Of the settings a unit's routes are built from: if it changes, they are built anew. */
  String settingsPrint(Checks checks) {
    Settings settings = platform.settings();
    var print = new StringBuilder();
    settings
        .written()
        .forEach(
            (key, value) -> {
              if (checks.placeholders().contains(key)
                  || key.equals(Deadline.RESERVE.name())
                  || key.startsWith("gateway.")
                  || key.startsWith("jq.")
                  || key.startsWith("headers.")
                  || key.startsWith("camel.")) {
                print.append(key).append('=').append(value.text()).append('\n');
              }
            });
    // A backend that comes or goes makes the files right or wrong; its other settings go live
    // alone.
    var there = platform.backendNames();
    checks.backends().forEach(name -> print.append(name).append(there.contains(name)).append('\n'));
    return print.toString();
  }
}
