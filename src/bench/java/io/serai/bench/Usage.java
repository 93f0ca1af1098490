package io.serai.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** What the kernel says a process and its descendants have used. */
final class Usage {
  private static final long TICK_MICROS = 10_000; // USER_HZ is 100 on every Linux we know

  private Usage() {}

  /** User and system time together, microseconds. */
  static long cpuMicros(Process process) throws IOException {
    long ticks = 0;
    for (long pid : pids(process)) {
      var stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
      // The second field, the program's name, may hold spaces; after it utime is the 12th.
      var fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
      ticks += Long.parseLong(fields[11]) + Long.parseLong(fields[12]);
    }
    return ticks * TICK_MICROS;
  }

  /** Resident memory, KiB. */
  static long rssKib(Process process) throws IOException {
    long sum = 0;
    for (long pid : pids(process)) {
      for (var line : Files.readAllLines(Path.of("/proc/" + pid + "/status"))) {
        if (line.startsWith("VmRSS:")) {
          sum += Long.parseLong(line.replaceAll("\\D", ""));
        }
      }
    }
    return sum;
  }

  private static long[] pids(Process process) {
    return Stream.concat(Stream.of(process.pid()), process.descendants().map(ProcessHandle::pid))
        .mapToLong(Long::longValue)
        .toArray();
  }
}
