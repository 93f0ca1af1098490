package io.serai.backend;

import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says in the log what clients aren't told: which backend failed whom, and how. Ten lines a second
 * and backend at most; a line after more failures than that says how many were left out, so that an
 * outage doesn't fill the disk.
 */
final class FailureLog {
  private static final Logger LOG = LoggerFactory.getLogger("io.serai.backend");
  private static final int LINES_PER_SECOND = 10;

  private long second;
  private int lines;
  private long leftOut;

  /**
   * A call that failed by no doing of the client's.
   *
   * @param host null if it was never made
   */
  synchronized void failed(
      String backend, @Nullable Origin host, String part, String reason, String id) {
    long now = System.nanoTime() / TimeUnit.SECONDS.toNanos(1);
    if (now != second) {
      second = now;
      lines = 0;
    }
    if (lines == LINES_PER_SECOND) {
      leftOut++;
      return;
    }
    lines++;
    LOG.warn(
        host == null
            ? "backend {}{} not called for request {}{}: {}{}"
            : "backend {} ({}) failed request {}{}: {}{}",
        backend,
        host == null ? "" : host.host() + ":" + host.port(),
        id,
        part.isEmpty() ? "" : ", part " + part,
        reason,
        leftOut == 0 ? "" : " (and " + leftOut + " failures before, not shown)");
    leftOut = 0;
  }
}
