package io.serai.launcher;

import io.serai.json.JsonWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * {@code run/instance.json}: what a verb needs to talk to the running instance. Only its owner may
 * read it, because of the token.
 *
 * @param listener {@code host:port} as bound, empty if none
 * @param management {@code host:port} as bound, empty if none
 * @param token that the control requests carry
 * @param stopsWithin after this long it is late
 */
record InstanceFile(
    long pid,
    String version,
    Instant started,
    String listener,
    String management,
    String token,
    Duration stopsWithin) {

  static Path in(Directories directories) {
    return directories.run().resolve("instance.json");
  }

  void write(Path file) throws IOException {
    var members = new LinkedHashMap<String, Object>();
    members.put("pid", pid);
    members.put("version", version);
    members.put("started", started.toString());
    members.put("listener", listener);
    members.put("management", management);
    members.put("token", token);
    members.put("stopsWithinMillis", stopsWithin.toMillis());
    var aside = file.resolveSibling(file.getFileName() + ".new");
    Files.deleteIfExists(aside);
    Files.createFile(aside, ownerOnly(file));
    Files.writeString(aside, JsonWriter.pretty(members) + "\n");
    Files.move(aside, file, StandardCopyOption.ATOMIC_MOVE);
  }

  private static FileAttribute<?>[] ownerOnly(Path file) {
    Set<String> views = file.getFileSystem().supportedFileAttributeViews();
    return views.contains("posix")
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
        }
        : new FileAttribute<?>[0];
  }

  /** Null until the instance has written it. */
  static @Nullable InstanceFile read(Path file) throws IOException {
    if (!Files.exists(file)) {
      return null;
    }
    var members = Json.object(Json.read(Files.readString(file)));
    return new InstanceFile(
        number(members.get("pid")),
        text(members.get("version")),
        Instant.parse(text(members.get("started"))),
        text(members.get("listener")),
        text(members.get("management")),
        text(members.get("token")),
        Duration.ofMillis(number(members.get("stopsWithinMillis"))));
  }

  private static String text(@Nullable Object value) {
    return value == null ? "" : value.toString();
  }

  private static long number(@Nullable Object value) {
    return value instanceof Number number ? number.longValue() : 0;
  }
}
