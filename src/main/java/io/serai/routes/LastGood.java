package io.serai.routes;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What each unit served last, kept in {@code data/last-good/<unit>/} for a start with broken files.
 *
 * <p>A folder is written aside and renamed; a digest beside the files tells a torn one.
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
    var folder = store.resolve(files.unit());
    if (vouchesFor(files)) {
      return;
    }
    var aside = store.resolve("." + files.unit() + ".new");
    var old = store.resolve("." + files.unit() + ".old");
    delete(aside);
    write(aside.resolve("files"), files.files());
    write(aside.resolve("common"), files.common());
    Files.writeString(aside.resolve(DIGEST), files.digest());
    Files.writeString(aside.resolve(CHECKED_BY), RELEASE);
    delete(old);
    if (Files.exists(folder)) {
      Files.move(folder, old, StandardCopyOption.ATOMIC_MOVE);
    }
    Files.move(aside, folder, StandardCopyOption.ATOMIC_MOVE);
    delete(old);
  }

  /** Whether these very files were checked and served by this very release. */
  boolean vouchesFor(UnitFiles files) {
    var folder = store.resolve(files.unit());
    return files.digest().equals(textOf(folder.resolve(DIGEST)))
        && RELEASE.equals(textOf(folder.resolve(CHECKED_BY)));
  }

  /** What a unit served last, empty if there is nothing or it is torn. */
  Optional<UnitFiles> of(String unit) {
    var folder = store.resolve(unit);
    if (!Files.exists(folder)) {
      // Stopped between two renames.
      folder = store.resolve("." + unit + ".old");
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
  @org.jspecify.annotations.Nullable
  String digest(String unit) {
    return textOf(store.resolve(unit).resolve(DIGEST));
  }

  SortedSet<String> units() {
    var units = new TreeSet<String>();
    try (var entries = Files.newDirectoryStream(store)) {
      for (var entry : entries) {
        var name = entry.getFileName().toString();
        if (FileNames.safe(name)) {
          units.add(name);
        }
      }
    } catch (IOException e) {
      // Nothing kept yet.
    }
    return units;
  }

  void remove(String unit) throws IOException {
    delete(store.resolve(unit));
    delete(store.resolve("." + unit + ".old"));
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
