package io.serai.routes;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** Reads units whose stamps changed, and only when nobody is writing them. */
final class UnitReader {
  private record Read(
      List<Stamp> stamps, List<Stamp> common, List<Stamp> beside, UnitFiles files) {}

  /** A file younger than this may still be growing within its time stamp's grain. */
  private static final long YOUNG_MILLIS = 1_000;

  private final Path conf;
  private final Map<String, Read> known = new HashMap<>();
  private List<Stamp> commonStamps = List.of();
  private List<Stamp> besideStamps = List.of();
  private SortedMap<String, byte[]> commonFiles = new TreeMap<>();

  UnitReader(Path conf) {
    this.conf = conf;
  }

  /**
   * Reads the common files; call before the units.
   *
   * @return false if one is being written
   */
  boolean common(List<Stamp> stamps) {
    if (!stamps.equals(commonStamps)) {
      var files = read(stamps);
      if (files.isEmpty()) {
        return false;
      }
      commonFiles = files.get();
      commonStamps = List.copyOf(stamps);
    }
    return true;
  }

  /** Takes note of files that are no unit's; call before the units. */
  void beside(List<Stamp> stamps) {
    besideStamps = List.copyOf(stamps);
  }

  /** The files of a unit, empty if one is being written. */
  Optional<UnitFiles> unit(String unit, List<Stamp> stamps) {
    var before = known.get(unit);
    if (before != null
        && before.stamps.equals(stamps)
        && before.common.equals(commonStamps)
        && before.beside.equals(besideStamps)) {
      return Optional.of(before.files);
    }
    var place = conf.resolve(unit);
    boolean folder = Files.isDirectory(place);
    var own = read(stamps);
    if (own.isEmpty()) {
      return Optional.empty();
    }
    var all = own.get();
    if (!folder) {
      // Each file may name further ones.
      for (var more = Beside.named(all, besideStamps); !more.isEmpty(); ) {
        var read = read(more);
        if (read.isEmpty()) {
          return Optional.empty();
        }
        all.putAll(read.get());
        more = Beside.named(all, besideStamps);
      }
    }
    var files = UnitFiles.of(unit, all, commonFiles, folder ? place : conf);
    known.put(unit, new Read(List.copyOf(stamps), commonStamps, besideStamps, files));
    return Optional.of(files);
  }

  void forget(String unit) {
    known.remove(unit);
  }

  private static Optional<SortedMap<String, byte[]>> read(List<Stamp> stamps) {
    var files = new TreeMap<String, byte[]>();
    try {
      for (var stamp : stamps) {
        var bytes = Files.readAllBytes(stamp.path());
        long age = System.currentTimeMillis() - stamp.changed().toMillis();
        if (bytes.length != stamp.size()
            || !Stamp.of(stamp.name(), stamp.path()).equals(stamp)
            || (age < YOUNG_MILLIS && !Arrays.equals(bytes, Files.readAllBytes(stamp.path())))) {
          return Optional.empty();
        }
        files.put(stamp.name(), bytes);
      }
      return Optional.of(files);
    } catch (IOException e) {
      return Optional.empty();
    }
  }
}
