package io.serai.routes;

import io.serai.settings.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What lies in {@code conf/} at a moment, unread.
 *
 * @param units files by unit
 * @param common the files of {@code conf/common/}
 * @param settings property files outside of units
 * @param beside files that are no unit's: one that is a file may name them
 * @param unread YAML files that are of no unit by their names
 * @param unsettled units with an empty route file: somebody is writing it
 * @param refused units that can't be told from their names, and why
 * @param folders every folder looked into, to be watched
 * @param problems of {@code conf/} as a whole; an error among them: it can't be read
 */
record Listing(
    TreeMap<String, List<Stamp>> units,
    List<Stamp> common,
    List<Stamp> settings,
    List<Stamp> beside,
    List<Stamp> unread,
    Set<String> unsettled,
    TreeMap<String, Problem> refused,
    Set<Path> folders,
    List<Problem> problems) {

  private static final int DEPTH = 8;

  /** Files above this are left where they are: no route file is that long. */
  private static final long MOST_BYTES = 8L << 20;

  boolean readable() {
    return problems.stream().noneMatch(Problem::isError);
  }

  boolean empty() {
    return units.isEmpty() && refused.isEmpty();
  }

  boolean sameFiles(Listing other) {
    return units.equals(other.units)
        && common.equals(other.common)
        && settings.equals(other.settings)
        && beside.equals(other.beside)
        && refused.keySet().equals(other.refused.keySet());
  }

  private static Listing blank() {
    return new Listing(
        new TreeMap<>(),
        new ArrayList<>(),
        new ArrayList<>(),
        new ArrayList<>(),
        new ArrayList<>(),
        new TreeSet<>(),
        new TreeMap<>(),
        new TreeSet<>(),
        new ArrayList<>());
  }

  /** The files of one folder that is a unit, wherever it lies. */
  static List<Stamp> ofUnit(Path folder) throws IOException {
    var files = new ArrayList<Stamp>();
    blank().folder(folder, folder.getFileName() + "/", files, 0);
    return files;
  }

  static Listing of(Path conf) {
    var listing = blank();
    listing.folders.add(conf);
    try (var entries = Files.newDirectoryStream(conf)) {
      for (var entry : entries) {
        listing.entry(entry);
      }
      listing.settings.sort(Comparator.comparing(Stamp::name));
      listing.beside.sort(Comparator.comparing(Stamp::name));
    } catch (IOException | java.nio.file.DirectoryIteratorException e) {
      listing.problems.add(
          Problem.error(
              "conf/", 0, 0, "can't be read: " + e, "a readable folder", "Check its permissions."));
    }
    return listing;
  }

  private void entry(Path entry) throws IOException {
    var name = entry.getFileName().toString();
    if (FileNames.ignored(name)) {
      return;
    }
    if (Files.isDirectory(entry)) {
      var files = new ArrayList<Stamp>();
      folder(entry, name + "/", files, 0);
      files.sort(Comparator.comparing(Stamp::name));
      if (name.equals(FileNames.COMMON)) {
        common.addAll(files);
      } else if (files.stream().anyMatch(file -> file.name().endsWith(FileNames.ROUTES))) {
        unit(name, files);
      } else {
        for (var file : files) {
          (file.name().endsWith(FileNames.SETTINGS) ? settings : beside).add(file);
        }
      }
    } else if (name.endsWith(FileNames.SETTINGS)) {
      file(entry, name, settings);
    } else if (name.endsWith(FileNames.ROUTES)) {
      var unit = name.substring(0, name.length() - FileNames.ROUTES.length());
      var files = new ArrayList<Stamp>();
      file(entry, name, files);
      if (!files.isEmpty()) {
        unit(unit, files);
      }
    } else if (name.endsWith(".json")) {
      file(entry, name, beside);
    } else if (name.endsWith(".camel.yml")) {
      problems.add(
          Problem.warning(
              "conf/" + name, 0, 0, "not read", "a name ending in .camel.yaml", "Rename it."));
    } else if (FileNames.yaml(name)) {
      file(entry, name, unread);
    }
  }

  private void unit(String unit, List<Stamp> files) {
    if (!FileNames.safe(unit)) {
      refused.put(
          unit,
          Problem.error(
              "conf/" + files.get(0).name(),
              0,
              0,
              "'" + unit + "' can't be a unit's name",
              "letters, digits, - and _",
              "Rename it."));
      return;
    }
    if (unit.equals(FileNames.COMMON) || units.containsKey(unit) || refused.containsKey(unit)) {
      units.remove(unit);
      refused.put(
          unit,
          Problem.error(
              "conf/" + unit + FileNames.ROUTES,
              0,
              0,
              "a file and a folder make one unit '" + unit + "'",
              "one of the two",
              "Move the file into the folder, or rename it."));
      return;
    }
    units.put(unit, files);
    for (var file : files) {
      if (file.isEmptyRouteFile()) {
        unsettled.add(unit);
      }
    }
  }

  private void folder(Path folder, String prefix, List<Stamp> into, int depth) throws IOException {
    folders.add(folder);
    if (depth > DEPTH) {
      return;
    }
    try (var entries = Files.newDirectoryStream(folder)) {
      for (var entry : entries) {
        var name = entry.getFileName().toString();
        if (FileNames.ignored(name)) {
          continue;
        }
        if (Files.isDirectory(entry)) {
          folder(entry, prefix + name + "/", into, depth + 1);
        } else {
          file(entry, prefix + name, into);
        }
      }
    }
  }

  private void file(Path path, String name, List<Stamp> into) throws IOException {
    try {
      var stamp = Stamp.of(name, path);
      if (Files.isSymbolicLink(path)) {
        var parent = path.toRealPath().getParent();
        if (parent != null) {
          folders.add(parent);
        }
      }
      if (stamp.size() <= MOST_BYTES) {
        into.add(stamp);
      }
    } catch (java.nio.file.NoSuchFileException e) {
      // Gone between listing and looking, or a link to nothing: as if it weren't there.
    }
  }
}
