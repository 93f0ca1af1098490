package io.serai.routes;

import io.serai.routes.check.RouteFile;
import io.serai.settings.Problem;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.SortedMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The files of a unit at one moment, read into memory: what is checked is what is loaded.
 *
 * @param files by their name relative to {@code conf/}
 * @param common the files of {@code conf/common/} likewise
 * @param place where {@code file:} resources beside them are looked for
 * @param digest of names and contents, common's included
 */
record UnitFiles(
    String unit,
    SortedMap<String, byte[]> files,
    SortedMap<String, byte[]> common,
    Path place,
    String digest) {

  static UnitFiles of(
      String unit, SortedMap<String, byte[]> files, SortedMap<String, byte[]> common, Path place) {
    var sha = sha256();
    update(sha, files);
    update(sha, common);
    return new UnitFiles(
        unit, files, common, place, HexFormat.of().formatHex(sha.digest()).substring(0, 32));
  }

  /** Route files and kamelets, common's first. */
  List<RouteFile> routeFiles(Consumer<Problem> problems) {
    var read = new ArrayList<RouteFile>();
    common.forEach((name, bytes) -> read(name, bytes, true, read, problems));
    files.forEach((name, bytes) -> read(name, bytes, false, read, problems));
    return read;
  }

  private static void read(
      String name, byte[] bytes, boolean shared, List<RouteFile> into, Consumer<Problem> problems) {
    if (isRouteFile(name)) {
      into.add(RouteFile.read("conf/" + name, bytes, shared, problems));
    }
  }

  static boolean isRouteFile(String name) {
    return name.endsWith(FileNames.ROUTES) || name.endsWith(FileNames.KAMELET);
  }

  /** For the operator: relative to the instance directory. */
  List<String> names() {
    return files.keySet().stream().map(name -> "conf/" + name).toList();
  }

  /**
   * The name, relative to {@code conf/}, of the file that {@code file:path} in a route file means;
   * null if it is none of these files.
   */
  @Nullable String nameOf(String path) {
    for (var name : List.of(unit + "/" + path, path)) {
      if (files.containsKey(name) || common.containsKey(name)) {
        return name;
      }
      var shared = FileNames.COMMON + "/" + path;
      if (common.containsKey(shared)) {
        return shared;
      }
    }
    return null;
  }

  private static void update(MessageDigest sha, SortedMap<String, byte[]> files) {
    files.forEach(
        (name, bytes) -> {
          sha.update((name + "\0" + bytes.length + "\0").getBytes(StandardCharsets.UTF_8));
          sha.update(bytes);
        });
    sha.update((byte) '|');
  }

  static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
