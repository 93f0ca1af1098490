package io.serai.routes;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What each unit served last, kept in {@code data/last-good/<unit>/} for a start with broken files.
 *
 * <p>A folder is written aside and renamed, with a digest that tells a whole one. Whenever the
 * process is killed, one that is whole is left under one of three names:
 *
 * <pre>
 *            unit    .unit.new   .unit.old
 *   at rest  last
 *   written  last    new
 *   moved            new         last       read from the first whole one: unit, new, old
 *   renamed  new                 last
 *   at rest  new
 * </pre>
 */
final class LastGood {
  private static final String DIGEST = "digest";
  private static final String CHECKED_BY = "checked-by";

  /** What the checks know comes with Camel and with us. */
  private static final String RELEASE =
      new org.apache.camel.catalog.VersionHelper().getVersion()
          + " "
          + LastGood.class.getPackage().getImplementationVersion();

  private final Path store;

  LastGood(Path base) {
    this.store = base.resolve("data").resolve("last-good");
  }

  void keep(UnitFiles files) throws IOException {
    if (vouchesFor(files)) {
      return;
    }
    var unit = files.unit();
    mend(unit);
    var folder = store.resolve(unit);
    var aside = aside(unit);
    var old = old(unit);
    delete(aside);
    write(aside.resolve("files"), files.files());
    write(aside.resolve("common"), files.common());
    Files.writeString(aside.resolve(CHECKED_BY), RELEASE);
    Files.writeString(aside.resolve(DIGEST), files.digest());
    delete(old);
    if (Files.exists(folder)) {
      Files.move(folder, old, StandardCopyOption.ATOMIC_MOVE);
    }
    Files.move(aside, folder, StandardCopyOption.ATOMIC_MOVE);
    delete(old);
  }

  /** After a kill between two renames: gives what is whole its name, before anything is deleted. */
  private void mend(String unit) throws IOException {
    var folder = store.resolve(unit);
    for (var left : List.of(aside(unit), old(unit))) {
      if (!Files.exists(folder) && whole(left, unit).isPresent()) {
        Files.move(left, folder, StandardCopyOption.ATOMIC_MOVE);
      }
    }
  }

  private Path aside(String unit) {
    return store.resolve("." + unit + ".new");
  }

  private Path old(String unit) {
    return store.resolve("." + unit + ".old");
  }

  /** Whether these very files were checked and served by this very release. */
  boolean vouchesFor(UnitFiles files) {
    var folder = store.resolve(files.unit());
    return files.digest().equals(textOf(folder.resolve(DIGEST)))
        && RELEASE.equals(textOf(folder.resolve(CHECKED_BY)));
  }

  /** What a unit served last, empty if there is nothing or all is torn. */
  Optional<UnitFiles> of(String unit) {
    for (var folder : List.of(store.resolve(unit), aside(unit), old(unit))) {
      var kept = whole(folder, unit);
      if (kept.isPresent()) {
        return kept;
      }
    }
    return Optional.empty();
  }

  private static Optional<UnitFiles> whole(Path folder, String unit) {
    if (!Files.exists(folder.resolve(DIGEST))) {
      return Optional.empty();
    }
    try {
      var files = read(folder.resolve("files"));
      var kept = UnitFiles.of(unit, files, read(folder.resolve("common")), place(folder, unit));
      return kept.digest().equals(textOf(folder.resolve(DIGEST)))
          ? Optional.of(kept)
          : Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private static Path place(Path folder, String unit) {
    var inner = folder.resolve("files").resolve(unit);
    return Files.isDirectory(inner) ? inner : folder.resolve("files");
  }

  /** Of what a unit served last, null if there is nothing. */
  @Nullable String digest(String unit) {
    return Files.exists(store.resolve(unit))
        ? textOf(store.resolve(unit).resolve(DIGEST))
        : of(unit).map(UnitFiles::digest).orElse(null);
  }

  SortedSet<String> units() {
    var units = new TreeSet<String>();
    try (var entries = Files.newDirectoryStream(store)) {
      for (var entry : entries) {
        var name = entry.getFileName().toString();
        var left = leftBehind(name);
        if (FileNames.safe(name)) {
          units.add(name);
        } else if (FileNames.safe(left) && of(left).isPresent()) {
          units.add(left);
        }
      }
    } catch (IOException e) {
      // Nothing kept yet.
    }
    return units;
  }

  /** The unit that {@code .unit.new} and {@code .unit.old} belong to; empty for other names. */
  private static String leftBehind(String name) {
    boolean left = name.startsWith(".") && (name.endsWith(".new") || name.endsWith(".old"));
    return left && name.length() > 5 ? name.substring(1, name.length() - 4) : "";
  }

  /** The unit's own folder last: a kill half-way must not bring back what was there before. */
  void remove(String unit) throws IOException {
    delete(aside(unit));
    delete(old(unit));
    delete(store.resolve(unit));
  }

  private static @Nullable String textOf(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      return null;
    }
  }

  private static void write(Path folder, SortedMap<String, byte[]> files) throws IOException {
    Files.createDirectories(folder);
    for (var file : files.entrySet()) {
      var path = folder.resolve(file.getKey());
      Files.createDirectories(path.getParent());
      Files.write(path, file.getValue());
    }
  }

  private static SortedMap<String, byte[]> read(Path folder) throws IOException {
    var files = new TreeMap<String, byte[]>();
    try (var walk = Files.walk(folder)) {
      for (var path : (Iterable<Path>) walk.filter(Files::isRegularFile)::iterator) {
        var name = folder.relativize(path).toString().replace('\\', '/');
        files.put(name, Files.readAllBytes(path));
      }
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
    return files;
  }

  private static void delete(Path folder) throws IOException {
    try (var walk = Files.walk(folder)) {
      for (var path : walk.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    } catch (NoSuchFileException e) {
      // Nothing to delete.
    }
  }
}
