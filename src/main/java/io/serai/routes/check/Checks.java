package io.serai.routes.check;

import io.serai.settings.Problem;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
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
    DirectCalls.check(outline, problems::add);
    RouteIds.check(outline, problems::add);
    GatewayPaths.check(outline, problems::add);
    Redeliveries.check(outline, problems::add);
    WritesInFirst.check(outline, problems::add);
    if (!vouched || problems.stream().anyMatch(Problem::isError)) {
      OptionValues.check(outline, problems::add);
      Languages.check(outline, facts, problems::add);
      EndpointOptions.check(outline, problems::add);
      BeanNames.check(outline, facts, problems::add);
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

  /** A path that both answer by some method, with the route of these files; null if none. */
  public Map.@Nullable Entry<String, String> sharedPath(Checks other) {
    for (var route : outline.routes) {
      for (var door : GatewayPaths.doors(route)) {
        int space = door.indexOf(' ');
        var path = door.substring(space + 1);
        var theirs = other.methods(path);
        boolean all = door.startsWith("* ") || theirs.contains("*");
        if (!theirs.isEmpty() && (all || theirs.contains(door.substring(0, space)))) {
          return Map.entry(path, route.id());
        }
      }
    }
    return null;
  }

  private Set<String> methods(String path) {
    var methods = new TreeSet<String>();
    for (var route : outline.routes) {
      for (var door : GatewayPaths.doors(route)) {
        int space = door.indexOf(' ');
        if (door.substring(space + 1).equals(path)) {
          methods.add(door.substring(0, space));
        }
      }
    }
    return methods;
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
