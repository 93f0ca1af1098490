package io.serai.routes;

import io.serai.settings.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Finds what is wrong with route files without opening a port or starting a consumer. Reads an
 * instance directory of any release and writes nothing.
 */
public final class Check {
  private final Path base;
  private final Path conf;
  private final LastGood lastGood;
  private final Workshop workshop;

  /**
   * A check.
   *
   * @param base the instance directory
   * @param platform never asked to serve
   */
  public Check(Path base, Platform platform) {
    this.base = base;
    this.conf = base.resolve("conf");
    this.lastGood = new LastGood(base);
    this.workshop = new Workshop(platform, Duration.ofMillis(1), files -> false);
  }

  /** Checks everything in {@code conf/}. */
  public List<Problem> all() {
    var listing = Listing.of(conf);
    var problems = new ArrayList<>(listing.problems());
    problems.addAll(Strays.in(listing));
    problems.addAll(listing.refused().values());
    var reader = new UnitReader(conf);
    reader.common(listing.common());
    reader.beside(listing.beside());
    var units = new ArrayList<UnitFiles>();
    listing
        .units()
        .forEach(
            (unit, stamps) ->
                reader
                    .unit(unit, stamps)
                    .ifPresentOrElse(
                        units::add,
                        () ->
                            problems.add(
                                Problem.error(
                                    "conf/" + unit,
                                    0,
                                    0,
                                    "is being written",
                                    "files at rest",
                                    "Check again."))));
    check(units, problems);
    return inOrder(problems);
  }

  /**
   * Checks these files and folders, each as a unit of its own, with {@code conf/common/} and the
   * settings of the instance; {@code conf/} itself is everything in it. What is wrong with a file
   * is told by its path: relative to the instance directory if it is in it.
   */
  public List<Problem> files(List<Path> files) {
    var problems = new ArrayList<Problem>();
    var listing = Listing.of(conf);
    var common = new TreeMap<String, byte[]>();
    var units = new ArrayList<UnitFiles>();
    try {
      for (var stamp : listing.common()) {
        common.put(stamp.name(), Files.readAllBytes(stamp.path()));
      }
    } catch (IOException e) {
      problems.add(Problem.error("conf/common/", 0, 0, "can't be read: " + e, "", ""));
    }
    for (var file : files) {
      if (isSame(file, conf)) {
        problems.addAll(all());
        continue;
      }
      if (Files.isDirectory(file)) {
        folder(file, common, units, problems);
        continue;
      }
      var name = file.getFileName().toString();
      if (!UnitFiles.isRouteFile(name)) {
        problems.add(
            Problem.error(file.toString(), 0, 0, "no route file", "*.camel.yaml", "Rename it."));
        continue;
      }
      try {
        var content = new TreeMap<String, byte[]>();
        content.put(name, Files.readAllBytes(file));
        var place = file.toAbsolutePath().getParent();
        var unit = name.substring(0, name.indexOf('.'));
        units.add(UnitFiles.of(unit, content, common, place == null ? conf : place));
      } catch (IOException e) {
        problems.add(
            Problem.error(file.toString(), 0, 0, "can't be read: " + e.getMessage(), "", ""));
      }
    }
    check(units, problems);
    return inOrder(problems);
  }

  private static boolean isSame(Path one, Path other) {
    try {
      return Files.isSameFile(one, other);
    } catch (IOException e) {
      return false;
    }
  }

  private void folder(
      Path folder,
      SortedMap<String, byte[]> common,
      List<UnitFiles> units,
      List<Problem> problems) {
    var unit = folder.getFileName().toString();
    if (unit.equals(FileNames.COMMON)) {
      problems.add(
          Problem.error(
              folder.toString(),
              0,
              0,
              "no unit: its files belong to every one",
              "a unit's folder or file",
              "Check all: serai check."));
      return;
    }
    try {
      var content = new TreeMap<String, byte[]>();
      for (var stamp : Listing.ofUnit(folder)) {
        content.put(stamp.name(), Files.readAllBytes(stamp.path()));
      }
      if (content.keySet().stream().anyMatch(name -> name.endsWith(FileNames.ROUTES))) {
        units.add(UnitFiles.of(unit, content, common, folder));
      } else {
        problems.add(
            Problem.error(
                folder.toString(), 0, 0, "no unit", "a folder with *" + FileNames.ROUTES, ""));
      }
    } catch (IOException e) {
      problems.add(
          Problem.error(folder.toString(), 0, 0, "can't be read: " + e.getMessage(), "", ""));
    }
  }

  private void check(List<UnitFiles> units, List<Problem> problems) {
    var clashes = new Clashes();
    for (var files : unchangedFirst(units)) {
      var attempt = workshop.build(files);
      attempt.problems().forEach(problem -> problems.add(asGiven(problem, files)));
      var generation = attempt.generation();
      if (generation != null) {
        var clash = clashes.against(generation);
        if (clash != null) {
          problems.add(asGiven(clash, files));
        }
        clashes.add(generation);
        generation.discard();
      }
    }
  }

  /** A unit is told of as if it lay in {@code conf/}: back to where it does lie. */
  private Problem asGiven(Problem problem, UnitFiles files) {
    var inConf = files.place().equals(conf) || files.place().equals(conf.resolve(files.unit()));
    var name = problem.file();
    if (inConf || !name.startsWith("conf/") || name.startsWith("conf/" + FileNames.COMMON + "/")) {
      return problem;
    }
    var folder = "conf/" + files.unit() + "/";
    boolean isFolder = files.files().keySet().stream().allMatch(key -> key.indexOf('/') > 0);
    var below = name.substring(isFolder && name.startsWith(folder) ? folder.length() : 5);
    var path = files.place().resolve(below).normalize();
    return problem.in((path.startsWith(base) ? base.relativize(path) : path).toString());
  }

  /**
   * As at a start: the unit that is as it was served holds its path, the one that changed loses.
   */
  private List<UnitFiles> unchangedFirst(List<UnitFiles> units) {
    var ordered = new ArrayList<UnitFiles>();
    var changed = new ArrayList<UnitFiles>();
    for (var files : units) {
      (files.digest().equals(lastGood.digest(files.unit())) ? ordered : changed).add(files);
    }
    ordered.addAll(changed);
    return ordered;
  }

  private static List<Problem> inOrder(List<Problem> problems) {
    return problems.stream().distinct().sorted(Problem.IN_FILE_ORDER).toList();
  }
}
