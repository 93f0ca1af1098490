package io.serai.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/** What the kernel has counted on the connections between members of a cluster. */
final class MemberBytes {
  private static final Pattern COUNT = Pattern.compile("bytes_(?:acked|received):(\\d+)");

  private MemberBytes() {}

  /** Sent and received so far over every open connection from or to this local port. */
  static long at(int port) throws IOException, InterruptedException {
    var filter = "( sport = :%d or dport = :%d )".formatted(port, port);
    var process = new ProcessBuilder("ss", "-tinH", filter).redirectErrorStream(true).start();
    var text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.waitFor() != 0) {
      throw new IOException("ss: " + text);
    }
    // Either end of a connection is on this machine and counts the same bytes.
    return COUNT.matcher(text).results().mapToLong(it -> Long.parseLong(it.group(1))).sum() / 2;
  }
}
