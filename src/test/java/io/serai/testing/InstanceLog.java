package io.serai.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;

/**
 * All that an instance has logged. At midnight the file of the day before is rolled away, and soon
 * after that it is packed; a test that begins before and ends after it must not miss those lines.
 */
public final class InstanceLog {
  private static final Pattern ROLLED =
      Pattern.compile("serai-(\\d{4}-\\d{2}-\\d{2})-(\\d+)\\.log(\\.gz)?");
  private static final int MOST_TRIES = 100;

  /** One file rolled away; ordered as they were written. */
  private record Rolled(String day, int number) implements Comparable<Rolled> {
    @Override
    public int compareTo(Rolled other) {
      return Comparator.comparing(Rolled::day)
          .thenComparingInt(Rolled::number)
          .compare(this, other);
    }
  }

  private InstanceLog() {}

  /** From the first line to the last; none if nothing was logged yet. */
  public static List<String> lines(Path base) throws IOException {
    var logs = base.resolve("logs");
    for (int tries = 0; tries < MOST_TRIES; tries++) {
      var before = rolled(logs);
      var lines = new ArrayList<String>();
      try {
        for (var file : before.values()) {
          lines.addAll(lines(file, file.toString().endsWith(".gz")));
        }
        var current = logs.resolve("serai.log");
        lines.addAll(Files.exists(current) ? lines(current, false) : List.of());
      } catch (NoSuchFileException rolledMeanwhile) {
        continue;
      }
      if (rolled(logs).equals(before)) {
        return lines;
      }
    }
    throw new IOException(logs + ": rolled away " + MOST_TRIES + " times while it was read");
  }

  /** For what a failure says. */
  public static String text(Path base) throws IOException {
    return String.join("\n", lines(base));
  }

  /** While a file is being packed both are there, and the packed one isn't whole. */
  private static Map<Rolled, Path> rolled(Path logs) throws IOException {
    var rolled = new TreeMap<Rolled, Path>();
    try (var files = Files.newDirectoryStream(logs, "serai-*.log*")) {
      for (var file : files) {
        var name = ROLLED.matcher(file.getFileName().toString());
        if (name.matches()) {
          rolled.merge(
              new Rolled(name.group(1), Integer.parseInt(name.group(2))),
              file,
              (one, other) -> one.toString().endsWith(".gz") ? other : one);
        }
      }
    }
    return rolled;
  }

  private static List<String> lines(Path file, boolean packed) throws IOException {
    try (var bytes = Files.newInputStream(file);
        var text =
            new BufferedReader(
                new InputStreamReader(packed ? new GZIPInputStream(bytes) : bytes, UTF_8))) {
      return text.lines().toList();
    }
  }
}
