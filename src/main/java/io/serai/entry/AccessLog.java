package io.serai.entry;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A line per request at the level info of the logger {@code io.serai.access}: method, path, status,
 * bytes, microseconds, id, unit/route, why it was turned away or broken off if it was, and in which
 * other it came if it did. Without the query, which may hold secrets.
 */
final class AccessLog {
  private static final Logger LOG = LoggerFactory.getLogger("io.serai.access");

  private AccessLog() {}

  static void malformed(int status, String id, String detail) {
    LOG.info("- - {} - - {} - {}", status, id, detail);
  }

  static void log(Visit visit, int status, long bytes, long nanos) {
    if (!LOG.isInfoEnabled()) {
      return;
    }
    var line = new StringBuilder(160);
    line.append(visit.head().method()).append(' ');
    // Either way without control characters: the parser takes none.
    line.append(visit.hasTarget() ? visit.target().path() : "-");
    line.append(' ').append(status);
    line.append(' ').append(bytes).append('B');
    if (visit.upload() != null) {
      line.append(" in:").append(visit.bytesIn()).append('B');
    }
    line.append(' ').append(nanos / 1000).append("us");
    line.append(' ').append(visit.id()).append(' ');
    if (visit.isServed()) {
      var served = visit.served();
      line.append(served.doors().unit()).append('/').append(served.way().routeId());
    } else {
      line.append('-');
    }
    var shed = visit.shed();
    if (shed != null) {
      line.append(" shed:").append(shed.label());
    }
    if (!visit.brokenOff().isEmpty()) {
      line.append(" broken-off:").append(visit.brokenOff());
    }
    var whole = visit.whole();
    if (whole != null) {
      line.append(" in:").append(whole.id());
    }
    LOG.info("{}", line);
  }
}
