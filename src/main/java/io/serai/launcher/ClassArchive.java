package io.serai.launcher;

import java.io.File;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;

/**
 * The program's classes as the JVM has them in memory, which {@code bin/serai run} hands to the
 * next JVM: a CDS archive, from Java 25 on an AOT cache. In {@code data/startup/}, one for each
 * version of Java:
 *
 * <pre>
 * classes-17.0.15.new   while it is made
 * classes-17.0.15       whole: written out and checked before it was renamed
 * classes-17.0.15.of    its size in bytes (0: it couldn't be made), then what it was made of;
 *                       written last, deleted first
 * </pre>
 *
 * The JVM itself takes none that was made by another JVM or of other jars, but dies of one that was
 * cut off (Java 17), so the script compares the size.
 */
final class ClassArchive {

  /** What can be said of the one that is there. */
  enum State {
    /** Nothing there. */
    NONE,
    /** Made of this program, this Java and these options; or tried with them, in vain. */
    FRESH,
    /** Made of others; the JVM leaves it alone, or takes what still fits. */
    STALE,
    /** Of another size than it was made, or the JVM crashed since. */
    DAMAGED
  }

  private final Directories directories;
  private final Path file;

  ClassArchive(Directories directories) {
    this(directories, System.getProperty("java.version"));
  }

  ClassArchive(Directories directories, String javaVersion) {
    this.directories = directories;
    this.file = folder(directories).resolve("classes-" + javaVersion);
  }

  static Path folder(Directories directories) {
    return directories.data().resolve("startup");
  }

  Path file() {
    return file;
  }

  /** Where the JVM writes a new one. */
  Path made() {
    return file.resolveSibling(file.getFileName() + ".new");
  }

  private Path of() {
    return file.resolveSibling(file.getFileName() + ".of");
  }

  /** What an archive made now would be made of: Java, its options and every jar. */
  String print() throws IOException {
    var print = new StringBuilder();
    for (var name : List.of("java.home", "java.vm.vendor", "java.vm.version")) {
      print.append(System.getProperty(name)).append('\n');
    }
    for (var jar : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
      var path = Path.of(jar);
      print.append(jar);
      if (Files.exists(path)) {
        print.append(' ').append(Files.size(path));
        print.append(' ').append(Files.getLastModifiedTime(path).toMillis());
      }
      print.append('\n');
    }
    return print.append(Files.readString(directories.jvmOptions())).toString();
  }

  State state(String print) throws IOException {
    if (!Files.exists(of())) {
      return State.NONE;
    }
    var text = Files.readString(of());
    int line = text.indexOf('\n');
    if (line < 0 || !text.startsWith(sizeText())) {
      return State.DAMAGED;
    }
    if (!text.substring(line + 1).equals(print)) {
      return State.STALE;
    }
    return crashedSince() ? State.DAMAGED : State.FRESH;
  }

  private String sizeText() throws IOException {
    return (Files.exists(file) ? Files.size(file) : 0) + "\n";
  }

  /** A crash may have been the archive's doing: the script gives it to no further JVM. */
  private boolean crashedSince() throws IOException {
    var made = Files.getLastModifiedTime(of());
    try (var crashes = Files.newDirectoryStream(directories.logs(), "hs_err_pid*")) {
      for (var crash : crashes) {
        if (Files.getLastModifiedTime(crash).compareTo(made) > 0) {
          return true;
        }
      }
    }
    return false;
  }

  /** The new one takes the place of the old; a power cut at any moment leaves one or none. */
  void keep(String print) throws IOException {
    try (var channel = FileChannel.open(made(), StandardOpenOption.READ)) {
      channel.force(true);
    }
    Files.deleteIfExists(of());
    Files.move(made(), file, StandardCopyOption.ATOMIC_MOVE);
    Files.writeString(of(), sizeText() + print);
  }

  /** Not tried again with these. */
  void giveUp(String print) throws IOException {
    delete();
    Files.writeString(of(), "0\n" + print);
  }

  void delete() throws IOException {
    Files.deleteIfExists(of());
    Files.deleteIfExists(file);
    Files.deleteIfExists(made());
  }
}
