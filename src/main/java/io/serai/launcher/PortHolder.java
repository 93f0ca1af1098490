package io.serai.launcher;

import io.serai.entry.ListenerSettings;
import io.serai.manage.ManageSettings;
import io.serai.settings.Settings;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Who has a port that is taken, as far as {@code /proc} shows it to this user. */
final class PortHolder {
  private static final Path PROC = Path.of("/proc");
  private static final String LISTENING = "0A";

  private PortHolder() {}

  /** The same failure with the holder named; null if it is another failure. */
  static @Nullable Failure portTaken(Throwable failure, Settings settings) {
    var message = failure.getMessage();
    if (message == null || ExitCode.of(failure) != ExitCode.PORT_TAKEN) {
      return null;
    }
    int port =
        message.startsWith("management.")
            ? ManageSettings.of(settings).port()
            : ListenerSettings.of(settings).port();
    var holder = of(port);
    return new Failure(
        ExitCode.PORT_TAKEN, holder.isEmpty() ? message : message + " Held by " + holder + ".");
  }

  /** {@code process 7 (serai run --base /srv/shop)}; empty if it can't be seen. */
  static String of(int port) {
    var sockets = new HashSet<String>();
    listening(PROC.resolve("net/tcp"), port, sockets);
    listening(PROC.resolve("net/tcp6"), port, sockets);
    if (sockets.isEmpty()) {
      return "";
    }
    try (var processes = Files.newDirectoryStream(PROC, "[0-9]*")) {
      for (var process : processes) {
        if (holdsOne(process, sockets)) {
          return "process " + process.getFileName() + " (" + program(process) + ")";
        }
      }
    } catch (IOException e) {
      // Not to be seen.
    }
    return "";
  }

  /** The inodes of listening sockets: proc(5), net/tcp. */
  private static void listening(Path table, int port, Set<String> sockets) {
    try {
      for (var line : Files.readAllLines(table)) {
        var columns = line.strip().split("\\s+", -1);
        if (columns.length > 9
            && columns[3].equals(LISTENING)
            && columns[1].endsWith(":%04X".formatted(port))) {
          sockets.add("socket:[" + columns[9] + "]");
        }
      }
    } catch (IOException e) {
      // Another system, or no IPv6.
    }
  }

  private static boolean holdsOne(Path process, Set<String> sockets) {
    try (var files = Files.newDirectoryStream(process.resolve("fd"))) {
      for (var file : files) {
        if (sockets.contains(target(file))) {
          return true;
        }
      }
    } catch (IOException e) {
      // Somebody else's process.
    }
    return false;
  }

  private static String target(Path link) {
    try {
      return Files.readSymbolicLink(link).toString();
    } catch (IOException e) {
      return ""; // closed meanwhile
    }
  }

  /** Never a whole command line: it may hold a secret. */
  private static String program(Path process) {
    try {
      var words =
          List.of(
              new String(Files.readAllBytes(process.resolve("cmdline")), StandardCharsets.UTF_8)
                  .split("\0", -1));
      int main = words.indexOf(Main.class.getName());
      if (main < 0) {
        return words.get(0);
      }
      int base = words.indexOf("--base");
      return base < 0 || base + 1 >= words.size() ? "serai" : "serai --base " + words.get(base + 1);
    } catch (IOException e) {
      return "ended meanwhile";
    }
  }
}
