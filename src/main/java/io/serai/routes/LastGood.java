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

/**
 * What each unit served last, kept in {@code data/last-good/<unit>/} for a start with broken files.
 *
 * <p>A folder is written aside and renamed; a digest beside the files tells a torn one.
 */
final class LastGood {
  private static final String DIGEST = "digest";
  private final Path store;

  LastGood(Path base) {
    this.store = base.resolve("data").resolve("last-good");
  }

  void keep(UnitFiles files) throws IOException {
    var folder = store.resolve(files.unit());
    if (files.digest().equals(digestOf(folder))) {
      return;
    }
    var aside = store.resolve("." + files.unit() + ".new");
    var old = store.resolve("." + files.unit() + ".old");
    delete(aside);
    write(aside.resolve("files"), files.files());
    write(aside.resolve("common"), files.common());
    Files.writeString(aside.resolve(DIGEST), files.digest());
    delete(old);
    if (Files.exists(folder)) {
      Files.move(folder, old, StandardCopyOption.ATOMIC_MOVE);
    }
    Files.move(aside, folder, StandardCopyOption.ATOMIC_MOVE);
    delete(old);
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
      return kept.digest().equals(digestOf(folder)) ? Optional.of(kept) : Optional.empty();
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
    return digestOf(store.resolve(unit));
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

  private static @org.jspecify.annotations.Nullable String digestOf(Path folder) {
    try {
      return Files.readString(folder.resolve(DIGEST));
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
