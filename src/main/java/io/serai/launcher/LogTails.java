package io.serai.launcher;

import java.io.IOException;
import java.io.PrintStream;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** What was written to the logs since this was made, the last lines of it. */
final class LogTails {
  private static final int LINES = 40;
  private static final int BYTES = 64 * 1024;

  private final Map<Path, Long> sizes = new LinkedHashMap<>();

  LogTails(Directories directories) throws IOException {
    for (var file :
        new Path[] {directories.logs().resolve("serai.log"), directories.outputFile()}) {
      sizes.put(file, Files.exists(file) ? Files.size(file) : 0);
    }
  }

  void show(PrintStream err) throws IOException {
    for (var entry : sizes.entrySet()) {
      if (Files.exists(entry.getKey())) {
        show(entry.getKey(), entry.getValue(), err);
      }
    }
  }

  private static void show(Path file, long sizeBefore, PrintStream err) throws IOException {
    try (var in = new RandomAccessFile(file.toFile(), "r")) {
      long from = in.length() < sizeBefore ? 0 : sizeBefore; // rolled over in between
      in.seek(Math.max(from, in.length() - BYTES));
      var bytes = new byte[(int) (in.length() - in.getFilePointer())];
      in.readFully(bytes);
      var lines = new String(bytes, StandardCharsets.UTF_8).lines().toList();
      if (!lines.isEmpty()) {
        err.println("--- " + file);
        lines.subList(Math.max(0, lines.size() - LINES), lines.size()).forEach(err::println);
      }
    }
  }
}
