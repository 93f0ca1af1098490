package io.serai.routes.check;

import io.serai.settings.Problem;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Every check, in the order in which an operator would want to hear of them. */
public final class Checks {
  private final Facts facts;
  private final Outline outline;
  private final Set<String> placeholders;

  /** Reads the files of a unit, those of {@code conf/common/} among them. */
  public Checks(Collection<RouteFile> files, Facts facts) {
    this.facts = facts;
    this.outline = new Outline(files, facts.properties());
    this.placeholders = placeholders(outline);
  }

  /** What is wrong, in file order; if there is an error the files need not be loaded. */
  public List<Problem> problems() {
    return problems(false);
  }

  /**
   * The same.
   *
   * @param vouched whether this release found these very files right before: leaves out what can't
   *     have changed since and costs the most, Camel's catalog
   */
  public List<Problem> problems(boolean vouched) {
    var problems = new ArrayList<Problem>();
    TopLevel.check(outline, problems::add);
    DuplicateKeys.check(outline, problems::add);
    MissingPieces.check(outline, problems::add);
    SharedFiles.check(outline, problems::add);
    Placeholders.check(outline, problems::add);
    Components.check(outline, facts, problems::add);
    BackendNames.check(outline, facts, problems::add);
    References.check(outline, problems::add);
    HeadersLetIn.check(outline, problems::add);
    IdempotencyKeys.check(outline, problems::add);
    RawParts.check(outline, problems::add);
    Streams.check(outline, problems::add);
    LinesOfParts.check(outline, problems::add);
    BeanProperties.check(outline, problems::add);
    DirectCalls.check(outline, problems::add);
    BackendExpressions.check(outline, problems::add);
    DynamicCalls.check(outline, problems::add);
    MethodNames.check(outline, problems::add);
    RouteIds.check(outline, problems::add);
    GatewayPaths.check(outline, problems::add);
    Redeliveries.check(outline, problems::add);
    WritesInFirst.check(outline, problems::add);
    BreakerSteps.check(outline, problems::add);
    JoinPaths.check(outline, problems::add);
    if (!vouched || problems.stream().anyMatch(Problem::isError)) {
      OptionValues.check(outline, problems::add);
      Languages.check(outline, facts, problems::add);
      JqPrograms.check(outline, problems::add);
      EndpointOptions.check(outline, problems::add);
      OwnValues.check(outline, problems::add);
      BeanNames.check(outline, facts, problems::add);
      Classes.check(outline, facts, problems::add);
      QueryInUri.check(outline, problems::add);
    }
    if (problems.stream().anyMatch(Problem::isError)) {
      // Refused anyway: now say everything at once.
      UnknownOptions.check(outline, problems::add);
    }
    return sorted(problems);
  }

  /** What Camel said when it loaded these files, with line and column. */
  public List<Problem> refusedBy(Throwable thrown) {
    var problems = new ArrayList<Problem>();
    UnknownOptions.check(outline, problems::add);
    if (problems.isEmpty()) {
      problems.add(LoadErrors.explain(thrown, outline));
    }
    return sorted(problems);
  }

  /** Where a route was written, for problems found once it is built. */
  public Problem atRoute(String routeId, String message, String expected, String cure) {
    return LoadErrors.at(routeId, outline, message, expected, cure);
  }

  /** File and line of a route, {@code conf/a.camel.yaml:3}; of its unit if it has no id. */
  public String placeOf(String routeId) {
    return outline.routes.stream()
        .filter(route -> route.id().equals(routeId))
        .map(Outline.Route::place)
        .findFirst()
        .orElseGet(() -> outline.files.isEmpty() ? "" : outline.files.get(0).name());
  }

  /** The file that a route was written in, empty if it was made by a template. */
  public String fileOf(String routeId) {
    return outline.routes.stream()
        .filter(route -> route.id().equals(routeId))
        .map(route -> route.file().name())
        .findFirst()
        .orElse("");
  }

  /** Names of all placeholders: whose values a reload has to look at. */
  public Set<String> placeholders() {
    return placeholders;
  }

  /** The backends that are called by a name that stands in the files. */
  public Set<String> backends() {
    return BackendNames.in(outline);
  }

  private static Set<String> placeholders(Outline outline) {
    var names = new TreeSet<String>();
    for (var file : outline.files) {
      if (file.text().contains("{{")) {
        names.addAll(Placeholders.names(file.text()));
      }
    }
    return names;
  }

  /**
   * A path that both answer by some method, told of these files; null if there is none.
   *
   * @param theirUnit whose files the others are
   */
  public @Nullable Problem sharedPath(Checks other, String theirUnit) {
    for (var route : outline.routes) {
      for (var door : GatewayPaths.doors(route)) {
        var theirs = other.answering(door);
        if (theirs != null && route.from() != null) {
          return Yaml.error(
              route.file(),
              route.from().at(),
              door + " is answered by unit '" + theirUnit + "' too, in " + theirs.place(),
              "each path and method once in an instance",
              "Change one of the two, or remove the other first.");
        }
      }
    }
    return null;
  }

  private Outline.@Nullable Route answering(String door) {
    for (var route : outline.routes) {
      if (GatewayPaths.doors(route).stream().anyMatch(ours -> GatewayPaths.same(ours, door))) {
        return route;
      }
    }
    return null;
  }

  /** A path without its parameters' names: {@code /a/{x}} is {@code /a/{}}. */
  public static String shapeOf(String path) {
    return GatewayPaths.shape(path);
  }

  private static List<Problem> sorted(List<Problem> problems) {
    return new LinkedHashSet<>(problems)
        .stream()
            .sorted(Comparator.comparing(Problem::severity).thenComparing(Problem.IN_FILE_ORDER))
            .toList();
  }
}
